import type { Catalog } from "#shared/catalog/catalog.ts";
import type { CostImport, CostPeriod } from "#shared/cost/import.ts";
import type { Month } from "#shared/cost/ledger.ts";
import type { CostImportStore } from "#shared/cost/ports.ts";
import {
  isAttributedBy,
  type ReattributeDeps,
  type Reattribution,
  reattributePeriod,
} from "#shared/cost/reattribute.ts";
import { thirteenMonths } from "#shared/cost/report/months.ts";
import type { CostReportStore } from "#shared/cost/report/ports.ts";
import { paginate } from "#shared/kernel/page.ts";
import type { Stored } from "#shared/storage/record.ts";

export type ReportPeriodsDeps = ReattributeDeps & {
  readonly imports: Pick<CostImportStore, "listed">;
  readonly reports: Pick<CostReportStore, "list">;
};

/** A source's bill of the report's own month, with the import that counts in it. */
export type OwnBill = { readonly period: CostPeriod; readonly made: CostImport | undefined };

/** What a report goes over: its own month as it is, the twelve before it as they are listed. */
export type ReportPeriods = { readonly earlier: readonly CostPeriod[]; readonly own: readonly OwnBill[] };

type Listed = readonly Stored<CostPeriod>[];

/** The thirteen months up to `month` as an index has them, by one call. */
export function listedFor(month: Month, { imports }: Pick<ReportPeriodsDeps, "imports">): Promise<Listed> {
  return imports.listed({ first: thirteenMonths(month)[0] ?? month, last: month });
}

/**
 * The bills of the report's own month: each row, and the import that it names where it is listed, asked for at once.
 * The list may be a moment behind, so a row that has moved on since brings its import by another call.
 */
export async function ownBills(
  month: Month,
  listed: Listed,
  { imports }: Pick<ReportPeriodsDeps, "imports">,
): Promise<readonly OwnBill[]> {
  const rows = listed.map(({ value }) => value).filter(({ period }) => period === month);
  return Promise.all(
    rows.map(async (row) => {
      const [stored, found] = await Promise.all([imports.period(row.source, month), imports.find(countedIn(row))]);
      const period = stored?.value ?? row;
      return { period, made: found?.id === countedIn(period) ? found : await imports.find(countedIn(period)) };
    }),
  );
}

/** The id of the import whose rows count. */
const countedIn = ({ versions }: CostPeriod): string => versions.at(-1)?.import ?? "";

type Asked = { readonly month: Month; readonly by: string };

/** All periods, those of the month attributed by this catalogue while no report of it is closed. */
export async function periodsBy(
  catalog: Catalog,
  { month, by, listed, own }: Asked & { readonly listed: Listed; readonly own: readonly OwnBill[] },
  deps: ReportPeriodsDeps,
): Promise<ReportPeriods> {
  const earlier = listed.map(({ value }) => value).filter(({ period }) => period !== month);
  const otherwise = own.filter(({ period, made }) => !isAttributedBy(catalog, period, made));
  if (otherwise.length === 0 || (await anyClosed(month, deps))) return { earlier, own };
  const outcomes: Reattribution[] = [];
  for (const { period } of otherwise) {
    outcomes.push(await reattributePeriod({ source: period.source, period: month, by }, catalog, deps));
  }
  return { earlier, own: outcomes.includes("attributed-anew") ? await ownBills(month, listed, deps) : own };
}

/** Whether some report of the month can have been booked. */
async function anyClosed(month: Month, { reports }: ReportPeriodsDeps): Promise<boolean> {
  for await (const { items } of paginate((from) => reports.list({ month, limit: 100, ...from }))) {
    if (items.some(({ state }) => state !== "DRAFT")) return true;
  }
  return false;
}
