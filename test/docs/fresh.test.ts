import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { MADE_PAGES, REFERENCE, REFERENCE_FILES, writtenFile } from "#test/docs/reference-files.ts";

describe("the reference", () => {
  test.each(Object.entries({ ...REFERENCE_FILES, ...MADE_PAGES }).map(([name, make]) => ({ name, make })))(
    "docs/reference/$name is as the code is: npm run docs writes it anew",
    ({ name, make }) => {
      expect(writtenFile(name)).toBe(make());
    },
  );

  test("holds nothing else", () => {
    expect(readdirSync(REFERENCE).toSorted()).toEqual(Object.keys(REFERENCE_FILES));
  });

  test("is the same when it is made twice", () => {
    for (const make of Object.values(REFERENCE_FILES)) expect(make()).toBe(make());
  });
});
