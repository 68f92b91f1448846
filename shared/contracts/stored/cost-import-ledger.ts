import * as z from "zod";
import { StoredAmounts, StoredDay, StoredMonth } from "#shared/contracts/stored/cost-field.ts";
import { amountsJson } from "#shared/cost/amounts.ts";
import { type Bearer, CHARGE_CATEGORIES, type LedgerLine, POOLS, type ResourceLine } from "#shared/cost/ledger.ts";
import type { PeriodLedger } from "#shared/cost/ports.ts";

const StoredBearer: z.ZodType<Bearer> = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("workload"), workload: z.string() }),
  z.strictObject({ kind: z.literal("team"), team: z.string() }),
  z.strictObject({ kind: z.literal("account"), account: z.string() }),
  z.strictObject({ kind: z.literal("dataset"), dataset: z.string() }),
  z.strictObject({ kind: z.literal("pool"), pool: z.enum(POOLS) }),
  z.strictObject({ kind: z.literal("shared"), rule: z.string() }),
  z.strictObject({
    kind: z.literal("unallocated"),
    because: z.discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("no-selector") }),
      z.strictObject({ kind: z.literal("tie"), between: z.array(z.string()) }),
      z.strictObject({ kind: z.literal("zero-weights"), rule: z.string() }),
      z.strictObject({ kind: z.literal("no-meter"), rule: z.string(), meter: z.string() }),
    ]),
  }),
]);

const Rows = z.int().nonnegative();

const StoredLine = z.strictObject({
  is: z.literal("line"),
  day: StoredDay,
  period: StoredMonth,
  bearer: StoredBearer,
  rule: z.string(),
  provider: z.string(),
  service: z.string(),
  subAccount: z.string(),
  category: z.enum(CHARGE_CATEGORIES),
  correction: z.boolean(),
  invoice: z.exactOptional(z.string()),
  amounts: StoredAmounts,
  rows: Rows,
});

const StoredResource = z.strictObject({
  is: z.literal("resource"),
  period: StoredMonth,
  bearer: StoredBearer,
  service: z.string(),
  resource: z.exactOptional(z.string()),
  job: z.exactOptional(z.string()),
  amounts: StoredAmounts,
  rows: Rows,
});

const StoredHead = z.strictObject({
  is: z.literal("ledger"),
  version: z.literal(1),
  period: StoredMonth,
  currency: z.string().length(3),
});

const StoredEntry = z.discriminatedUnion("is", [StoredHead, StoredLine, StoredResource]);

/** A ledger as the lines of its blob: a head, then one JSON per line of the ledger, then the resources. */
export function* ledgerTexts({ period, currency, lines, resources }: PeriodLedger): Iterable<string> {
  yield JSON.stringify({ is: "ledger", version: 1, period, currency });
  for (const line of lines) yield JSON.stringify({ is: "line", ...line, amounts: amountsJson(line.amounts) });
  for (const line of resources) yield JSON.stringify({ is: "resource", ...line, amounts: amountsJson(line.amounts) });
}

/** The ledger that {@link ledgerTexts} wrote. @throws when a line is not of this shape */
export function ledgerOfTexts(texts: Iterable<string>): PeriodLedger {
  const lines: LedgerLine[] = [];
  const resources: ResourceLine[] = [];
  let head: z.infer<typeof StoredHead> | undefined;
  for (const text of texts) {
    const entry = StoredEntry.parse(JSON.parse(text));
    if (entry.is === "ledger") head = entry;
    else if (entry.is === "line") lines.push(withoutIs(entry));
    else resources.push(withoutIs(entry));
  }
  if (head === undefined) throw new Error("Cannot read a ledger: it has no head");
  return { period: head.period, currency: head.currency, lines, resources };
}

const withoutIs = <Entry extends { readonly is: string }>({ is: _is, ...rest }: Entry): Omit<Entry, "is"> => rest;
