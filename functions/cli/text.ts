/** Cut in the middle, as ARNs are: both ends tell most. */
export const cutMiddle = (text: string, width: number): string => {
  if (text.length <= width || width < 5) return text;
  const left = Math.ceil((width - 1) / 2);
  return `${text.slice(0, left)}…${text.slice(text.length - (width - 1 - left))}`;
};
