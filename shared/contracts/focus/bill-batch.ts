import type { ReadAmounts } from "#shared/contracts/focus/amounts.ts";
import type { MomentColumn } from "#shared/contracts/focus/columns.ts";
import {
  type AmountColumn,
  type BillBatch,
  type BillRefused,
  COST_COLUMNS,
  refuse,
  type Texts,
} from "#shared/cost/batch.ts";
import { dayNumber, monthNumber } from "#shared/cost/bill-time.ts";
import { CHARGE_CATEGORIES } from "#shared/cost/ledger.ts";

/** A column of moments in milliseconds since 1970 (`NaN`: no value), or undefined where the file has no such column. */
export type Moments = Float64Array | undefined;

/** A batch as an adapter reads it, before anybody has looked at the values. */
export type RawBatch = {
  readonly firstRow: number;
  readonly rows: number;
  readonly texts: readonly Int32Array[];
  readonly tags: Int32Array;
  readonly moments: { readonly [column in MomentColumn]: Moments };
  readonly amounts: readonly ReadAmounts[];
};

export type CheckedFile = { readonly name: string; readonly textColumns: readonly string[]; readonly texts: Texts };

/** What a cell that should hold a moment is told. */
export const MOMENT_HINT = "write 2026-10-31T00:00:00Z";

/** Of the years 1970 to 2148: what a bill may name, and what the ledger's day numbers hold. */
const LAST_DAY = 65_535;

/**
 * Checks the values of a batch.
 *
 * @throws BillRefused naming the first row and column that cannot be, and what would be right
 */
export function checkedBatch(file: CheckedFile, raw: RawBatch): BillBatch {
  const fail = (row: number, column: string, found: string): BillRefused =>
    refuse(file.name, found, { row: raw.firstRow + row, column });
  raw.amounts.forEach(({ fault }, at) => {
    if (fault !== undefined) {
      throw fail(fault.row, COST_COLUMNS[at] ?? "", `found ${fault.found}; write a decimal number such as -12.5`);
    }
  });
  checkCodes(file, raw, fail);
  const { BillingPeriodStart, BillingPeriodEnd, ChargePeriodStart, ChargePeriodEnd } = raw.moments;
  const [chargeDay, billingMonth] = [new Int32Array(raw.rows), new Int32Array(raw.rows)];
  const fillDays = fillOf("ChargePeriodStart", dayNumber, fail);
  const fillMonths = fillOf("BillingPeriodStart", monthNumber, fail);
  fillDays(ChargePeriodStart, chargeDay);
  fillMonths(BillingPeriodStart, billingMonth);
  checkOrder([ChargePeriodStart, ChargePeriodEnd], "ChargePeriodEnd", fail);
  checkOrder([BillingPeriodStart, BillingPeriodEnd], "BillingPeriodEnd", fail);
  const amounts: readonly AmountColumn[] = raw.amounts.map(({ column }) => column);
  return { firstRow: raw.firstRow, rows: raw.rows, texts: raw.texts, tags: raw.tags, chargeDay, billingMonth, amounts };
}

type Fail = (row: number, column: string, found: string) => BillRefused;

const RULES: readonly (readonly [string, (text: string | undefined) => string | undefined])[] = [
  [
    "ChargeCategory",
    (text) =>
      CHARGE_CATEGORIES.some((category) => category === text)
        ? undefined
        : `found ${quoted(text)}; write one of ${CHARGE_CATEGORIES.join(", ")}`,
  ],
  [
    "BillingCurrency",
    (text) => (/^[A-Z]{3}$/.test(text ?? "") ? undefined : `found ${quoted(text)}; write an ISO 4217 code such as USD`),
  ],
  [
    "ChargeClass",
    (text) =>
      text === undefined || text === "Correction" ? undefined : `found ${quoted(text)}; write Correction, or nothing`,
  ],
];

const quoted = (text: string | undefined): string => (text === undefined ? "no value" : `"${text.slice(0, 60)}"`);

/** Each distinct text is judged once per batch. */
function checkCodes(file: CheckedFile, raw: RawBatch, fail: Fail): void {
  for (const [column, faultOf] of RULES) {
    const codes = raw.texts[file.textColumns.indexOf(column)] as Int32Array;
    const fine = new Set<number>();
    let last = -1;
    for (let row = 0; row < raw.rows; row += 1) {
      const code = codes[row] as number;
      if (code === last || fine.has(code)) continue;
      const fault = faultOf(file.texts.textOf(code));
      if (fault !== undefined) throw fail(row, column, fault);
      fine.add(code);
      last = code;
    }
  }
}

function fillOf(column: MomentColumn, numberOf: (moment: number) => number, fail: Fail) {
  return (moments: Moments, into: Int32Array): void => {
    let last = Number.NaN;
    let number = 0;
    for (let row = 0; row < into.length; row += 1) {
      const moment = moments?.[row] ?? Number.NaN;
      if (moment !== last) {
        const day = dayNumber(moment);
        if (!(day >= 0 && day <= LAST_DAY)) throw fail(row, column, `found ${foundMoment(moment)}; ${MOMENT_HINT}`);
        number = numberOf(moment);
        last = moment;
      }
      into[row] = number;
    }
  };
}

function checkOrder([starts, ends]: readonly [Moments, Moments], column: MomentColumn, fail: Fail): void {
  if (starts === undefined || ends === undefined) return;
  for (let row = 0; row < starts.length; row += 1) {
    const start = starts[row] as number;
    const end = ends[row] as number;
    // A moment that is absent is no contradiction: only the starts are needed.
    if (end < start) throw fail(row, column, `found ${foundMoment(end)}, before the start ${foundMoment(start)}`);
  }
}

const foundMoment = (moment: number): string =>
  Math.abs(moment) <= 8.64e15 ? `"${new Date(moment).toISOString()}"` : "no value";
