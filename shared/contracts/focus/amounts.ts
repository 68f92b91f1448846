import type { AmountColumn } from "#shared/cost/batch.ts";
import { attos, type Money, type ReadMoney, readMoney } from "#shared/kernel/money.ts";

/** The amounts of one column, and the first row whose value is no amount (with that value as text). */
export type ReadAmounts = {
  readonly column: AmountColumn;
  readonly fault?: { readonly row: number; readonly found: string };
};

/** `optional`: a row without a value counts as nothing and is counted; else it is the fault. */
export type AmountRule = { readonly optional: boolean };

/** Whole numbers below this are put in doubles; anything larger is kept aside, exactly. */
const ROOM = 2 ** 52;

/** Amounts in a DOUBLE column are rounded to this many decimals, once. */
const DOUBLE_SCALE = 10;

/**
 * Reads a DOUBLE column: each value rounded once to 10^-10, half to even, then integers.
 *
 * AWS writes costs as DOUBLE; 10^-10 is below what any price list charges, and above the error of a
 * double for amounts up to 100,000 (measured on published data, where the sums then meet the decimals).
 */
export function amountsOfDoubles(values: ArrayLike<unknown>, { optional }: AmountRule): ReadAmounts {
  const units = new Float64Array(values.length);
  const exact = new Map<number, Money>();
  let missing = 0;
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row];
    if (typeof value !== "number" || !(Math.abs(value) < 1e21)) {
      if (!(optional && isAbsent(value))) return faulty(row, value);
      missing += 1;
      continue;
    }
    const scaled = value * 1e10;
    const whole = Math.round(scaled);
    // Near a half the product may itself have been rounded: those few are decided on the exact decimals.
    if (Math.abs(scaled - whole) < 0.499 && whole < ROOM && whole > -ROOM) units[row] = whole;
    else exactDouble(value, { row, units, exact });
  }
  return { column: { scale: DOUBLE_SCALE, units, exact, lost: 0n, missing } };
}

/**
 * A double is a finite decimal: of those that are not far below 10^-10, none has more than 90 places. So the side
 * of the half is seen on its digits, and nothing is rounded on the way (5e-11 lies just above the half, 1.5e-10 below).
 */
function exactDouble(value: number, to: { row: number; units: Float64Array; exact: Map<number, Money> }): void {
  const [whole = "", decimals = ""] = Math.abs(value).toFixed(100).split(".");
  const kept = BigInt(whole + decimals.slice(0, DOUBLE_SCALE));
  const rest = decimals.slice(DOUBLE_SCALE);
  const up = rest > HALF || (rest === HALF && kept % 2n === 1n) ? 1n : 0n;
  const size = (kept + up) * 10n ** 8n;
  to.units[to.row] = Number.NaN;
  to.exact.set(to.row, attos(value < 0 ? -size : size));
}

const HALF = `5${"0".repeat(89)}`;

/** Reads a DECIMAL column as its raw integers (number, bigint or big-endian two's complement) of 10^-`scale`. */
export function amountsOfDecimals(
  values: ArrayLike<unknown>,
  { optional, scale }: AmountRule & { readonly scale: number },
): ReadAmounts {
  const kept = Math.min(scale, 18);
  const units = new Float64Array(values.length);
  const exact = new Map<number, Money>();
  let lost = 0n;
  let missing = 0;
  for (let row = 0; row < values.length; row += 1) {
    if (optional && isAbsent(values[row])) {
      missing += 1;
      continue;
    }
    const read = decimalOf(values[row], scale);
    if (read === undefined) return faulty(row, values[row]);
    units[row] = read.units;
    if (read.money === undefined) continue;
    exact.set(row, read.money.money);
    lost += read.money.lost;
  }
  return { column: { scale: kept, units, exact, lost, missing } };
}

/** As units where a double holds them, as money otherwise; undefined when it is no integer, or too large for money. */
function decimalOf(value: unknown, scale: number): { readonly units: number; readonly money?: ReadMoney } | undefined {
  const whole = integerOf(value);
  if (whole === undefined) return undefined;
  if (scale <= 18 && whole < ROOM && whole > -ROOM) return { units: Number(whole) };
  const money = readMoney(`${whole}E-${scale}`);
  return money === undefined ? undefined : { units: Number.NaN, money };
}

function integerOf(value: unknown): bigint | undefined {
  if (typeof value === "bigint") return value;
  if (typeof value === "number") return Number.isSafeInteger(value) ? BigInt(value) : undefined;
  if (!(value instanceof Uint8Array) || value.length === 0 || value.length > 32) return undefined;
  let whole = 0n;
  for (const byte of value) whole = (whole << 8n) | BigInt(byte);
  return BigInt.asIntN(8 * value.length, whole);
}

const TEXT_SCALE = 12;

/** Reads a column of decimal texts. Up to 12 decimals and 15 digits stay numbers; the rest are exact aside. */
export function amountsOfTexts(values: ArrayLike<string | undefined>, { optional }: AmountRule): ReadAmounts {
  const units = new Float64Array(values.length);
  const exact = new Map<number, Money>();
  let lost = 0n;
  let missing = 0;
  for (let row = 0; row < values.length; row += 1) {
    const text = values[row];
    const fast = text === undefined ? undefined : smallDecimal(text);
    if (fast !== undefined) {
      units[row] = fast;
      continue;
    }
    if (optional && text === undefined) {
      missing += 1;
      continue;
    }
    const read = text === undefined ? undefined : readMoney(text);
    if (read === undefined) return faulty(row, text);
    units[row] = Number.NaN;
    exact.set(row, read.money);
    lost += read.lost;
  }
  return { column: { scale: TEXT_SCALE, units, exact, lost, missing } };
}

const POWERS: readonly number[] = Array.from({ length: TEXT_SCALE + 1 }, (_, power) => 10 ** power);

/** `-12.50` as a count of 10^-12, when digits and count stay below 2^52; undefined otherwise. */
function smallDecimal(text: string): number | undefined {
  if (text.length > 17) return undefined;
  const negative = text.startsWith("-");
  const point = text.indexOf(".");
  const decimals = point < 0 ? 0 : text.length - point - 1;
  const digits = digitsOf(text, negative ? 1 : 0, point);
  if (digits === undefined || decimals > TEXT_SCALE) return undefined;
  const units = digits * (POWERS[TEXT_SCALE - decimals] ?? 0);
  if (units >= ROOM) return undefined;
  return negative ? -units : units;
}

/** The digits of `text` from `from` on as one number, without the point; undefined unless 1 to 15 digits. */
function digitsOf(text: string, from: number, point: number): number | undefined {
  let digits = 0;
  let seen = 0;
  for (let at = from; at < text.length; at += 1) {
    if (at === point) continue;
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return undefined;
    digits = digits * 10 + digit;
    seen += 1;
  }
  return seen > 0 && seen <= 15 ? digits : undefined;
}

const isAbsent = (value: unknown): boolean => value === null || value === undefined;

const faulty = (row: number, value: unknown): ReadAmounts => ({
  column: { scale: 0, units: new Float64Array(0), exact: new Map(), lost: 0n, missing: 0 },
  fault: { row, found: textOf(value) },
});

const textOf = (value: unknown): string =>
  value === null || value === undefined
    ? "no value"
    : `"${value instanceof Uint8Array ? "bytes" : String(value).slice(0, 60)}"`;
