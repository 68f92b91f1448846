import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { everyItem, type From, type Page, paginate } from "#shared/kernel/page.ts";

/** A list that is asked by cursor, and what it was asked for. */
function listOf(pages: Readonly<Record<string, Page<number>>>) {
  const asked: (string | undefined)[] = [];
  const ask = async ({ cursor }: From): Promise<Page<number>> => {
    asked.push(cursor);
    return pages[cursor ?? "head"] ?? expect.unreachable(`nobody gave cursor "${cursor}"`);
  };
  return { ask, asked };
}

const THREE = { head: { items: [1, 2], cursor: "a" }, a: { items: [], cursor: "b" }, b: { items: [3] } };

describe("every item of a list", () => {
  test("is none of an empty list, which is asked once", async () => {
    const { ask, asked } = listOf({ head: { items: [] } });
    expect(await everyItem(ask)).toEqual([]);
    expect(asked).toEqual([undefined]);
  });

  test("is what all pages hold, in their order, an empty one in the middle too", async () => {
    const { ask, asked } = listOf(THREE);
    expect(await everyItem(ask)).toEqual([1, 2, 3]);
    expect(asked).toEqual([undefined, "a", "b"]);
  });

  test("is each item once, however they lie on pages", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(fc.integer()), { minLength: 1 }), async (parts) => {
        const ask = async ({ cursor = "0" }: From): Promise<Page<number>> => {
          const next = Number(cursor) + 1;
          const items = parts[next - 1] ?? [];
          return next < parts.length ? { items, cursor: String(next) } : { items };
        };
        expect(await everyItem(ask)).toEqual(parts.flat());
      }),
    );
  });
});

describe("the pages of a list", () => {
  test("are asked for one by one, the first at once", async () => {
    const { ask, asked } = listOf(THREE);
    const pages = paginate(ask);
    expect(asked).toEqual([]);
    const first = pages.next();
    expect(asked).toEqual([undefined]);
    expect((await first).value).toEqual(THREE.head);
    await new Promise(setImmediate);
    expect(asked).toEqual([undefined]);
    await pages.next();
    expect(asked).toEqual([undefined, "a"]);
  });

  test("end where the reader ends, and no more are asked for", async () => {
    const { ask, asked } = listOf(THREE);
    for await (const { items } of paginate(ask)) if (items.length === 0) break;
    expect(asked).toEqual([undefined, "a"]);
  });

  test("may call what they hold as they like", async () => {
    const seen: string[] = [];
    const ask = async ({ cursor }: From) => (cursor === undefined ? { names: ["x"], cursor: "a" } : { names: ["y"] });
    for await (const { names } of paginate<{ names: string[]; cursor?: string }>(ask)) seen.push(...names);
    expect(seen).toEqual(["x", "y"]);
  });

  test("end with the fault that asking met, after those before it", async () => {
    const seen: number[] = [];
    const ask = async ({ cursor }: From): Promise<Page<number>> => {
      if (cursor !== undefined) throw new Error("throttled");
      return { items: [1], cursor: "a" };
    };
    const all = async () => {
      for await (const { items } of paginate(ask)) seen.push(...items);
    };
    await expect(all()).rejects.toThrow("throttled");
    expect(seen).toEqual([1]);
  });

  test.each([
    { because: "a page leads to itself", pages: { head: { items: [1], cursor: "a" }, a: { items: [2], cursor: "a" } } },
    {
      because: "two pages lead to each other",
      pages: { head: { items: [1], cursor: "a" }, a: { items: [2], cursor: "b" }, b: { items: [3], cursor: "a" } },
    },
  ])("end with a fault instead of going in a circle: $because", async ({ pages }) => {
    const { ask, asked } = listOf(pages);
    await expect(everyItem(ask)).rejects.toThrow("Cannot read a list to its end: a page leads back to one before it");
    expect(asked).toHaveLength(Object.keys(pages).length);
  });

  test("that lead back are no fault for who ended before", async () => {
    const { ask } = listOf({ head: { items: [1], cursor: "a" }, a: { items: [2], cursor: "a" } });
    const seen: number[] = [];
    for await (const { items } of paginate(ask)) {
      seen.push(...items);
      if (seen.length === 2) break;
    }
    expect(seen).toEqual([1, 2]);
  });
});
