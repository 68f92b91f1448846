import { cutMiddle } from "#functions/cli/text.ts";
import { shown } from "#shared/kernel/shown-text.ts";

export type Column<Row> = {
  readonly head: string;
  readonly cell: (row: Row) => string;
  /** Amounts and counts. */
  readonly right?: true;
  /** Ids: never cut. */
  readonly whole?: true;
};

export type TableOptions = { readonly width: number | undefined; readonly plain: boolean };

/**
 * A table without borders, fitted to the width: the widest column that may be cut gives way, in its
 * middle. Plain: `label: value` lines with an empty line between rows, for screen readers.
 */
export function table<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  { width, plain }: TableOptions,
): string {
  const cells = rows.map((row) => columns.map((column) => shown(column.cell(row))));
  if (plain)
    return cells.map((row) => columns.map(({ head }, at) => `${head.toLowerCase()}: ${row[at]}\n`).join("")).join("\n");
  const widths = fitted(columns, widthsOf(columns, cells), width);
  const line = (texts: readonly string[]): string =>
    `${texts
      .map((text, at) => {
        const cut = columns[at]?.whole === true ? text : cutMiddle(text, widths[at] ?? 0);
        return columns[at]?.right === true ? cut.padStart(widths[at] ?? 0) : cut.padEnd(widths[at] ?? 0);
      })
      .join("  ")
      .trimEnd()}\n`;
  return [columns.map(({ head }) => head.toUpperCase()), ...cells].map(line).join("");
}

const widthsOf = (
  columns: readonly { readonly head: string }[],
  cells: readonly (readonly string[])[],
): readonly number[] =>
  columns.map(({ head }, at) => Math.max(head.length, ...cells.map((row) => row[at]?.length ?? 0)));

const LEAST = 12;

function fitted(
  columns: readonly { readonly whole?: true }[],
  wanted: readonly number[],
  width: number | undefined,
): readonly number[] {
  const widths = [...wanted];
  const total = () => widths.reduce((sum, each) => sum + each + 2, -2);
  while (width !== undefined && total() > width) {
    const cuttable = widths.map((each, at) => (columns[at]?.whole === true ? 0 : each));
    const widest = Math.max(...cuttable);
    if (widest <= LEAST) break;
    widths[cuttable.indexOf(widest)] = Math.max(LEAST, widest - Math.max(1, total() - width));
  }
  return widths;
}
