/** Every item of a list that comes in pages: goes on by the cursor until there is none. */
export async function everyItem<Page extends { readonly cursor?: string | undefined }, Item>(
  ask: (cursor: string | undefined) => Promise<Page>,
  itemsOf: (page: Page) => readonly Item[],
): Promise<readonly Item[]> {
  const items: Item[] = [];
  let cursor: string | undefined;
  do {
    const page = await ask(cursor);
    items.push(...itemsOf(page));
    cursor = page.cursor;
  } while (cursor !== undefined);
  return items;
}
