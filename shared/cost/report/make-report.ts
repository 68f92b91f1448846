import type { Catalog } from "#shared/catalog/catalog.ts";
import type { CostImport } from "#shared/cost/import.ts";
import type { Month } from "#shared/cost/ledger.ts";
import type { BlobStore } from "#shared/cost/ports.ts";
import { buildReport, type NoData } from "#shared/cost/report/build-report.ts";
import type { CostReport } from "#shared/cost/report/cost-report.ts";
import type { CostReportStore, RenderedReport, RenderReport } from "#shared/cost/report/ports.ts";
import {
  basisOf,
  currenciesOf,
  type MixedCurrencies,
  type ReadYearDeps,
  readYear,
} from "#shared/cost/report/read-year.ts";
import { bookOf } from "#shared/cost/report/report-book.ts";
import type { Edition, PeriodCost } from "#shared/cost/report/report-input.ts";
import {
  listedFor,
  type OwnBill,
  ownBills,
  periodsBy,
  type ReportPeriodsDeps,
} from "#shared/cost/report/report-periods.ts";
import {
  finalityOf,
  type KeptFile,
  type ReportBasis,
  type ReportRecord,
  reportIdOf,
  sameBasis,
} from "#shared/cost/report/report-record.ts";
import { err, ok, type Result } from "#shared/kernel/result.ts";
import type { Clock } from "#shared/kernel/time.ts";
import type { RunStore } from "#shared/runs/ports.ts";
import type { Stored } from "#shared/storage/record.ts";

export type MakeReportDeps = ReadYearDeps &
  ReportPeriodsDeps & {
    readonly reports: CostReportStore;
    readonly runs: Pick<RunStore, "endedIn">;
    readonly blobs: BlobStore;
    readonly render: RenderReport;
    readonly catalog: { current(): Promise<Catalog> };
    readonly clock: Clock;
  };

export type ReportAsked = {
  readonly report: string;
  readonly title: string;
  readonly month: Month;
  readonly by: string;
};

export type Made = { readonly record: ReportRecord; readonly made: boolean };

/** Others keep making versions of it: try again. */
export type Contended = { readonly kind: "contended" };

/**
 * The report of a month as it is now: made when there is something new to say, else the newest version.
 *
 * A DRAFT is followed by the next version when what it says changes, and is made by the catalogue of now: kept bills
 * that were attributed by another are attributed anew, unless a report of the month is closed. A FINAL (or RESTATED) never changes: only
 * when a later import brought other bills for its month, a RESTATED version follows, with the difference by
 * cause. Rules and selectors that changed since cannot reach it.
 */
export async function makeReport(
  asked: ReportAsked,
  deps: MakeReportDeps,
): Promise<Result<Made, NoData | MixedCurrencies | Contended>> {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const next = await newest(asked, deps);
    if (!next.ok || !next.value.made) return next;
    if (await deps.reports.create(next.value.record, asked.by)) return next;
  }
  return err({ kind: "contended" });
}

/** The newest version, or the next one, written but not yet counted. */
async function newest(asked: ReportAsked, deps: MakeReportDeps): Promise<Result<Made, NoData | MixedCurrencies>> {
  const listed = await listedFor(asked.month, deps);
  // Together: rows that are asked for at once are read by one call.
  const [latest, catalog, bills] = await Promise.all([
    deps.reports.latest(asked.report, asked.month),
    deps.catalog.current(),
    ownBills(asked.month, listed, deps),
  ]);
  const { earlier, own } = await periodsBy(catalog, { ...asked, listed, own: bills }, deps);
  const periods = [...earlier, ...own.map(({ period }) => period)];
  const basis = basisOf(periods, asked.month);
  if (latest !== undefined && !mayDiffer(latest.value, basis)) return ok({ record: latest.value, made: false });
  const currencies = currenciesOf(periods, asked.month);
  const [currency] = currencies;
  if (currency === undefined) return err({ kind: "no-data", month: asked.month });
  if (currencies.length > 1) return err({ kind: "mixed-currencies", currencies });
  const year = await readYear({ month: asked.month, currency, periods, catalog }, deps);
  return nextVersion({ asked, latest, basis, imports: importsOf(basis, own), currency, catalog, year }, deps);
}

