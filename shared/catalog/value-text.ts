import { unitAt } from "#shared/catalog/document-units.ts";
import { formatDuration } from "#shared/kernel/duration.ts";
import { attos, exactDecimal } from "#shared/kernel/money.ts";
import { formatShare, share } from "#shared/kernel/share.ts";
import { millis } from "#shared/kernel/time.ts";

/** A value of a document in one line, as people write it: `500 USD`, `4h`, `62.5%`. Its pointer says what a number counts. */
export function valueText(value: unknown, pointer: string): string {
  const text = written(value, pointer);
  // A quantity stands as it is written; what was a text keeps its quotes.
  return typeof text === "string" && typeof value !== "string" ? text : (JSON.stringify(text) ?? "nothing");
}

/** A document, or the part of it at a pointer, with every quantity as it is written in the files. */
export function written(value: unknown, pointer = ""): unknown {
  if (typeof value === "number") return quantityText(value, pointer);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((each, at) => written(each, `${pointer}/${at}`));
  const amount = amountOf(value);
  if (amount !== undefined) return amount;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, written(part, `${pointer}/${key}`)]));
}

function quantityText(count: number, pointer: string): number | string {
  switch (unitAt(pointer)) {
    case "duration":
      return formatDuration(millis(count));
    case "share":
      return formatShare(share(count));
    default:
      return count;
  }
}

/** The amount that a JSON value is, as plans and documents carry money; undefined when it is none. */
function amountOf(value: object): string | undefined {
  if (!("money" in value && "currency" in value)) return undefined;
  const { money, currency } = value;
  if (typeof money !== "object" || money === null || !("attos" in money)) return undefined;
  const count = String(money.attos);
  return /^-?\d+$/.test(count) ? `${exactDecimal(attos(BigInt(count)))} ${String(currency)}` : undefined;
}
