import { formatMoney, type Money, subtractMoney, ZERO } from "#shared/kernel/money.ts";

/** A minus that is as wide as a plus and never breaks from its number. */
const MINUS = "\u2212";

const SYMBOLS: { readonly [currency: string]: string } = { USD: "$", EUR: "€", GBP: "£", JPY: "¥", CHF: "CHF\u00a0" };

/** `$` or, where a symbol is not unique to its currency or unknown, the code and a space. */
const symbolOf = (currency: string): string => SYMBOLS[currency] ?? `${currency}\u00a0`;

const withSign = (text: string, positive: string): string =>
  text.startsWith("-") ? `${MINUS}${text.slice(1)}` : `${/[1-9]/.test(text) ? positive : ""}${text}`;

/** Rounded once, half-even, for a reader: `12,345`, `−3`. */
export const amountText = (money: Money, digits = 0): string => withSign(formatMoney(money, digits), "");

/** With its sign always: `+8,235`, `−412`, `0`. */
export const deltaText = (money: Money, digits = 0): string => withSign(formatMoney(money, digits), "+");

/** With its currency: `$12,345.67`, `−$3.00`. */
export const moneyText = (money: Money, { currency, digits = 2 }: Shown): string => {
  const text = formatMoney(money, digits);
  return text.startsWith("-") ? `${MINUS}${symbolOf(currency)}${text.slice(1)}` : `${symbolOf(currency)}${text}`;
};

/** Size and word: `$8,235 over`, `$412 under`, `as planned`; the words are the caller's. */
export const sizedText = (money: Money, shown: Shown & { readonly words: Words }): string => {
  const { over, under, same } = shown.words;
  if (money === ZERO) return same;
  const size = money < 0n ? subtractMoney(ZERO, money) : money;
  return `${moneyText(size, shown)} ${money > 0n ? over : under}`;
};

export type Shown = { readonly currency: string; readonly digits?: number };

export type Words = { readonly over: string; readonly under: string; readonly same: string };

/** `part` of `whole` in percent to one decimal, from the exact amounts: `12.3 %`; without a base `–`. */
export function shareText(part: Money, whole: Money): string {
  const tenths = tenthsOfPercent(part, whole);
  return tenths === undefined ? "–" : `${withSign(tenths, "")}\u00a0%`;
}

/** The change in percent with its sign: `+4.2 %`; `new` without a base. */
export function changeText(delta: Money, base: Money): string {
  if (base === ZERO) return delta === ZERO ? "–" : "new";
  const tenths = tenthsOfPercent(delta, base);
  return tenths === undefined ? "–" : `${withSign(tenths, "+")}\u00a0%`;
}

/** A count with thousands. */
export const countText = (count: number): string => count.toString().replace(/\B(?=(\d{3})+$)/g, ",");

function tenthsOfPercent(part: Money, whole: Money): string | undefined {
  if (whole === ZERO) return undefined;
  const size = whole < 0n ? -whole : whole;
  const double = (part < 0n ? -part : part) * 2000n;
  const rounded = (double / size + 1n) / 2n;
  return `${part < 0n && rounded !== 0n ? "-" : ""}${rounded / 10n}.${rounded % 10n}`;
}

/** For an axis or a bar's label, three figures at most: `$53.2k`, `$1.2M`, `−$840`. */
export function shortText(money: Money, currency: string): string {
  const size = money < 0n ? -money : money;
  const [step, suffix, digits] = scaleOf(size);
  const text = formatMoney((money / step) as Money, digits);
  const plain = digits === 0 ? text : text.replace(/\.0$/, "");
  return plain.startsWith("-")
    ? `${MINUS}${symbolOf(currency)}${plain.slice(1)}${suffix}`
    : `${symbolOf(currency)}${plain}${suffix}`;
}

const THOUSAND = 10n ** 21n;

// From 999.5 of a unit on it would be shown as "1,000": the next unit begins there.
function scaleOf(size: bigint): readonly [bigint, string, 0 | 1] {
  if (size >= (THOUSAND * 9_995n) / 10n) return [1_000_000n, "M", 1];
  if (size >= (THOUSAND * 9_995n) / 10_000n) return size >= THOUSAND * 100n ? [1_000n, "k", 0] : [1_000n, "k", 1];
  return [1n, "", 0];
}