/** The imports behind a basis, in its order; one delivery may bring the bills of several sources. */
function importsOf(basis: readonly ReportBasis[], own: readonly OwnBill[]): readonly CostImport[] {
  const byId = new Map(own.flatMap(({ made }) => (made === undefined ? [] : [[made.id, made] as const])));
  return [...new Set(basis.map((each) => each.import))].flatMap((id) => byId.get(id) ?? []);
}

/** A closed version waits for other bills; a draft also for its tenth day, and for whatever else may have changed. */
const mayDiffer = (latest: ReportRecord, basis: readonly ReportBasis[]): boolean =>
  latest.state === "DRAFT" || (basis.length > 0 && !sameBasis(latest.basis, basis));

type Making = {
  readonly asked: ReportAsked;
  readonly latest: Stored<ReportRecord> | undefined;
  readonly basis: readonly ReportBasis[];
  /** Those of the basis. */
  readonly imports: readonly CostImport[];
  readonly currency: string;
  readonly catalog: Catalog;
  readonly year: readonly PeriodCost[];
};

async function nextVersion(making: Making, deps: MakeReportDeps): Promise<Result<Made, NoData>> {
  const { asked, latest, basis, imports, currency, catalog, year } = making;
  const now = year.find(({ period }) => period === asked.month);
  if (now === undefined) return err({ kind: "no-data", month: asked.month });
  const edition = editionOf(making, now, deps);
  const restates = await restatedLines(latest?.value, deps);
  const book = bookOf(catalog);
  const built = buildReport({
    edition,
    month: asked.month,
    currency,
    periods: year,
    book,
    runs: await deps.runs.endedIn(asked.month),
    imports,
    ...(restates === undefined ? {} : { restates }),
  });
  if (!built.ok) return built;
  const rendered = await deps.render(built.value, { now, book });
  const before = latest?.value;
  if (before?.content === rendered.content && before.state === edition.state)
    return ok({ record: before, made: false });
  const files = await kept(edition.id, rendered, deps);
  return ok({ record: recordOf(built.value, { edition, basis, rendered, files }), made: true });
}

function editionOf({ asked, latest }: Making, now: PeriodCost, { clock }: MakeReportDeps): Edition {
  const version = (latest?.value.version ?? 0) + 1;
  const madeAt = clock.now();
  const head = { id: reportIdOf({ ...asked, version }), report: asked.report, title: asked.title, version, madeAt };
  if (latest !== undefined && latest.value.state !== "DRAFT") {
    const because = `later bills changed what version ${latest.value.version} says`;
    return { ...head, state: "RESTATED", because };
  }
  const { final, because } = finalityOf(asked.month, now.lines, madeAt);
  return { ...head, state: final ? "FINAL" : "DRAFT", because };
}

/** The lines of the closed version that the next one restates: its own ledgers, which are kept. */
async function restatedLines(latest: ReportRecord | undefined, { imports }: MakeReportDeps) {
  if (latest === undefined || latest.state === "DRAFT") return undefined;
  const ledgers = await Promise.all(latest.basis.map(({ ledger }) => imports.ledger(ledger)));
  return { version: latest.version, lines: ledgers.flatMap(({ lines }) => lines) };
}

/** Kept below their own digest: a version that loses the race for its number leaves nothing in the way. */
async function kept(id: string, { files }: RenderedReport, { blobs }: MakeReportDeps): Promise<readonly KeptFile[]> {
  const all: KeptFile[] = [];
  for (const { name, text, bytes, sha256 } of files) {
    const key = `reports/${id}/${sha256}/${name}`;
    await blobs.put(key, once(new TextEncoder().encode(text)));
    all.push({ name, bytes, sha256, key });
  }
  return all;
}

async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}

type RecordParts = {
  readonly edition: Edition;
  readonly basis: readonly ReportBasis[];
  readonly rendered: RenderedReport;
  readonly files: readonly KeptFile[];
};

function recordOf(
  { tie, currency, month }: CostReport,
  { edition, basis, rendered, files }: RecordParts,
): ReportRecord {
  const { title: _, ...head } = edition;
  const { billed, effective, workloads, pools, unallocated } = tie;
  return {
    ...head,
    month,
    currency,
    content: rendered.content,
    basis,
    totals: { billed, effective, workloads, pools, unallocated },
    tied: tie.tied,
    tie: tie.differences,
    roundingLost: tie.roundingLost,
    files,
  };
}
