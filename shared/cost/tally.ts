import { NO_AMOUNTS, sameAmounts, sumAmounts } from "#shared/cost/amounts.ts";
import { type Attribution, attributeRow, type BillRow, type OwnerOf } from "#shared/cost/attribution.ts";
import { type BillBatch, type BillFile, refuse } from "#shared/cost/batch.ts";
import { dayOf, monthOf } from "#shared/cost/bill-time.ts";
import { makeCodeTable } from "#shared/cost/code-table.ts";
import { makeExactSums } from "#shared/cost/exact-sums.ts";
import type { Amounts, LedgerLine, ResourceLine } from "#shared/cost/ledger.ts";
import { foldSmallest } from "#shared/cost/resource-fold.ts";
import {
  type LineKey,
  lineKeyOf,
  lineText,
  type ResourceKey,
  resourceKeyOf,
  resourceText,
  unnamed,
} from "#shared/cost/tally-key.ts";
import { makeDailyTotals, makeTotals } from "#shared/cost/totals.ts";

/** A line as the bill has it: in the currency of its rows. */
export type BilledLine<Line> = { readonly currency: string; readonly line: Line };

export type Tallied = {
  /** Of the ledger; absent when every row has a rate and nobody said into what. */
  readonly currency?: string;
  readonly lines: readonly BilledLine<LedgerLine>[];
  readonly resources: readonly BilledLine<ResourceLine>[];
  /** `provider/account` of every billing account. */
  readonly accounts: readonly string[];
  readonly rows: number;
  /** The plain sums of the columns, whatever the currency: equal to those of the lines, or it is a fault. */
  readonly columns: Amounts;
  readonly lost: Amounts;
  /** Rows without a ListCost, and without a ContractedCost. */
  readonly missing: { readonly list: number; readonly contracted: number };
};

export type Tally = {
  /** Adds one batch. All batches of a file come one after another. @throws BillRefused */
  add(file: BillFile, batch: BillBatch): void;
  finish(): Tallied;
};

export type TallyRules = {
  readonly ownerOf: OwnerOf;
  /** Of the ledger; that of the first row without a rate when absent. */
  readonly currency?: string;
  /** Currencies that a rate is known for. */
  readonly rated: ReadonlySet<string>;
};

/** Numbers are given anew beyond this many subjects, so that memory follows the batch and not the bill. */
const MOST_SUBJECTS = 1 << 18;

/** Resources kept by name; when twice as many have been seen, by one file or several, the smallest are folded. */
const MOST_RESOURCES = 50_000;

/**
 * Adds bills up to daily totals per bearer, and to a total per resource.
 *
 * Rows are grouped by their texts first (the subject), so that attribution runs once per subject and
 * month, not once per row; then each row's amounts are added to its subject's line of that day.
 */
export function makeTally(rules: TallyRules): Tally {
  const state = freshState();
  let reading: { readonly file: BillFile; readonly epoch: number } | undefined;
  let currency = rules.currency;

  const settle = () => {
    state.lines.settle();
    state.resources.settle();
    if (state.resources.all().size > MOST_RESOURCES * 2) foldSmallest(state.resources.all(), MOST_RESOURCES, unnamed);
    state.subjects?.clear();
    state.lineOf.length = 0;
    state.resourceOf.length = 0;
  };

  const beginAnew = (file: BillFile): void => {
    settle();
    settleColumns(state);
    reading = { file, epoch: file.texts.epoch() };
    state.subjects = makeCodeTable(file.textColumns.length + 2);
  };

  const subjectOf = (file: BillFile, batch: BillBatch, row: number): void => {
    const billRow = rowOf(file, batch, row);
    const paid = billRow.column("BillingCurrency") ?? "";
    if (!rules.rated.has(paid)) currency ??= paid;
    if (paid !== currency && !rules.rated.has(paid)) {
      const at = { row: batch.firstRow + row, column: "BillingCurrency" };
      throw refuse(
        file.name,
        `found "${paid}" in a bill of "${currency}"; give a rate for ${paid}, or take it in by itself`,
        at,
      );
    }
    place(state, billRow, attributeRow(billRow, rules.ownerOf));
  };

  return {
    add: (file, batch) => {
      const stale = reading?.file !== file || reading.epoch !== file.texts.epoch();
      if (stale || isFull(state)) beginAnew(file);
      addBatch(state, batch, (row) => {
        subjectOf(file, batch, row);
      });
    },
    finish: () => {
      settle();
      settleColumns(state);
      return { ...talliedOf(state), ...(currency === undefined ? {} : { currency }) };
    },
  };
}

