import type { Catalog } from "#shared/catalog/catalog.ts";
import { NotConserved } from "#shared/cost/allocate.ts";
import { NO_AMOUNTS, sameAmounts, sumAmounts } from "#shared/cost/amounts.ts";
import { BillRefused } from "#shared/cost/batch.ts";
import { billOwnersOf } from "#shared/cost/bill-owner.ts";
import { inOneCurrency } from "#shared/cost/currency.ts";
import {
  billKeyOf,
  type CostImport,
  type CostPeriod,
  type LedgerRef,
  type PeriodVersion,
} from "#shared/cost/import.ts";
import type { LedgerLine, Month, ResourceLine } from "#shared/cost/ledger.ts";
import type { BillReader, BlobStore, CostImportStore, OpenFile, PeriodLedger } from "#shared/cost/ports.ts";
import { readBills } from "#shared/cost/read-bills.ts";
import { Contention } from "#shared/kernel/contention.ts";
import type { Clock } from "#shared/kernel/time.ts";
import type { Stored } from "#shared/storage/record.ts";

export type ReattributeDeps = {
  readonly imports: Pick<CostImportStore, "find" | "period" | "keepLedger" | "reattribute">;
  readonly blobs: Pick<BlobStore, "open">;
  readonly bills: Pick<BillReader, "read">;
  readonly clock: Clock;
};

export type Reattribution =
  /** Some line has another owner, or another rule that says so: the next version holds it. */
  | "attributed-anew"
  /** By this catalogue it is as it stands. */
  | "as-it-was"
  /** Its bills are no longer kept: only the attribution of that time can be known. */
  | "bills-not-kept";

/**
 * Attributes the kept bills of one source and month by `catalog`, where that is another than they were
 * attributed by. The difference is the next version of the period, for the cause "rule change".
 *
 * Whether a month is still open to that is the caller's to say. Only owners move: rows and totals are
 * those of the version before, or nothing is written.
 *
 * @throws NotConserved when the bills add up to something else than they did when they were taken in
 */
export async function reattributePeriod(asked: Asked, catalog: Catalog, deps: ReattributeDeps): Promise<Reattribution> {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const outcome = await attributedOnce(asked, catalog, deps);
    if (outcome !== "moved-meanwhile") return outcome;
  }
  throw new Contention(`Cannot attribute ${asked.period} of "${asked.source}" anew: it keeps changing`);
}

/**
 * Whether a period's last version is by this catalogue. `made` is the import that counts in it; of one that is not
 * known it cannot be told, so it is not.
 */
export function isAttributedBy({ hash }: Pick<Catalog, "hash">, period: CostPeriod, made: CostImport | undefined) {
  if (made === undefined || made.id !== period.versions.at(-1)?.import) return false;
  return (period.catalogue ?? made.catalogue) === hash;
}

type Asked = { readonly source: string; readonly period: Month; readonly by: string };

async function attributedOnce(
  { source, period, by }: Asked,
  catalog: Catalog,
  deps: ReattributeDeps,
): Promise<Reattribution | "moved-meanwhile"> {
  const stored = await deps.imports.period(source, period);
  const last = stored?.value.versions.at(-1);
  const made = last && (await deps.imports.find(last.import));
  if (stored === undefined || last === undefined || made === undefined) return "as-it-was";
  if (isAttributedBy(catalog, stored.value, made)) return "as-it-was";
  const ledger = await ledgerAnew({ made, last, period }, catalog, deps);
  if (ledger === undefined) return "bills-not-kept";
  const kept = await deps.imports.keepLedger(`${made.id}/${catalog.hash.slice(0, 24)}-${deps.clock.now()}`, ledger);
  const value = nextPeriod({ stored, last, kept }, catalog, deps);
  if (!(await deps.imports.reattribute({ stored, value, by }))) return "moved-meanwhile";
  return value.versions.length > stored.value.versions.length ? "attributed-anew" : "as-it-was";
}

type Before = { readonly stored: Stored<CostPeriod>; readonly last: PeriodVersion; readonly kept: LedgerRef };

function nextPeriod({ stored, last, kept }: Before, { hash }: Catalog, { clock }: ReattributeDeps): CostPeriod {
  const { versions } = stored.value;
  if (kept.sha256 === last.ledger.sha256) return { ...stored.value, catalogue: hash };
  const { import: id, rows, totals } = last;
  const version: PeriodVersion = {
    version: versions.length + 1,
    import: id,
    rows,
    totals,
    takenInAt: clock.now(),
    ledger: kept,
    difference: { rows: 0, totals: NO_AMOUNTS },
    cause: "rule change",
  };
  return { ...stored.value, versions: [...versions, version], catalogue: hash };
}

type Kept = { readonly made: CostImport; readonly last: PeriodVersion; readonly period: Month };

/** The ledger of one month of an import, its bills read again as they were taken in. */
async function ledgerAnew(
  { made, last, period }: Kept,
  catalog: Catalog,
  deps: ReattributeDeps,
): Promise<PeriodLedger | undefined> {
  const files: OpenFile[] = [];
  try {
    for (const { name, sha256 } of made.files) {
      const file = await deps.blobs.open(billKeyOf(sha256));
      if (file === undefined) return undefined;
      files.push({ ...file, name });
      if ((await file.sha256()) !== sha256)
        throw new NotConserved(`Cannot read the kept bill "${name}": it was altered`);
    }
    const { currency } = made;
    const rates = new Map(made.rates);
    const reading = { ...billOwnersOf(catalog), reader: deps.bills, assume: new Map(made.assume), rates, currency };
    const { tallied } = await readBills(files, reading);
    const ofPeriod = <Line extends LedgerLine | ResourceLine>(lines: readonly Line[]) =>
      lines.filter((line) => line.period === period);
    const lines = ofPeriod(inOneCurrency<LedgerLine>(tallied.lines, { currency, rates }).lines);
    const resources = ofPeriod(inOneCurrency<ResourceLine>(tallied.resources, { currency, rates }).lines);
    const rows = lines.reduce((sum, line) => sum + line.rows, 0);
    const same = rows === last.rows && sameAmounts(sumAmounts(lines.map(({ amounts }) => amounts)), last.totals);
    if (!same) throw new NotConserved(`Import ${made.id} adds up to something else in ${period} than it did before`);
    return { period, currency, lines, resources };
  } catch (fault) {
    if (fault instanceof BillRefused)
      throw new NotConserved(`A kept bill is refused: ${fault.message}`, { cause: fault });
    throw fault;
  } finally {
    for (const file of files) await file.close();
  }
}
