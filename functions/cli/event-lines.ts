import { createReadStream } from "node:fs";

/** One line of a file, from one. */
export type EventLine = { readonly line: number; readonly text: string };

/**
 * The lines of a file, one after the other: memory holds a chunk and at most `longest + 1` characters of a
 * line, so that a line without an end is seen to be too long and does no harm.
 */
export async function* linesOfFile(path: string, longest: number): AsyncGenerator<EventLine> {
  let line = 1;
  let text = "";
  for await (const chunk of createReadStream(path, { encoding: "utf8" }) as AsyncIterable<string>) {
    const [first = "", ...others] = chunk.split("\n");
    text = longer(text, first, longest);
    for (const next of others) {
      yield { line, text: bare(text, line) };
      line += 1;
      text = longer("", next, longest);
    }
  }
  // What follows the last line end is a line only if there is something.
  if (text !== "") yield { line, text: bare(text, line) };
}

const longer = (text: string, more: string, longest: number): string =>
  text.length > longest ? text : (text + more).slice(0, longest + 1);

/** Without the mark of an encoding before the first line, and the half of a line end that Windows adds. */
const bare = (text: string, line: number): string =>
  (line === 1 ? text.replace(/^\ufeff/, "") : text).replace(/\r$/, "");
