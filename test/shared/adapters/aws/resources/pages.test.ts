import { describe, expect, test } from "vitest";
import { allPages } from "#shared/adapters/aws/resources/pages.ts";

const pages: Readonly<Record<string, { items: number[]; next: string | undefined }>> = {
  first: { items: [1, 2], next: "second" },
  second: { items: [], next: "third" },
  third: { items: [3], next: "" },
};

describe("all pages", () => {
  test("are read to the end, over a page without items, and an empty cursor is the end", async () => {
    expect(
      await allPages((cursor = "first") => Promise.resolve(pages[cursor] ?? { items: [], next: undefined })),
    ).toEqual([1, 2, 3]);
  });

  test("are never a part of them: a cursor that comes back is an error", async () => {
    await expect(allPages(() => Promise.resolve({ items: [1], next: "again" }))).rejects.toThrow(
      "does not come to an end",
    );
  });
});
