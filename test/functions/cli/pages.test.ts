import { expect, test } from "vitest";
import { everyItem } from "#functions/cli/pages.ts";

test("a list is followed to its last page, an empty one in the middle too, each item once", async () => {
  const pages = new Map<string | undefined, { items: readonly number[]; cursor?: string }>([
    [undefined, { items: [1, 2], cursor: "a" }],
    ["a", { items: [], cursor: "b" }],
    ["b", { items: [3] }],
  ]);
  const asked: (string | undefined)[] = [];
  const items = await everyItem(
    async (cursor) => {
      asked.push(cursor);
      return pages.get(cursor) ?? expect.unreachable("a cursor nobody gave");
    },
    (page) => page.items,
  );
  expect(items).toEqual([1, 2, 3]);
  expect(asked).toEqual([undefined, "a", "b"]);
});