type State = ReturnType<typeof freshState>;

const freshState = () => ({
  subjects: undefined as ReturnType<typeof makeCodeTable> | undefined,
  lineOf: [] as number[],
  resourceOf: [] as number[],
  lines: makeDailyTotals<LineKey>(),
  resources: makeTotals<ResourceKey>(),
  accounts: new Set<string>(),
  sums: makeExactSums(),
  columns: NO_AMOUNTS,
  lost: NO_AMOUNTS,
  missing: { list: 0, contracted: 0 },
  rows: 0,
});

const isFull = ({ subjects, resources }: State): boolean =>
  (subjects?.size() ?? 0) > MOST_SUBJECTS || resources.unsettled() > MOST_RESOURCES * 2;

function addBatch(state: State, batch: BillBatch, fresh: (row: number) => void): void {
  const { rows, amounts, chargeDay, billingMonth } = batch;
  const keys = [...batch.texts, batch.tags, billingMonth];
  const subjects = state.subjects?.idsOf(keys, rows, (_id, row) => {
    fresh(row);
  });
  if (subjects === undefined) throw new Error("A batch came before its file");
  const [lines, resources] = [new Int32Array(rows), new Int32Array(rows)];
  for (let row = 0; row < rows; row += 1) {
    const subject = subjects[row] as number;
    lines[row] = state.lineOf[subject] as number;
    resources[row] = state.resourceOf[subject] as number;
  }
  state.lines.add({ things: lines, days: chargeDay }, amounts);
  state.resources.add(resources, amounts);
  state.sums.add(new Int32Array(rows), amounts, rows);
  state.rows += rows;
  state.missing.list += amounts[2]?.missing ?? 0;
  state.missing.contracted += amounts[3]?.missing ?? 0;
  const [billed, effective, list, contracted] = amounts.map((column) => column.lost);
  const lost = { billed, effective, list, contracted } as Amounts;
  state.lost = sumAmounts([state.lost, lost]);
}

function settleColumns(state: State): void {
  state.columns = sumAmounts([state.columns, state.sums.amountsOf(0)]);
  state.sums.clear();
}

function rowOf(file: BillFile, batch: BillBatch, row: number): BillRow {
  return {
    column: (name) => {
      const at = file.textColumns.indexOf(name);
      return file.texts.textOf(batch.texts[at]?.[row] ?? 0);
    },
    tags: file.texts.tagsOf(batch.tags[row] ?? 0),
    period: monthOf(batch.billingMonth[row] ?? 0),
  };
}

function place(state: State, row: BillRow, attribution: Attribution): void {
  const [line, resource] = [lineKeyOf(row, attribution), resourceKeyOf(row, attribution)];
  state.accounts.add([line.provider, row.column("BillingAccountId")].map((name) => name || "unnamed").join("/"));
  state.lineOf.push(state.lines.thingOf(lineText(line), () => line));
  state.resourceOf.push(state.resources.thingOf(resourceText(resource), () => resource));
}

function talliedOf(state: State): Tallied {
  const lines = [...state.lines.all()].toSorted(byText).map(([, total]) => {
    const [{ currency, ...key }, dayNumber] = total.key;
    return { currency, line: { ...key, day: dayOf(dayNumber), amounts: total.amounts, rows: total.rows } };
  });
  const resources = [...state.resources.all()].toSorted(byText).map(([, total]) => {
    const { currency, ...key } = total.key;
    return { currency, line: { ...key, amounts: total.amounts, rows: total.rows } };
  });
  // The first conservation check: every row is in one line, and in one resource.
  for (const list of [lines, resources]) {
    if (!sameAmounts(sumAmounts(list.map(({ line }) => line.amounts)), state.columns)) {
      throw new Error("The daily totals do not add up to the columns they were made from");
    }
  }
  return {
    lines,
    resources,
    accounts: [...state.accounts].toSorted(),
    rows: state.rows,
    columns: state.columns,
    missing: state.missing,
    lost: state.lost,
  };
}

const byText = ([left]: readonly [string, unknown], [right]: readonly [string, unknown]): number =>
  left < right ? -1 : 1;
