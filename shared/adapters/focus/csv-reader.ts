import { cellCode, isNoValue } from "#shared/adapters/focus/cell-text.ts";
import { recordsOf } from "#shared/adapters/focus/csv-records.ts";
import { textOfCsv } from "#shared/adapters/focus/csv-text.ts";
import { makeTextMeanings, type TextMeanings } from "#shared/adapters/focus/memo.ts";
import { amountsOfTexts } from "#shared/contracts/focus/amounts.ts";
import { checkedBatch, MOMENT_HINT, type Moments, type RawBatch } from "#shared/contracts/focus/bill-batch.ts";
import {
  extraColumnsOf,
  headerFault,
  isOptionalCost,
  MOMENT_COLUMNS,
  type MomentColumn,
  nameInFile,
  textColumnsFor,
} from "#shared/contracts/focus/columns.ts";
import {
  type BillBatch,
  type BillFile,
  COST_COLUMNS,
  type ReadOptions,
  refuse,
  type Texts,
} from "#shared/cost/batch.ts";
import type { OpenFile } from "#shared/cost/ports.ts";
import { makeTexts } from "#shared/cost/texts.ts";

/** Rows of a batch: enough that a batch costs little, few enough that its cells are little memory. */
const BATCH = 8_192;

/** Texts are forgotten beyond this many. */
const MOST_TEXTS = 200_000;

/**
 * Reads a FOCUS file in CSV, plain or gzip, a batch at a time: memory does not follow the file.
 *
 * It lies in an adapter because it needs csv-parse and zlib; what values are right is said in contracts/focus.
 */
export async function readCsvBill(
  file: OpenFile,
  { alsoColumns, assume }: ReadOptions,
  { gzip }: { readonly gzip: boolean },
): Promise<BillFile> {
  const header = await headerOf(file, gzip);
  const fault =
    separatorFault(header) ?? headerFault([...header, ...[...assume.keys()].filter((name) => !header.includes(name))]);
  if (fault !== undefined) throw refuse(file.name, fault);
  const texts = makeTexts();
  const textColumns = textColumnsFor(alsoColumns);
  const layout = layoutOf(header, textColumns);
  const reading: Reading = { name: file.name, texts, meanings: makeTextMeanings(texts), layout, assume };

  async function* batches(): AsyncIterable<BillBatch> {
    let rows = 0;
    for await (const records of inBatches(recordsOf(file.name, textOfCsv(file, gzip)))) {
      if (texts.size() > MOST_TEXTS) texts.clear();
      yield checkedBatch({ name: file.name, textColumns, texts }, rawBatch(reading, records, rows + 1));
      rows += records.length;
    }
    if (rows === 0) throw refuse(file.name, "it has no rows; a month without charges is left out, not sent empty");
  }
  return { name: file.name, textColumns, extraColumns: extraColumnsOf(header), texts, batches };
}

/** All records but the header, some at a time; never an empty batch. */
async function* inBatches(records: AsyncIterable<readonly string[]>): AsyncIterable<readonly (readonly string[])[]> {
  let batch: (readonly string[])[] = [];
  let header = true;
  for await (const record of records) {
    if (header) header = false;
    else if (batch.push(record) === BATCH) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}

async function headerOf(file: OpenFile, gzip: boolean): Promise<readonly string[]> {
  for await (const record of recordsOf(file.name, textOfCsv(file, gzip))) return record;
  return [];
}

function separatorFault(header: readonly string[]): string | undefined {
  const [only] = header;
  if (header.length > 1 || only === undefined) return undefined;
  return /[;\t|]/.test(only) ? "its cells are not separated by commas; write commas" : undefined;
}

/** A column by its name and its place in a record; -1 where the file lacks it. */
type Place = { readonly name: string; readonly at: number };

type Layout = {
  readonly texts: readonly Place[];
  readonly moments: readonly (Place & { readonly name: MomentColumn })[];
  readonly costs: readonly Place[];
  readonly tags: Place;
};

type Reading = {
  readonly name: string;
  readonly texts: Texts;
  readonly meanings: TextMeanings;
  readonly layout: Layout;
  readonly assume: ReadonlyMap<string, string>;
};

function layoutOf(header: readonly string[], textColumns: readonly string[]): Layout {
  const names = new Set(header);
  const placed = <Name extends string>(name: Name) => ({
    name,
    at: header.indexOf(nameInFile(name, names) ?? "\u0000"),
  });
  return {
    texts: textColumns.map(placed),
    moments: MOMENT_COLUMNS.map(placed),
    costs: COST_COLUMNS.map(placed),
    tags: placed("Tags"),
  };
}

function rawBatch(reading: Reading, records: readonly (readonly string[])[], firstRow: number): RawBatch {
  const { layout, texts } = reading;
  const cells = (place: Place): readonly string[] => {
    const assumed = place.at < 0 ? (reading.assume.get(place.name) ?? "") : "";
    return records.map((record) => record[place.at] ?? assumed);
  };
  const codes = (place: Place): Int32Array => Int32Array.from(cells(place), (cell) => cellCode(texts, cell));
  const within: Within = { reading, firstRow };
  const moments = Object.fromEntries(
    layout.moments.map((place) => [place.name, momentsOf(within, place, codes(place))]),
  ) as RawBatch["moments"];
  return {
    firstRow,
    rows: records.length,
    texts: layout.texts.map(codes),
    tags: tagsOf(within, codes(layout.tags)),
    moments,
    amounts: layout.costs.map((place) =>
      amountsOfTexts(
        cells(place).map((cell) => (isNoValue(cell) ? undefined : cell)),
        { optional: isOptionalCost(place.name) },
      ),
    ),
  };
}

type Within = { readonly reading: Reading; readonly firstRow: number };

function momentsOf({ reading, firstRow }: Within, place: Place, codes: Int32Array): Moments {
  if (place.at < 0 && !reading.assume.has(place.name)) return undefined;
  return Float64Array.from(codes, (code, row) => {
    const moment = reading.meanings.moment(code);
    if (moment !== undefined) return moment;
    const at = { row: firstRow + row, column: place.name };
    throw refuse(reading.name, `found ${quoted(reading.texts, code)}; ${MOMENT_HINT}`, at);
  });
}

function tagsOf({ reading, firstRow }: Within, codes: Int32Array): Int32Array {
  return codes.map((code, row) => {
    const tags = reading.meanings.tags(code);
    if (tags !== undefined) return tags;
    const at = { row: firstRow + row, column: "Tags" };
    throw refuse(reading.name, `found ${quoted(reading.texts, code)}; write a JSON object of texts, each key once`, at);
  });
}

const quoted = (texts: Texts, code: number): string => `"${(texts.textOf(code) ?? "").slice(0, 60)}"`;
