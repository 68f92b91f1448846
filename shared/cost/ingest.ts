import { sumAmounts } from "#shared/cost/amounts.ts";
import { type Refusal, refuse } from "#shared/cost/batch.ts";
import type { Attribution } from "#shared/cost/bill-owner.ts";
import { committed, type Ingested } from "#shared/cost/commit-import.ts";
import { inOneCurrency } from "#shared/cost/currency.ts";
import { type Delivery, openDelivery, type ReadManifest, unlessRefused } from "#shared/cost/delivery.ts";
import {
  billKeyOf,
  type CostImport,
  type CostPeriod,
  type ImportedFile,
  type ImportedPeriod,
} from "#shared/cost/import.ts";
import type { LedgerLine, ResourceLine } from "#shared/cost/ledger.ts";
import type { BillReader, BlobStore, CostImportStore, SpendSource } from "#shared/cost/ports.ts";
import { readBills } from "#shared/cost/read-bills.ts";
import { keptOf, type Said } from "#shared/cost/reading.ts";
import { refuseElsewhere, refuseOverlap, refuseTooMany } from "#shared/cost/refuse-import.ts";
import { sameFiles } from "#shared/cost/same-files.ts";
import { type Billing, standingFor } from "#shared/cost/standing.ts";
import type { Tallied } from "#shared/cost/tally.ts";
import type { Month } from "#shared/kernel/calendar.ts";
import type { Digest } from "#shared/kernel/digest.ts";
import type { Result } from "#shared/kernel/result.ts";
import type { Clock } from "#shared/kernel/time.ts";

export type IngestInput = Said & {
  /** Files, folders, or a manifest. */
  readonly names: readonly string[];
  /** Who sends: bills of one source and period replace each other. `provider/account` of the bill when absent. */
  readonly source?: string;
  /** Let files that were taken in before count once more, where later ones replaced them. */
  readonly again?: boolean;
  readonly by: string;
};

export type IngestDeps = {
  readonly spend: SpendSource;
  readonly blobs: BlobStore;
  readonly reader: BillReader;
  readonly readManifest: ReadManifest;
  readonly imports: CostImportStore;
  /** By the catalogue of now: asked once for each delivery, so that a changed one counts at once. */
  readonly attribution: () => Promise<Attribution>;
  readonly clock: Clock;
  readonly digest: Digest;
};

/**
 * Takes a delivery in, in whole or not at all: everything is read, checked and added up first, then
 * kept as immutable blobs that nothing points to, and counts by one transaction at the end.
 *
 * A period that the same source sent before is superseded: its next version keeps the difference. Files that were
 * replaced count again only when somebody asks for that: a message that comes late or twice must not undo a correction.
 *
 * The same files with another rate or assumption are a correction too, of the same source and months. What is not said
 * is read as it was last; a reading that another replaced is late, like files that were.
 */
export async function ingest(input: IngestInput, deps: IngestDeps): Promise<Result<Ingested, Refusal>> {
  return unlessRefused(async () => {
    const delivery = await openDelivery(input.names, deps);
    try {
      // Together: rows that are asked for at once are read by one call.
      const [same, attribution] = await Promise.all([sameFiles(delivery, input, deps), deps.attribution()]);
      const { newest, reading, alike, replacedIn, nextId: id } = same;
      const last = alike.at(-1);
      if (last !== undefined && (replacedIn.length === 0 || input.again !== true))
        return { kind: "unchanged", import: last, replacedIn } as const;
      const before = new Set(alike.map((each) => each.id));
      const said = { ...input, ...reading, source: input.source ?? newest?.source };
      const taking = { input: said, deps, attribution, delivery, id, before };
      return await takenIn({ ...taking, ...(newest === undefined ? {} : { newest }) });
    } finally {
      await delivery.close();
    }
  });
}

