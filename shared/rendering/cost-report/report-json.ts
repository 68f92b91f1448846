import type { CostReport, Figure } from "#shared/cost/report/cost-report.ts";
import type { Json, JsonObject } from "#shared/kernel/json.ts";
import { exactDecimal, type Money } from "#shared/kernel/money.ts";

type Value = Json | bigint | undefined | readonly Value[] | { readonly [key: string]: Value };

/** Where the rows behind a figure are. */
const rowsOf = (id: string, figure: string): string =>
  `/v1/cost/reports/${encodeURIComponent(id)}/rows?figure=${encodeURIComponent(figure)}`;

/** The report as JSON: amounts as exact decimal texts, each of the five numbers with its currency and rows. */
export const reportJson = (report: CostReport): JsonObject => ({
  ...(plain(report) as JsonObject),
  numbers: report.numbers.map((figure) => figureJson(figure, report)),
});

/** {@link reportJson} as the bytes of `report.json`: keys in order, one to a line, so that two versions compare well. */
export const reportJsonText = (report: CostReport): string =>
  `${JSON.stringify(sorted(reportJson(report)), null, 1)}\n`;

const figureJson = ({ id, amount, rows, formula }: Figure, { id: report, currency }: CostReport): JsonObject => ({
  id,
  ...(amount === undefined ? {} : { amount: exactDecimal(amount) }),
  currency,
  rows: { href: rowsOf(report, id), count: rows },
  formula,
});

function plain(value: Value): Json {
  if (typeof value === "bigint") return exactDecimal(value as Money);
  if (value === null || value === undefined || typeof value !== "object") return value ?? null;
  if (Array.isArray(value)) return value.map((each: Value) => plain(each));
  const members = Object.entries(value as { [key: string]: Value }).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members.map(([key, member]) => [key, plain(member)]));
}

/** Keys in code-unit order, all the way down: one text per value. */
export function sorted(value: Json): Json {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map((each: Json) => sorted(each));
  const members = Object.entries(value as JsonObject).toSorted(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(members.map(([key, member]) => [key, sorted(member)]));
}
