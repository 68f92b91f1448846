import { type ParquetParsers, parquetRead, parquetSchema, type RowGroup, type SubColumnData } from "hyparquet";
import { compressors } from "hyparquet-compressors";

import { cellCode } from "#shared/adapters/focus/cell-text.ts";
import type { GroupSource } from "#shared/adapters/focus/group-source.ts";
import { makeTextMeanings, type TextMeanings } from "#shared/adapters/focus/memo.ts";
import type { ColumnKind } from "#shared/adapters/focus/parquet-columns.ts";
import { flatColumn } from "#shared/adapters/focus/parquet-flat.ts";
import { checkedChunks } from "#shared/adapters/focus/parquet-pages.ts";
import { makeTagSets } from "#shared/adapters/focus/parquet-tags.ts";
import {
  amountsOfDecimals,
  amountsOfDoubles,
  amountsOfTexts,
  type ReadAmounts,
} from "#shared/contracts/focus/amounts.ts";
import { MOMENT_HINT, type Moments, type RawBatch } from "#shared/contracts/focus/bill-batch.ts";
import { isOptionalCost, MOMENT_COLUMNS, type MomentColumn, nameInFile } from "#shared/contracts/focus/columns.ts";
import { COST_COLUMNS, refuse, type Texts } from "#shared/cost/batch.ts";

/**
 * Reads row groups as columns of numbers. Texts become numbers while hyparquet reads them (each text of
 * a dictionary once), and pages are taken as they come, before nested columns are put together: both
 * save work that a row would otherwise cost.
 */
export function makeGroupReader(source: GroupSource) {
  const { kinds, texts, textColumns } = source;
  const header = new Set(kinds.keys());
  const wanted = [...textColumns, ...MOMENT_COLUMNS, ...COST_COLUMNS, "Tags"]
    .map((column) => nameInFile(column, header))
    .filter((name) => name !== undefined);
  const columns = [...new Set(wanted)];
  const parsers = parsersFor(texts);
  const root = parquetSchema(source.metadata);
  const trees = root.children.filter(({ children }) => children.length === 0);
  const flat = new Map(trees.map((tree) => [tree.element.name, tree]));
  const reading: Reading = { source, header, meanings: makeTextMeanings(texts), tagSets: makeTagSets(texts) };

  return async (from: number, group: RowGroup): Promise<RawBatch> => {
    const rows = Number(group.num_rows);
    const pages = new Map<string, ArrayLike<unknown>[]>();
    const { file, chunks } = await checkedChunks(source.buffer, group, new Set(columns));
    for (const { bytes, meta } of chunks) {
      const [name = ""] = meta.path_in_schema;
      const tree = flat.get(name);
      if (tree !== undefined) pages.set(name, [flatColumn({ bytes, meta, path: [root, tree] }, parsers)]);
    }
    const nested = columns.filter((name) => !flat.has(name));
    if (nested.length === 0) return rawBatch(reading, { from, rows, pages });
    await parquetRead({
      file,
      metadata: source.metadata,
      columns: nested,
      compressors,
      parsers,
      utf8: false,
      rowStart: from,
      rowEnd: from + rows,
      onPage: ({ pathInSchema, columnData }: SubColumnData) => {
        const path = pathInSchema.join(".");
        const known = pages.get(path);
        if (known === undefined) pages.set(path, [columnData]);
        else known.push(columnData);
      },
    });
    return rawBatch(reading, { from, rows, pages });
  };
}

type Reading = {
  readonly source: GroupSource;
  readonly header: ReadonlySet<string>;
  readonly meanings: TextMeanings;
  readonly tagSets: ReturnType<typeof makeTagSets>;
};

type Group = {
  readonly from: number;
  readonly rows: number;
  readonly pages: ReadonlyMap<string, ArrayLike<unknown>[]>;
};

const decoder = new TextDecoder();

function parsersFor(texts: Texts): Partial<ParquetParsers> {
  const code = (bytes: Uint8Array | undefined) => bytes && cellCode(texts, decoder.decode(bytes));
  return {
    stringFromBytes: code,
    jsonFromBytes: code,
    timestampFromMilliseconds: Number,
    timestampFromMicroseconds: (micros) => Number(micros) / 1e3,
    timestampFromNanoseconds: (nanos) => Number(nanos) / 1e6,
    dateFromDays: (days) => days * 86_400_000,
  };
}

