import { type DocumentProblem, type Fault, quoted, visible } from "#shared/contracts/documents/problem.ts";
import { err, ok, type Result } from "#shared/kernel/result.ts";

/** A file of a governance repository: its path from the repository's root, and its text as it stands. */
export type SourceFile = { readonly path: string; readonly text: string };

/** Where each line of a text begins. */
export type Lines = { readonly starts: readonly number[] };

export function linesOf(text: string): Lines {
  const starts = [text.startsWith("\ufeff") ? 1 : 0];
  for (const match of text.matchAll(/\r\n|\r|\n/g)) starts.push(match.index + match[0].length);
  return { starts };
}

/** Line and column of an offset, both from one. */
export function lineAndColumn({ starts }: Lines, offset: number): { readonly line: number; readonly column: number } {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: Math.max(0, offset - (starts[low] ?? 0)) + 1 };
}

/** A fault with its file, line and column. */
export const located = (file: string, lines: Lines, fault: Fault): DocumentProblem => ({
  file,
  ...lineAndColumn(lines, fault.range.from),
  ...fault,
});

/** A path as it is shown: it may come from an archive that somebody else made. */
export const visiblePath = (path: string): string => visible(path);

const fileProblem = (file: string, code: string, message: string): DocumentProblem => ({
  file,
  line: 1,
  column: 1,
  pointer: "",
  code,
  message,
  range: { from: 0, to: 0 },
});

const MARKS = [
  { bytes: [0xff, 0xfe], name: "UTF-16" },
  { bytes: [0xfe, 0xff], name: "UTF-16" },
];

/** Reads a file's bytes as UTF-8 text; another encoding is refused by name, never guessed. */
export function decodeFile(path: string, bytes: Uint8Array): Result<SourceFile, DocumentProblem> {
  const mark = MARKS.find(({ bytes: expected }) => expected.every((byte, at) => bytes[at] === byte));
  const encoding = mark?.name ?? (looksUtf16(bytes) ? "UTF-16" : undefined);
  if (encoding !== undefined) return err(notText(path, `it is ${encoding}; save it as UTF-8`));
  try {
    return ok({ path, text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes) });
  } catch {
    return err(notText(path, "it is not UTF-8 text; save it as UTF-8"));
  }
}

const notText = (path: string, found: string): DocumentProblem =>
  fileProblem(visible(path), "encoding", `Cannot read ${quoted(path)}: ${found}`);

/** Every other byte of the beginning is zero: ASCII in two bytes each. */
function looksUtf16(bytes: Uint8Array): boolean {
  const head = [...bytes.subarray(0, 64)];
  const zeros = (parity: number) => head.filter((byte, at) => at % 2 === parity && byte === 0).length;
  return head.length >= 4 && (zeros(0) >= head.length / 4 || zeros(1) >= head.length / 4);
}
