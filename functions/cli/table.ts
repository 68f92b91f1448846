import { cutMiddle } from "#functions/cli/text.ts";
import { shown } from "#shared/kernel/shown-text.ts";

export type Column<Row> = {
  readonly head: string;
  readonly cell: (row: Row) => string;
  /** Amounts and counts: never cut, a part of a number is another number. */
  readonly right?: true;
  /** Ids: never cut. */
  readonly whole?: true;
};

export type TableOptions = { readonly width: number | undefined; readonly plain: boolean };

/**
 * A table without borders, fitted to the width: the widest column that may be cut gives way, in its
 * middle. Plain, and where the window is too narrow for any table of these columns: `label: value` lines
 * with an empty line between rows.
 */
export function table<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  { width, plain }: TableOptions,
): string {
  const cells = rows.map((row) => columns.map((column) => shown(column.cell(row))));
  const whole = columns.map((column, at) => isWhole(column) || cells.some((row) => MOMENT.test(row[at] ?? "")));
  const widths = fitted(whole, widthsOf(columns, cells), width);
  if (plain || widths === undefined) return cards(columns, cells);
  const line = (texts: readonly string[]): string =>
    `${texts
      .map((text, at) => {
        const cut = whole[at] === true ? text : cutMiddle(text, widths[at] ?? 0);
        return columns[at]?.right === true ? cut.padStart(widths[at] ?? 0) : cut.padEnd(widths[at] ?? 0);
      })
      .join("  ")
      .trimEnd()}\n`;
  return [columns.map(({ head }) => head.toUpperCase()), ...cells].map(line).join("");
}

/** What says nothing where it is cut: a moment of which the hour is gone. */
const MOMENT = /^\d{4}-\d\d-\d\dT/;

const isWhole = ({ whole, right }: Pick<Column<never>, "whole" | "right">): boolean => whole === true || right === true;

const cards = (columns: readonly { readonly head: string }[], cells: readonly (readonly string[])[]): string =>
  cells.map((row) => columns.map(({ head }, at) => `${head.toLowerCase()}: ${row[at]}\n`).join("")).join("\n");

const widthsOf = (
  columns: readonly { readonly head: string }[],
  cells: readonly (readonly string[])[],
): readonly number[] =>
  columns.map(({ head }, at) => Math.max(head.length, ...cells.map((row) => row[at]?.length ?? 0)));

const LEAST = 12;

/** How wide each column is; undefined where they fit at no width at which they could be read. */
function fitted(
  whole: readonly boolean[],
  wanted: readonly number[],
  width: number | undefined,
): readonly number[] | undefined {
  const widths = [...wanted];
  const total = () => widths.reduce((sum, each) => sum + each + 2, -2);
  while (width !== undefined && total() > width) {
    const cuttable = widths.map((each, at) => (whole[at] === true ? 0 : each));
    const widest = Math.max(...cuttable);
    if (widest <= LEAST) return undefined;
    widths[cuttable.indexOf(widest)] = Math.max(LEAST, widest - Math.max(1, total() - width));
  }
  return widths;
}
