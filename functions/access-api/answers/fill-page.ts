import type { PageAsk } from "#shared/access/ports.ts";
import type { Page } from "#shared/kernel/page.ts";

export type Source<Row> = {
  readonly read: (page: PageAsk) => Promise<Page<Row>>;
  readonly keep: (row: Row) => boolean;
};

/** So many rows are read at once, however few are missing. */
const CHUNK = 100;

/**
 * A page of the rows that `keep` keeps: reads on until it is full or the list ends, so that a short page
 * means the end and never just a stretch of rows that are not meant.
 */
export async function fillPage<Row>({ limit, cursor: from }: PageAsk, source: Source<Row>): Promise<Page<Row>> {
  const kept: Row[] = [];
  let cursor = from;
  do {
    const missing = limit - kept.length;
    const chunk = await source.read(pageFrom(cursor, Math.max(CHUNK, missing)));
    const upTo = placeOf(missing, chunk.items, source.keep);
    // Read again up to the last one that fits in: only the list itself knows the cursor after a row.
    const page = upTo === undefined ? chunk : await source.read(pageFrom(cursor, upTo));
    kept.push(...page.items.filter(source.keep));
    cursor = page.cursor;
  } while (cursor !== undefined && kept.length < limit);
  return cursor === undefined ? { items: kept } : { items: kept, cursor };
}

const pageFrom = (cursor: string | undefined, limit: number): PageAsk =>
  cursor === undefined ? { limit } : { limit, cursor };

/** How many rows there are up to the `count`th kept one; undefined when there are not that many. */
function placeOf<Row>(count: number, rows: readonly Row[], keep: (row: Row) => boolean): number | undefined {
  const places = rows.flatMap((row, index) => (keep(row) ? [index + 1] : []));
  return places[count - 1];
}
