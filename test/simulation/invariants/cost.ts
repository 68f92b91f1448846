import { canonicalJson } from "#shared/kernel/json.ts";
import type { RowChange, Rows } from "#test/simulation/invariants/rows.ts";

/** The same whatever order the fields are in. */
const textOf = (value: object): string => canonicalJson(JSON.parse(JSON.stringify(value)));

type Say = (sentence: string) => void;

/** Exact decimals of the bills, per file and month, as the simulation itself wrote them. */
export type Billed = ReadonlyMap<string, ReadonlyMap<string, bigint>>;

type Totals = { readonly billed: string };
type Import = {
  readonly id: string;
  readonly files: readonly { readonly name: string }[];
  readonly periods: readonly { readonly period: string; readonly totals: Totals }[];
};
type Version = { readonly version: number; readonly import: string; readonly totals: Totals };
type Period = {
  readonly source: string;
  readonly period: string;
  readonly accounts: readonly string[];
  readonly versions: readonly Version[];
};
type Report = {
  readonly id: string;
  readonly month: string;
  readonly state: string;
  readonly tied: boolean;
  readonly version: number;
  readonly report: string;
  readonly basis: readonly { readonly import: string }[];
  readonly totals: {
    readonly billed: string;
    readonly workloads: string;
    readonly pools: string;
    readonly unallocated: string;
  };
};

/** 10^-18 of the currency: the digits of a decimal, without any help of the code under test. */
export function attosIn(decimal: string): bigint {
  const [whole = "0", part = ""] = decimal.replace("-", "").split(".");
  const attos = BigInt(whole) * 10n ** 18n + BigInt(part.padEnd(18, "0"));
  return decimal.startsWith("-") ? -attos : attos;
}

/** What every write of an import, a period and a report keeps. */
export function checkCostWrite(change: RowChange, { rows, billed }: { rows: Rows; billed: Billed }, say: Say): void {
  switch (change.kind) {
    case "cost-import":
      checkImport(change.after as Import, billed, say);
      break;
    case "cost-period":
      checkPeriod(change, rows, say);
      break;
    case "cost-report":
      checkReport(change, rows, say);
      break;
    default:
  }
}

/** Whole, and exactly what the file says, month by month. */
function checkImport(made: Import, billed: Billed, say: Say): void {
  const [file] = made.files;
  const expected = billed.get(file?.name ?? "");
  if (expected === undefined) {
    say(`cost: import ${made.id} is of "${file?.name}", which must be refused`);
    return;
  }
  const found = new Map(made.periods.map(({ period, totals }) => [period, attosIn(totals.billed)]));
  for (const [month, amount] of expected)
    if (found.get(month) !== amount) say(`cost: import ${made.id} has ${found.get(month)} in ${month}, not ${amount}`);
  if (found.size !== expected.size) say(`cost: import ${made.id} has ${found.size} months of ${expected.size}`);
}

/** Versions are only ever added, each of an import that is there whole. */
function checkPeriod({ id, before, after }: RowChange, rows: Rows, say: Say): void {
  const was = (before as Period | undefined)?.versions ?? [];
  const { period, versions } = after as Period;
  for (const { source } of beside(after as Period, rows))
    say(`cost: ${period} of one account counts by ${id} and ${source}`);
  if (textOf(versions.slice(0, was.length)) !== textOf(was)) say(`cost: an earlier version of ${period} is another`);
  if (versions.length > was.length + 1)
    say(`cost: ${period} has ${versions.length} versions after ${was.length} of ${id}`);
  const last = versions.at(-1);
  const made = rows.get("cost-import", last?.import ?? "") as Import | undefined;
  const own = made?.periods.find((each) => each.period === period);
  if (own?.totals.billed !== last?.totals.billed)
    say(`cost: version ${last?.version} of ${period} is not its import's`);
}

/** A month of a billing account counts by one source. */
const beside = ({ source, period, accounts }: Period, rows: Rows): readonly Period[] =>
  (rows.ofKind("cost-period") as readonly Period[]).filter(
    (other) =>
      other.period === period &&
      other.source !== source &&
      other.accounts.some((account) => accounts.includes(account)),
  );

/** Tied out; a version never changes but for its signature; what was closed is only ever restated. */
function checkReport({ before, after }: RowChange, rows: Rows, say: Say): void {
  const { signedOff: _signed, ...is } = after as Report & { signedOff?: unknown };
  if (before !== undefined) {
    const { signedOff: _was, ...was } = before as Report & { signedOff?: unknown };
    if (textOf(was) !== textOf(is)) say(`cost: report ${is.id} was ${is.state} and changed`);
    return;
  }
  if (!is.tied) say(`cost: report ${is.id} does not tie out`);
  const { billed, workloads, pools, unallocated } = is.totals;
  if (attosIn(workloads) + attosIn(pools) + attosIn(unallocated) !== attosIn(billed))
    say(`cost: workloads, pools and unallocated of ${is.id} are not what was billed`);
  const imports = is.basis.map((each) => rows.get("cost-import", each.import) as Import | undefined);
  const sum = imports
    .flatMap((each) => each?.periods.filter(({ period }) => period === is.month) ?? [])
    .reduce((total, { totals }) => total + attosIn(totals.billed), 0n);
  if (sum !== attosIn(billed)) say(`cost: report ${is.id} bills ${billed}, and its imports another sum`);
  const earlier = (rows.ofKind("cost-report") as readonly Report[]).filter(
    (each) => each.month === is.month && each.report === is.report && each.version === is.version - 1,
  );
  if (earlier.some(({ state }) => state !== "DRAFT") && is.state !== "RESTATED")
    say(`cost: report ${is.id} follows a closed one and is ${is.state}`);
}
