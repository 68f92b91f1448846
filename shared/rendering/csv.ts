/** One cell: a text, or an exact decimal that stays a number in a spreadsheet. */
export type Cell = string | { readonly decimal: string };

/** A plain decimal and nothing else: the one form that may begin with a minus and is left alone. */
const DECIMAL = /^-?\d+(\.\d+)?$/;

/**
 * RFC 4180 with CRLF, safe to open in a spreadsheet: a text that a spreadsheet would run as a formula
 * (it begins with `=`, `+`, `-`, `@`, a tab or a line break, also behind spaces) gets an apostrophe in
 * front; a negative amount stays a number.
 *
 * @throws TypeError on a decimal cell that is no plain decimal
 */
export const csvText = (rows: readonly (readonly Cell[])[]): string =>
  rows.map((row) => `${row.map(cellText).join(",")}\r\n`).join("");

/** What {@link csvText} put in front of a text is taken off again: the text as it was. */
export const plainCell = (cell: string): string => (/^'+\s*[=+\-@\t\r\n＝＋－＠']/.test(cell) ? cell.slice(1) : cell);

function cellText(cell: Cell): string {
  if (typeof cell !== "string") {
    if (!DECIMAL.test(cell.decimal)) throw new TypeError(`Cannot write "${cell.decimal}" as a decimal`);
    return cell.decimal;
  }
  const safe = /^'*\s*[=+\-@\t\r\n＝＋－＠']/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n\t']|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Why a text is no CSV of ours, with the line. */
export type CsvFault = { readonly line: number; readonly found: string };

/** The rows of an RFC 4180 text, cells as written (see {@link plainCell}); or where it is none. */
export function readCsv(text: string): { readonly rows: readonly (readonly string[])[] } | CsvFault {
  const rows: (readonly string[])[] = [];
  let row: string[] = [];
  let line = 1;
  // One cell at a time: quoted (with doubled quotes inside) or bare, then a comma or the end of the row.
  const cell = /"((?:[^"]|"")*)"(,|\r\n|$)|([^",\r\n]*)(,|\r\n|$)/y;
  while (cell.lastIndex < text.length) {
    const at = cell.lastIndex;
    const match = cell.exec(text);
    if (match === null || match[0] === "") return { line, found: text.slice(at, at + 40) };
    const [, quoted, quotedEnd, bare = "", bareEnd] = match;
    row.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
    if ((quotedEnd ?? bareEnd) === ",") continue;
    rows.push(row);
    row = [];
    line += 1;
  }
  return row.length === 0 ? { rows } : { line, found: "a row that does not end" };
}
