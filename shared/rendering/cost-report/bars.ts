import { type Money, ZERO } from "#shared/kernel/money.ts";
import { type Markup, markup } from "#shared/rendering/markup.ts";

/** Where an amount lies between two others, in percent with two decimals. */
export const percentOf = (part: Money, low: Money, high: Money): number =>
  high === low ? 0 : Number(((part - low) * 10_000n) / (high - low)) / 100;

/** The smallest and largest of some amounts and zero. */
export function rangeOf(amounts: readonly Money[]): { readonly low: Money; readonly high: Money } {
  let [low, high] = [0n, 0n];
  for (const amount of amounts) {
    if (amount < low) low = amount;
    if (amount > high) high = amount;
  }
  return { low: low as Money, high: high as Money };
}

export type Bar = {
  readonly from: Money;
  readonly to: Money;
  readonly low: Money;
  readonly high: Money;
  /** `up` cost more, `down` cost less, `total` stands for itself. */
  readonly kind: "up" | "down" | "total" | "share";
};

/**
 * One bar in a table cell, from one amount to another on the scale of its column.
 *
 * Widths are percentages, so it fits any screen and paper while nothing in it is stretched. The row's numbers say the
 * same, so a reader of the text misses nothing.
 */
export function bar({ from, to, low, high, kind }: Bar): Markup {
  const [start, end] = from < to ? [from, to] : [to, from];
  const left = percentOf(start, low, high);
  const width = Math.max(percentOf(end, low, high) - left, 0.4);
  return markup`<svg class="inbar" width="100%" height="18" aria-hidden="true" focusable="false">${zeroLine(low, high)}<rect class="${kind}" x="${round(left)}%" width="${round(width)}%" y="3" height="12" rx="1"/></svg>`;
}

/** Nothing where the scale is cut: the line would stand far outside its cell, across the page. */
function zeroLine(low: Money, high: Money): Markup | undefined {
  if (low > ZERO || high < ZERO) return undefined;
  const zero = percentOf(ZERO, low, high);
  return markup`<line class="zero" x1="${zero}%" x2="${zero}%" y1="0" y2="18"/>`;
}

const round = (value: number): number => Math.round(value * 100) / 100;
