/**
 * Money is an integer count of attos: 1 USD is 10^18 attos of USD.
 *
 * A float cannot hold 0.1 USD, and a budget line that is wrong by a cent is a budget line nobody
 * trusts. Real exports carry 11 to 18 decimals (FOCUS sample 11, Azure 14, OCI 18), so nothing is
 * rounded on the way in; {@link formatMoney} rounds once, for a reader.
 */
export type Money = bigint & { readonly unit: "10^-18 of a currency" };

const DECIMALS = 18;
const ONE = 10n ** BigInt(DECIMALS);

export const attos = (count: bigint): Money => count as Money;

export const ZERO: Money = attos(0n);

export const addMoney = (left: Money, right: Money): Money => (left + right) as Money;

export const subtractMoney = (left: Money, right: Money): Money => (left - right) as Money;

export const sumMoney = (amounts: Iterable<Money>): Money => {
  let total = 0n;
  for (const amount of amounts) total += amount;
  return total as Money;
};

/** An amount as read, and what rounding to 10^-18 took away, in units of 10^-36 (0n when nothing). */
export type ReadMoney = { readonly money: Money; readonly lost: bigint };

/**
 * Reads a decimal text such as `-12.50`, `.5` or `1.2E-7`, exactly to 18 decimals.
 *
 * Digits past the 18th are rounded half-even, once, and reported as `lost`. Anything that is not a
 * finite decimal number, or is 10^21 and more, is undefined: never zero.
 */
export function readMoney(text: string): ReadMoney | undefined {
  const match = /^([+-]?)(\d{0,40})(?:\.(\d{0,60}))?(?:[eE]([+-]?\d{1,3}))?$/.exec(text);
  if (match === null) return undefined;
  const [, sign, whole = "", fraction = "", exponent = "0"] = match;
  if (whole === "" && fraction === "") return undefined;
  const digits = BigInt(whole + fraction);
  const scale = fraction.length - Number(exponent);
  const read = scaled(digits, scale);
  if (read === undefined || read.money >= 10n ** 39n) return undefined;
  return sign === "-" ? { money: attos(-read.money), lost: -read.lost } : read;
}

/** {@link readMoney} where nothing may be lost: undefined past 18 decimals too. */
export function parseMoney(text: string): Money | undefined {
  const read = readMoney(text);
  return read?.lost === 0n ? read.money : undefined;
}

/** The exact decimal text, no trailing zeros: `-12.5`, `0`, `0.000000000000000001`. */
export function exactDecimal(money: Money): string {
  const size = money < 0n ? -money : money;
  const fraction = (size % ONE).toString().padStart(DECIMALS, "0").replace(/0+$/, "");
  const whole = (size / ONE).toString();
  return `${money < 0n ? "-" : ""}${whole}${fraction === "" ? "" : `.${fraction}`}`;
}

/** For a reader: rounded half-even to `digits` decimals (0 to 18), grouped by thousands, `-` for a debt. */
export function formatMoney(money: Money, digits = 2): string {
  const step = 10n ** BigInt(DECIMALS - digits);
  const size = money < 0n ? -money : money;
  const rounded = divideHalfEven(size, step)
    .toString()
    .padStart(digits + 1, "0");
  const whole = rounded.slice(0, rounded.length - digits).replace(/\B(?=(\d{3})+$)/g, ",");
  const fraction = digits === 0 ? "" : `.${rounded.slice(rounded.length - digits)}`;
  const sign = money < 0n && /[1-9]/.test(rounded) ? "-" : "";
  return `${sign}${whole}${fraction}`;
}

function scaled(digits: bigint, scale: number): ReadMoney | undefined {
  if (scale < -DECIMALS * 2 || scale > 200) return undefined;
  if (scale <= DECIMALS) return { money: attos(digits * 10n ** BigInt(DECIMALS - scale)), lost: 0n };
  const step = 10n ** BigInt(scale - DECIMALS);
  const money = divideHalfEven(digits, step);
  const rest = digits - money * step;
  // The remainder is reported at 10^-36, where the longest real export still is exact.
  const lost = scale <= 36 ? rest * 10n ** BigInt(36 - scale) : rest / 10n ** BigInt(scale - 36);
  return { money: attos(money), lost };
}

function divideHalfEven(count: bigint, step: bigint): bigint {
  const quotient = count / step;
  const twice = (count % step) * 2n;
  if (twice < step) return quotient;
  if (twice > step) return quotient + 1n;
  return quotient % 2n === 0n ? quotient : quotient + 1n;
}
