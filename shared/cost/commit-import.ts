import { subtractAmounts } from "#shared/cost/amounts.ts";
import { broughtBy } from "#shared/cost/billing-account.ts";
import { refuseStandIn } from "#shared/cost/day-zero/delivered.ts";
import type { CostImport, CostPeriod, ImportedPeriod, PeriodVersion } from "#shared/cost/import.ts";
import type { CostImportStore } from "#shared/cost/ports.ts";
import { readAlike } from "#shared/cost/reading.ts";
import { refuseOtherCurrency, refuseOverlap, refuseTooMany } from "#shared/cost/refuse-import.ts";
import { type Billing, type Standing, standingFor } from "#shared/cost/standing.ts";
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

/** What is known of an import before anything is written. */
export type Committing = {
  readonly billing: Billing;
  readonly standing: Standing;
  /** Earlier imports of the same files, read alike. */
  readonly earlier: ReadonlySet<string>;
  readonly by: string;
  readonly imports: CostImportStore;
};

/**
 * Makes an import count, by one transaction with the periods that it is of and the billing accounts that it brings:
 * each is written on the condition that it is as it was read, and all are read anew where one is not.
 *
 * @throws BillRefused when another source brings an account of it, its currency is another than its periods have, or
 * it would stand in for a delivery
 * @throws Contention when the periods keep changing
 */
export async function committed(made: CostImport, committing: Committing): Promise<Ingested> {
  const { billing, earlier, by, imports } = committing;
  let { standing } = committing;
  const first = made.files[0]?.name ?? "";
  for (let attempt = 0; attempt < 5; attempt += 1) {
    // Files that came before leave rows unwritten that have them already, which no condition covers.
    if (attempt > 0 || earlier.size > 0) standing = await standingFor(billing, imports);
    refuseTooMany(billing, first, standing.left);
    refuseOverlap(standing, billing, first);
    const all = made.periods.map((imported) => {
      const stored = standing.periods.get(imported.period);
      refuseOtherCurrency(made, stored?.value);
      return { stored, value: nextPeriod(made, imported, { stored, accounts: billing.accounts }) };
    });
    await refuseStandIn(
      made,
      all.map(({ stored }) => stored?.value),
      imports,
    );
    // Where the same files count already, nothing is new.
    const next = all.filter(({ stored }) => !earlier.has(stored?.value.versions.at(-1)?.import ?? ""));
    if (await imports.commit({ made, periods: next, accounts: accountsAfter(billing, standing), by })) {
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

/** Who brings the accounts of the bill from now on, and those that it has no more. */
function accountsAfter({ source, months: periods }: Billing, { accounts, left }: Standing) {
  const brought = { source, periods };
  return [
    ...accounts.map(({ stored, value }) => ({ stored, value: broughtBy(value, { ...brought, left: false }) })),
    ...left.map(({ stored, value }) => ({ stored, value: broughtBy(value, { ...brought, left: true }) })),
  ];
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
