/** A part of a whole in millionths: `62.5%` is 625,000, 100 % is 1,000,000. Whole, so that shares add up exactly. */
export type Share = number & { readonly unit: "parts per million" };

export const share = (millionths: number): Share => millionths as Share;

export const WHOLE: Share = share(1_000_000);

/** Reads `62.5%`: at most four decimals, no sign; more than 100 % is allowed (`105%` of a budget). Else undefined. */
export function parseShare(text: string): Share | undefined {
  const match = /^(\d{1,6})(?:\.(\d{1,4}))?%$/.exec(text);
  if (match === null) return undefined;
  return share(Number(match[1]) * 10_000 + Number((match[2] ?? "").padEnd(4, "0")));
}

/** `62.5%`, no trailing zeros. */
export const formatShare = (part: Share): string => `${part / 10_000}%`;
