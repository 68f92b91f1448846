/**
 * Text of others, fit for a terminal: control characters (ANSI codes among them) and the marks that
 * turn the direction of writing are shown escaped, never sent.
 */
export const shown = (text: string): string =>
  text.replaceAll(
    /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu,
    (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

/** Cut in the middle, as ARNs are: both ends tell most. */
export const cutMiddle = (text: string, width: number): string => {
  if (text.length <= width || width < 5) return text;
  const left = Math.ceil((width - 1) / 2);
  return `${text.slice(0, left)}…${text.slice(text.length - (width - 1 - left))}`;
};
