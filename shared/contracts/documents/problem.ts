import type { Range } from "#shared/contracts/documents/node.ts";

/** A sure correction: the text that replaces `from` to `to` (UTF-16 code units of the file's text). */
export type Fix = Range & { readonly text: string };

/** What is wrong inside one document, before anybody knows its line. */
export type Fault = {
  readonly pointer: string;
  readonly range: Range;
  readonly code: string;
  readonly message: string;
  readonly fix?: Fix;
};

/** One thing that keeps a document from loading: where, what, and what would be right. */
export type DocumentProblem = {
  readonly file: string;
  /** Both count from one; a column counts UTF-16 code units, as SARIF and editors do. */
  readonly line: number;
  readonly column: number;
  /** JSON pointer into the document; empty for the document itself. */
  readonly pointer: string;
  readonly code: string;
  readonly message: string;
  readonly range: Range;
  readonly fix?: Fix;
  /** Which document of the file, from one; absent where it is about the whole file. */
  readonly document?: number;
  /** A warning is said and stops nothing. */
  readonly severity?: "warning";
};

const LONGEST = 80;

/** Control characters, line and direction marks of a text as `\u001b`: a message is one line and moves no cursor. */
export const visible = (text: string): string =>
  text.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not reach a terminal
    /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

/** A value as messages show it: in double quotes, escaped, cut when long. */
export function quoted(text: string): string {
  const shown = visible(text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
  return `"${shown}"`;
}

/** `"a", "b" or "c"` */
export function oneOf(words: readonly string[]): string {
  const shown = words.map(quoted);
  return shown.length < 2 ? shown.join("") : `${shown.slice(0, -1).join(", ")} or ${shown.at(-1)}`;
}
