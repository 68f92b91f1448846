import { subtractAmounts } from "#shared/cost/amounts.ts";
import { refuseStandIn } from "#shared/cost/day-zero/delivered.ts";
import type { CostImport, CostPeriod, ImportedPeriod, PeriodVersion } from "#shared/cost/import.ts";
import type { CostImportStore } from "#shared/cost/ports.ts";
import { readAlike } from "#shared/cost/reading.ts";
import { refuseOtherCurrency } from "#shared/cost/refuse-import.ts";
import type { Month } from "#shared/kernel/calendar.ts";
import { Contention } from "#shared/kernel/contention.ts";
import type { Stored } from "#shared/storage/record.ts";

export type Ingested =
  | { readonly kind: "taken-in"; readonly import: CostImport; readonly superseded: readonly PeriodVersion[] }
  /**
   * The same files were taken in before: nothing was changed. They do not count in the periods of `replacedIn`, where
   * later bills stand; nobody is told "unchanged" of that without being told.
   */
  | { readonly kind: "unchanged"; readonly import: CostImport; readonly replacedIn: readonly Month[] };

/** The rows of these months as an index lists them, of every source: perhaps a moment old. */
export async function listedIn(
  months: readonly Month[],
  imports: Pick<CostImportStore, "listed">,
): Promise<readonly Stored<CostPeriod>[]> {
  const [first, last] = [months[0], months.at(-1)];
  return first === undefined || last === undefined ? [] : imports.listed({ first, last });
}

/** What is known of an import and its months before anything is written. */
export type Committing = {
  /** Billing accounts that the bill is of. */
  readonly accounts: readonly string[];
  readonly listed: readonly Stored<CostPeriod>[];
  /** Earlier imports of the same files, read alike. */
  readonly earlier: ReadonlySet<string>;
  readonly by: string;
  readonly imports: CostImportStore;
};

/**
 * A period's row as the first attempt takes it is the one that was listed, and none where none was: each is written on
 * the condition that it is so, and read by its key where it is not. Files that came before leave rows unwritten that
 * have them already, which no condition covers: those are read in any case.
 */
async function rowOf(
  { source, period }: Pick<CostPeriod, "source" | "period">,
  { attempt, earlier, listed, imports }: Omit<Committing, "accounts" | "by"> & { readonly attempt: number },
): Promise<Stored<CostPeriod> | undefined> {
  if (attempt > 0 || earlier.size > 0) return imports.period(source, period);
  return listed.find(({ value }) => value.source === source && value.period === period);
}

/**
 * Makes an import count, by one transaction with the periods that it is of.
 *
 * @throws BillRefused when its currency is another than its periods have, or it would stand in for a delivery
 * @throws Contention when the periods keep changing
 */
export async function committed(
  made: CostImport,
  { accounts, listed, earlier, by, imports }: Committing,
): Promise<Ingested> {
  const { source } = made;
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const all = await Promise.all(
      made.periods.map(async (imported) => {
        const row = { source, period: imported.period };
        const stored = await rowOf(row, { attempt, earlier, listed, imports });
        refuseOtherCurrency(made, stored?.value);
        return { stored, value: nextPeriod(made, imported, { stored, accounts }) };
      }),
    );
    await refuseStandIn(
      made,
      all.map(({ stored }) => stored?.value),
      imports,
    );
    // Where the same files count already, nothing is new.
    const next = all.filter(({ stored }) => !earlier.has(stored?.value.versions.at(-1)?.import ?? ""));
    if (await imports.commit({ made, periods: next, by })) {
      const superseded = next
        .filter(({ stored }) => stored !== undefined)
        .flatMap(({ value }) => value.versions.at(-1) ?? []);
      return { kind: "taken-in", import: made, superseded };
    }
    const before = await imports.find(made.id);
    if (before !== undefined && readAlike(before, made)) return { kind: "unchanged", import: before, replacedIn: [] };
    if (before !== undefined) break;
  }
  throw new Contention(
    `Cannot take in import ${made.id}: its periods keep changing, or somebody reads the same files otherwise`,
  );
}

function nextPeriod(
  made: CostImport,
  { period, rows, totals, ledger }: ImportedPeriod,
  { stored, accounts }: { readonly stored: Stored<CostPeriod> | undefined; readonly accounts: readonly string[] },
): CostPeriod {
  const versions = stored?.value.versions ?? [];
  const last = versions.at(-1);
  const version: PeriodVersion = {
    version: versions.length + 1,
    import: made.id,
    rows,
    totals,
    ledger,
    takenInAt: made.takenInAt,
    ...(last === undefined
      ? {}
      : { difference: { rows: rows - last.rows, totals: subtractAmounts(totals, last.totals) } }),
  };
  return { source: made.source, period, currency: made.currency, accounts, versions: [...versions, version] };
}
