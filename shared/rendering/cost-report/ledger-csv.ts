import {
  type Bearer,
  bearerKey,
  CHARGE_CATEGORIES,
  day,
  type LedgerLine,
  month,
  POOLS,
  type UnallocatedReason,
} from "#shared/cost/ledger.ts";
import { exactDecimal, type Money, parseMoney } from "#shared/kernel/money.ts";
import { type Cell, csvText, plainCell, readCsv } from "#shared/rendering/csv.ts";

const COLUMNS = [
  "day",
  "period",
  "bearer",
  "rule",
  "provider",
  "service",
  "account",
  "category",
  "correction",
  "invoice",
  "rows",
  "billed",
  "effective",
  "list",
  "contracted",
] as const;

/** The daily totals that a report was made from, as `ledger.csv`: every figure can be added up from them. */
export const ledgerCsv = (lines: readonly LedgerLine[]): string =>
  csvText([COLUMNS, ...lines.map(cellsOf).toSorted((left, right) => (joined(left) < joined(right) ? -1 : 1))]);

const joined = (cells: readonly Cell[]): string =>
  cells.map((cell) => (typeof cell === "string" ? cell : cell.decimal)).join("\u0000");

const cellsOf = ({ amounts, ...line }: LedgerLine): readonly Cell[] => [
  line.day,
  line.period,
  bearerKey(line.bearer),
  line.rule,
  line.provider,
  line.service,
  line.subAccount,
  line.category,
  line.correction ? "yes" : "no",
  line.invoice ?? "",
  { decimal: line.rows.toString() },
  { decimal: exactDecimal(amounts.billed) },
  { decimal: exactDecimal(amounts.effective) },
  { decimal: exactDecimal(amounts.list) },
  { decimal: exactDecimal(amounts.contracted) },
];

export type LedgerCsvFault = { readonly line: number; readonly found: string };

/** The lines of a `ledger.csv`, or the first line that is none. */
export function readLedgerCsv(text: string): readonly LedgerLine[] | LedgerCsvFault {
  const read = readCsv(text);
  if (!("rows" in read)) return read;
  const [head, ...rows] = read.rows;
  if (head?.join() !== COLUMNS.join()) return { line: 1, found: "other columns than a ledger has" };
  const lines: LedgerLine[] = [];
  for (const [index, row] of rows.entries()) {
    const line = row.length === COLUMNS.length ? lineOf(row.map(plainCell)) : undefined;
    if (line === undefined) return { line: index + 2, found: row.join(",").slice(0, 120) };
    lines.push(line);
  }
  return lines;
}

function lineOf(cells: readonly string[]): LedgerLine | undefined {
  const [on = "", period = "", who = "", rule = "", provider = "", service = "", subAccount = ""] = cells;
  const [kind, correction, invoice = "", rows = ""] = cells.slice(7);
  const bearer = bearerOf(who);
  const category = CHARGE_CATEGORIES.find((each) => each === kind);
  const amounts = cells.slice(11).map(exactMoney);
  const [billed, effective, list, contracted] = amounts;
  if (bearer === undefined || category === undefined || !/^\d{4}-\d\d-\d\d$/.test(on)) return undefined;
  if (!/^\d{4}-\d\d$/.test(period) || !/^\d{1,15}$/.test(rows)) return undefined;
  if (billed === undefined || effective === undefined || list === undefined || contracted === undefined)
    return undefined;
  return {
    day: day(on),
    period: month(period),
    bearer,
    rule,
    provider,
    service,
    subAccount,
    category,
    correction: correction === "yes",
    ...(invoice === "" ? {} : { invoice }),
    rows: Number(rows),
    amounts: { billed, effective, list, contracted },
  };
}

/** Only the one text that an amount is written as. */
function exactMoney(text: string): Money | undefined {
  const money = parseMoney(text);
  return money !== undefined && exactDecimal(money) === text ? money : undefined;
}

/** What {@link bearerKey} wrote. */
function bearerOf(key: string): Bearer | undefined {
  const [, kind, id = ""] = /^([a-z]+):(.+)$/s.exec(key) ?? [];
  switch (kind) {
    case "workload":
      return { kind, workload: id };
    case "team":
      return { kind, team: id };
    case "account":
      return { kind, account: id };
    case "dataset":
      return { kind, dataset: id };
    case "shared":
      return { kind, rule: id };
    case "pool": {
      const pool = POOLS.find((each) => each === id);
      return pool === undefined ? undefined : { kind, pool };
    }
    case "unallocated": {
      const because = reasonOf(id);
      return because === undefined ? undefined : { kind, because };
    }
    default:
      return undefined;
  }
}

function reasonOf(text: string): UnallocatedReason | undefined {
  if (text === "no-selector") return { kind: text };
  const [, kind, rest = ""] = /^([a-z-]+):(.*)$/s.exec(text) ?? [];
  const [rule = "", ...meter] = rest.split(":");
  switch (kind) {
    case "tie":
      return { kind, between: rest.split(",") };
    case "zero-weights":
      return { kind, rule: rest };
    case "no-meter":
      return { kind, rule, meter: meter.join(":") };
    default:
      return undefined;
  }
}
