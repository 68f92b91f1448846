/** A part of a list; `cursor` says where the next one begins, and there is none after the last. */
export type Page<Item> = { readonly items: readonly Item[]; readonly cursor?: string };

/** Where a page begins: without a cursor at the head of the list. */
export type From = { readonly cursor?: string };

/** What says where the next one begins, whatever it calls what it holds. */
type Paged = { readonly cursor?: string | undefined };

/**
 * The pages of a list, one by one: the next is asked for when the one before it is done with, so who ends early asks
 * for no more.
 *
 * @throws Error when a page leads back to where one began already: the list would never end
 */
export async function* paginate<Part extends Paged>(ask: (from: From) => Promise<Part>): AsyncGenerator<Part, void> {
  const begun = new Set<string>();
  let from: From = {};
  for (;;) {
    const page = await ask(from);
    yield page;
    const { cursor } = page;
    if (cursor === undefined) return;
    if (begun.has(cursor)) throw new Error("Cannot read a list to its end: a page leads back to one before it");
    begun.add(cursor);
    from = { cursor };
  }
}

/** Every item of a list, page by page: {@link paginate} for those who need all of it. */
export async function everyItem<Item>(
  ask: (from: From) => Promise<Paged & { readonly items: readonly Item[] }>,
): Promise<readonly Item[]> {
  const all: Item[] = [];
  for await (const { items } of paginate(ask)) all.push(...items);
  return all;
}
