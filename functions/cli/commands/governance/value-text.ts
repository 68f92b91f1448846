import { attos, exactDecimal } from "#shared/kernel/money.ts";

/** A value of a document in one line, money as people write it: `500 USD`. */
export function valueText(value: unknown): string {
  return amountOf(value) ?? JSON.stringify(value, (_, part: unknown) => amountOf(part) ?? part) ?? "nothing";
}

/** The amount that a JSON value is, as plans and documents carry money; undefined when it is none. */
function amountOf(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null || !("money" in value) || !("currency" in value)) return undefined;
  const { money, currency } = value;
  if (typeof money !== "object" || money === null || !("attos" in money)) return undefined;
  const count = String(money.attos);
  return /^-?\d+$/.test(count) ? `${exactDecimal(attos(BigInt(count)))} ${String(currency)}` : undefined;
}
