import { expect, test } from "vitest";
import { RowMemory } from "#shared/storage/row-memory.ts";
import type { Item } from "#shared/storage/table.ts";

const keyOf = (name: string) => ({ pk: name, sk: "ROW" });

const itemOf = (name: string, body: string): Item => ({
  ...keyOf(name),
  kind: "thing",
  version: 1,
  revision: 1,
  body,
  indexes: {},
});

test("a row is recalled as it was kept last, also that there was none", () => {
  const memory = new RowMemory();
  expect(memory.recall(keyOf("a"))).toBeUndefined();
  memory.keep(keyOf("a"), undefined);
  expect(memory.recall(keyOf("a"))).toEqual({ item: undefined });
  memory.keep(keyOf("a"), itemOf("a", "1"));
  expect(memory.recall(keyOf("a"))?.item?.body).toBe("1");
});

test("what a list shows is kept where it is news: never over what is newer", () => {
  const memory = new RowMemory();
  memory.keepListed({ ...itemOf("a", "2"), revision: 2 });
  memory.keepListed(itemOf("a", "1"));
  expect(memory.recall(keyOf("a"))?.item?.body).toBe("2");
  memory.keep(keyOf("b"), undefined);
  memory.keepListed(itemOf("b", "1"));
  expect(memory.recall(keyOf("b"))?.item?.body).toBe("1");
});

test("beyond two million characters the oldest are forgotten, and a row that is kept anew counts once", () => {
  const memory = new RowMemory();
  const long = "x".repeat(600_000);
  for (const name of ["a", "b", "a", "a", "c"]) memory.keep(keyOf(name), itemOf(name, long));
  expect(["a", "b", "c"].filter((name) => memory.recall(keyOf(name)) !== undefined)).toEqual(["a", "b", "c"]);
  memory.keep(keyOf("d"), itemOf("d", long));
  expect(["a", "b", "c", "d"].filter((name) => memory.recall(keyOf(name)) !== undefined)).toEqual(["a", "c", "d"]);
});

test("rows that were not there weigh as well: a process that is asked for many of them does not grow", () => {
  const memory = new RowMemory();
  const long = "x".repeat(500_000);
  for (const name of ["a", "b", "c", "d", "e"]) memory.keep(keyOf(name + long), undefined);
  expect(memory.recall(keyOf(`a${long}`))).toBeUndefined();
  expect(memory.recall(keyOf(`e${long}`))).toEqual({ item: undefined });
});
