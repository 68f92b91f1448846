import { Readable } from "node:stream";
import { CsvError, parse } from "csv-parse";

import { LONGEST_CELL } from "#shared/adapters/focus/cell-text.ts";
import { refuse } from "#shared/cost/batch.ts";

/** The records of a CSV text as RFC 4180 has them (CR LF or LF, quotes doubled); empty lines are passed over. */
export async function* recordsOf(name: string, text: AsyncIterable<string>): AsyncIterable<readonly string[]> {
  const parser = parse({ max_record_size: LONGEST_CELL, skip_empty_lines: true, relax_column_count: false });
  const source = Readable.from(text);
  source.on("error", (fault) => parser.destroy(fault));
  source.pipe(parser);
  try {
    for await (const record of parser as AsyncIterable<readonly string[]>) yield record;
  } catch (fault) {
    if (fault instanceof CsvError) throw refuse(name, foundIn(fault));
    throw fault;
  } finally {
    source.destroy();
    parser.destroy();
  }
}

function foundIn(fault: CsvError): string {
  const line = typeof fault["lines"] === "number" ? `line ${fault["lines"]}: ` : "";
  switch (fault.code) {
    case "CSV_RECORD_INCONSISTENT_FIELDS_LENGTH":
      return `${line}found another number of cells than the header has; a cell may lack its quotes, or the file is cut off`;
    case "CSV_QUOTE_NOT_CLOSED":
      return `${line}found a quote that never closes; the file may be cut off, fetch it again`;
    case "CSV_MAX_RECORD_SIZE":
      return `${line}found a row longer than ${LONGEST_CELL} characters; a quote may not be closed`;
    case "INVALID_OPENING_QUOTE":
    case "CSV_INVALID_CLOSING_QUOTE":
      return `${line}found a quote inside a cell; write "" for a quote, and quotes around the cell`;
    default:
      return `${line}it is no CSV that we can read (${fault.code})`;
  }
}
