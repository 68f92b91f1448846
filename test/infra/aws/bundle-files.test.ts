import { describe, expect, test } from "vitest";
import { functionFiles, type Outputs } from "#infra/aws/bundle-files.ts";

type Import = readonly [path: string, kind?: "import-statement" | "dynamic-import" | "external"];

/** What a build says that it made: each file, and what it imports. */
const made = (files: { readonly [path: string]: readonly Import[] }): Outputs =>
  Object.fromEntries(
    Object.entries(files).map(([path, imports]) => [
      path,
      {
        bytes: 1,
        inputs: {},
        exports: [],
        imports: imports.map(([to, kind = "import-statement"]) =>
          kind === "external" ? { path: to, kind: "import-statement" as const, external: true } : { path: to, kind },
        ),
      },
    ]),
  );

const listed = (outputs: Outputs, entry: string) => {
  const { start, all } = functionFiles(outputs, entry);
  return { start: [...start].toSorted(), all: [...all].toSorted() };
};

describe("the files of a function", () => {
  test("are its entry, what that imports, and what these import in turn", () => {
    const outputs = made({ "a.mjs": [["x.mjs"]], "x.mjs": [["y.mjs"]], "y.mjs": [] });
    expect(listed(outputs, "a.mjs")).toEqual({
      start: ["a.mjs", "x.mjs", "y.mjs"],
      all: ["a.mjs", "x.mjs", "y.mjs"],
    });
  });

  test("are none that only another function reaches", () => {
    const outputs = made({
      "a.mjs": [["both.mjs"]],
      "b.mjs": [["both.mjs"], ["only-b.mjs"]],
      "both.mjs": [],
      "only-b.mjs": [],
    });
    expect(listed(outputs, "a.mjs").all).toEqual(["a.mjs", "both.mjs"]);
  });

  test("hold what is loaded late and what that needs, which no start loads", () => {
    const outputs = made({
      "a.mjs": [["x.mjs"]],
      "x.mjs": [["late.mjs", "dynamic-import"]],
      "late.mjs": [["x.mjs"], ["of-late.mjs"]],
      "of-late.mjs": [],
    });
    expect(listed(outputs, "a.mjs")).toEqual({
      start: ["a.mjs", "x.mjs"],
      all: ["a.mjs", "late.mjs", "of-late.mjs", "x.mjs"],
    });
  });

  test("may import each other in a circle, and themselves late", () => {
    const outputs = made({
      "a.mjs": [["x.mjs"]],
      "x.mjs": [
        ["a.mjs", "dynamic-import"],
        ["x.mjs", "dynamic-import"],
      ],
    });
    expect(listed(outputs, "a.mjs").all).toEqual(["a.mjs", "x.mjs"]);
  });

  test("need no file for a module of Node", () => {
    const outputs = made({ "a.mjs": [["node:module", "external"]] });
    expect(listed(outputs, "a.mjs").all).toEqual(["a.mjs"]);
  });

  test.each<[string, { readonly [path: string]: readonly Import[] }, string]>([
    ["a file that no build made", { "a.mjs": [["x.mjs"]], "x.mjs": [["lost.mjs"]] }, "lost.mjs"],
    ["one that is loaded late", { "a.mjs": [["lost.mjs", "dynamic-import"]] }, "lost.mjs"],
    ["a package that is left outside", { "a.mjs": [["zod", "external"]] }, "zod"],
    ["an entry that is not there", {}, "a.mjs"],
  ])("cannot be told with %s: it is named", (_what, files, named) => {
    expect(() => functionFiles(made(files), "a.mjs")).toThrow(`Cannot deploy a.mjs: the build did not make ${named}`);
  });
});