function rawBatch(reading: Reading, group: Group): RawBatch {
  const { source, header } = reading;
  const column = (name: string): Column => {
    const inFile = nameInFile(name, header) ?? name;
    return { name: inFile, kind: source.kinds.get(inFile) ?? { kind: "absent", assumed: source.assume.get(name) } };
  };
  const moments = Object.fromEntries(MOMENT_COLUMNS.map((name) => [name, momentsOf(reading, group, column(name))]));
  return {
    firstRow: group.from + 1,
    rows: group.rows,
    texts: source.textColumns.map((name) => codesOf(reading, group, column(name))),
    tags: tagsOf(reading, group, column("Tags")),
    moments: moments as { [name in MomentColumn]: Moments },
    amounts: COST_COLUMNS.map((name) => amountsOf(reading, group, column(name))),
  };
}

type Column = {
  readonly name: string;
  readonly kind: ColumnKind | { readonly kind: "absent"; readonly assumed: string | undefined };
};

function codesOf({ source }: Reading, group: Group, column: Column): Int32Array {
  const codes = new Int32Array(group.rows);
  if (column.kind.kind === "absent") return codes.fill(cellCode(source.texts, column.kind.assumed ?? ""));
  const isText = column.kind.kind === "text";
  eachPage(group, column.name, (page, at) => {
    for (let row = 0; row < page.length; row += 1) {
      const value = page[row];
      if (isText && typeof value === "number") codes[at + row] = value;
      else if (value !== null && value !== undefined) codes[at + row] = foreignCode(source.texts, value);
    }
  });
  return codes;
}

/** The code of a value in a column that should be text and is not: bytes without a type, or numbers. */
const foreignCode = (texts: Texts, value: unknown): number =>
  cellCode(texts, value instanceof Uint8Array ? decoder.decode(value) : String(value));

function tagsOf(reading: Reading, group: Group, column: Column): Int32Array {
  const { source, meanings, tagSets } = reading;
  if (column.kind.kind === "map") {
    const tags = new Int32Array(group.rows);
    const [keys, values] = [column.kind.key, column.kind.value].map((path) => joined(group, path));
    tagSets(keys ?? [], values ?? [], tags);
    return tags;
  }
  const codes = codesOf(reading, group, column);
  for (let row = 0; row < codes.length; row += 1) {
    const tags = meanings.tags(codes[row] as number);
    if (tags === undefined) {
      const at = { row: group.from + row + 1, column: "Tags" };
      throw refuse(
        source.name,
        `found ${quoted(source.texts, codes[row])}; write a JSON object of texts, each key once`,
        at,
      );
    }
    codes[row] = tags;
  }
  return codes;
}

function momentsOf(reading: Reading, group: Group, column: Column): Moments {
  if (column.kind.kind === "absent" && column.kind.assumed === undefined) return undefined;
  const { source, meanings } = reading;
  if (column.kind.kind === "moment") {
    const moments = new Float64Array(group.rows).fill(Number.NaN);
    eachPage(group, column.name, (page, at) => {
      for (let row = 0; row < page.length; row += 1) {
        const value = page[row];
        if (typeof value === "number") moments[at + row] = value;
      }
    });
    return moments;
  }
  const codes = codesOf(reading, group, column);
  return Float64Array.from(codes, (code, row) => {
    const moment = meanings.moment(code);
    if (moment !== undefined) return moment;
    const at = { row: group.from + row + 1, column: column.name };
    throw refuse(source.name, `found ${quoted(source.texts, code)}; ${MOMENT_HINT}`, at);
  });
}

function amountsOf(reading: Reading, group: Group, column: Column): ReadAmounts {
  const { kind, name } = column;
  const optional = isOptionalCost(name);
  if (kind.kind === "double") return amountsOfDoubles(joined(group, name), { optional });
  if (kind.kind === "decimal") return amountsOfDecimals(joined(group, name), { optional, scale: kind.scale });
  const texts = Array.from(codesOf(reading, group, column), (code) => reading.source.texts.textOf(code));
  return amountsOfTexts(texts, { optional });
}

const quoted = (texts: Texts, code: number | undefined): string => `"${(texts.textOf(code ?? 0) ?? "").slice(0, 60)}"`;

function eachPage(group: Group, path: string, take: (page: ArrayLike<unknown>, at: number) => void): void {
  let at = 0;
  for (const page of group.pages.get(path) ?? []) {
    take(page, at);
    at += page.length;
  }
  // Pages that hold fewer rows than the group has would shift every row below them.
  if (at !== group.rows) throw new Error(`column ${path} has ${at} values for ${group.rows} rows`);
}

function joined(group: Group, path: string): ArrayLike<unknown> {
  const pages = group.pages.get(path) ?? [];
  const only = pages[0];
  if (pages.length === 1 && only?.length === group.rows) return only;
  const all: unknown[] = new Array(group.rows);
  eachPage(group, path, (page, at) => {
    for (let row = 0; row < page.length; row += 1) all[at + row] = page[row];
  });
  return all;
}
