import fc from "fast-check";
import { expect, test } from "vitest";
import { fillPage } from "#functions/access-api/answers/fill-page.ts";
import type { PageAsk } from "#shared/access/ports.ts";
import { paginate } from "#shared/kernel/page.ts";

const listOf = (length: number) => Array.from({ length }, (_, row) => row);

/** A list of numbers whose cursor is the next place, as short pages as a store likes. */
function source(rows: readonly number[], most: number) {
  let reads = 0;
  const read = async ({ limit, cursor }: PageAsk) => {
    reads += 1;
    const from = Number(cursor ?? 0);
    const upTo = from + Math.min(limit, most);
    const items = rows.slice(from, upTo);
    return upTo < rows.length ? { items, cursor: String(upTo) } : { items };
  };
  return { read, reads: () => reads };
}

test("pages together are exactly the kept rows in their order, each but the last one full", async () => {
  const cases = fc.record({
    length: fc.nat({ max: 400 }),
    every: fc.integer({ min: 1, max: 90 }),
    limit: fc.integer({ min: 1, max: 60 }),
    most: fc.integer({ min: 1, max: 200 }),
  });
  await fc.assert(
    fc.asyncProperty(cases, async ({ length, every, limit, most }) => {
      const rows = listOf(length);
      const keep = (row: number) => row % every === 0;
      const { read } = source(rows, most);
      const seen: number[] = [];
      for await (const page of paginate((from) => fillPage({ limit, ...from }, { read, keep }))) {
        expect(page.items.length).toBeLessThanOrEqual(limit);
        if (page.cursor !== undefined) expect(page.items).toHaveLength(limit);
        seen.push(...page.items);
      }
      expect(seen).toEqual(rows.filter(keep));
    }),
    { numRuns: 60 },
  );
});

test("one row in ten thousand is found without reading row by row", async () => {
  const { read, reads } = source(listOf(10_000), 1_000);
  const page = await fillPage({ limit: 1 }, { read, keep: (row) => row === 9_999 });
  expect(page.items).toEqual([9_999]);
  expect(reads()).toBeLessThanOrEqual(102);
});