type Taking = {
  readonly input: Omit<IngestInput, "source"> & { readonly source: string | undefined };
  readonly deps: IngestDeps;
  readonly attribution: Attribution;
  readonly delivery: Delivery;
  readonly id: string;
  /** Earlier imports of the same files, read alike. */
  readonly before: ReadonlySet<string>;
  /** The last import of the same files, however it was read. */
  readonly newest?: CostImport;
};

async function takenIn(taking: Taking): Promise<Ingested> {
  const { input, deps, delivery, id } = taking;
  const { files, tallied } = await read(taking);
  const first = files[0]?.name ?? "";
  const { currency } = tallied;
  if (currency === undefined) throw refuse(first, "every currency in it has a rate; say the currency of the ledger");
  const rates = input.rates ?? new Map();
  const lines = inOneCurrency<LedgerLine>(tallied.lines, { currency, rates });
  const resources = inOneCurrency<ResourceLine>(tallied.resources, { currency, rates });
  const source = input.source ?? tallied.accounts.join("+");
  const months = [...new Set(lines.lines.map(({ period }) => period))].toSorted();
  const billing: Billing = { source, months, accounts: tallied.accounts };
  refuseTooMany(billing, first);
  refuseElsewhere(taking.newest, { source, months, first });
  const standing = await standingFor(billing, deps.imports);
  refuseOverlap(standing, billing, first);
  await keepBills(deps, delivery);
  const takenInAt = deps.clock.now();
  const periods: ImportedPeriod[] = [];
  for (const period of months) {
    const own = lines.lines.filter((line) => line.period === period);
    const ledger = {
      period,
      currency,
      lines: own,
      resources: resources.lines.filter((line) => line.period === period),
    };
    periods.push({ period, ...totalOf(own), ledger: await deps.imports.keepLedger(`${id}/${takenInAt}`, ledger) });
  }
  const made: CostImport = {
    id,
    source,
    currency,
    files,
    ...(delivery.manifest === undefined ? {} : { manifest: delivery.manifest }),
    ...totalOf(lines.lines),
    lost: sumAmounts([tallied.lost, lines.lost]),
    missing: tallied.missing,
    periods,
    takenInAt,
    catalogue: taking.attribution.catalogue,
    ...keptOf(input),
  };
  return committed(made, { billing, standing, earlier: taking.before, by: input.by, imports: deps.imports });
}

const totalOf = (lines: readonly LedgerLine[]) => ({
  rows: lines.reduce((sum, { rows }) => sum + rows, 0),
  totals: sumAmounts(lines.map(({ amounts }) => amounts)),
});

/** Reads and adds up every file; nothing is written. */
async function read({
  input,
  deps: { reader },
  attribution: { owners },
  delivery,
}: Taking): Promise<{ files: readonly ImportedFile[]; tallied: Tallied }> {
  const opened = delivery.files.map(({ file }) => file);
  const { tallied, files: read } = await readBills(opened, { ...input, ...owners, reader });
  const files = delivery.files.map(async ({ file, sha256 }, at) => {
    const { rows = 0, extraColumns = [] } = read[at] ?? {};
    return { name: file.name, sha256, bytes: file.bytes, format: await reader.formatOf(file), rows, extraColumns };
  });
  return { files: await Promise.all(files), tallied };
}

async function keepBills({ blobs }: IngestDeps, { files }: Delivery): Promise<void> {
  for (const { file, sha256 } of files) {
    const kept = await blobs.put(billKeyOf(sha256), file.chunks());
    if (kept.sha256 !== sha256) throw refuse(file.name, "it changed while it was read; send it again when it is whole");
  }
}

/** What a month has of bills: `missing` is not nothing, it is not known. */
export type MonthOfBills = "missing" | { readonly periods: readonly CostPeriod[] };

/** The bills of a month, of every source. A month that nobody sent is missing, never zero. */
export async function billsOf(period: Month, { imports }: Pick<IngestDeps, "imports">): Promise<MonthOfBills> {
  const periods = (await imports.periods()).filter((each) => each.period === period);
  return periods.length === 0 ? "missing" : { periods };
}
