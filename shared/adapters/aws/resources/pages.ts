/** A service that hands out the same cursor for ever must not hold a read for ever. */
const MOST_PAGES = 1_000;

export type PageOf<Item> = { readonly items: readonly Item[]; readonly next: string | undefined };

/**
 * Every item of a paged answer.
 *
 * @throws Error when a cursor comes back that was just used, or after a thousand pages: a part is not the whole
 */
export async function allPages<Item>(page: (cursor: string | undefined) => Promise<PageOf<Item>>): Promise<Item[]> {
  const all: Item[] = [];
  let cursor: string | undefined;
  for (let count = 0; count < MOST_PAGES; count += 1) {
    const { items, next } = await page(cursor);
    all.push(...items);
    if (next === undefined || next === "") return all;
    if (next === cursor) break;
    cursor = next;
  }
  throw new Error("Cannot read all pages: the service's cursor does not come to an end");
}
