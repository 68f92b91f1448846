import { describe, expect, test } from "vitest";
import { type NameSource, passedOnBy, withStraightImports } from "#infra/aws/straight-imports.ts";

/** A library of one index, which passes `A` on from a file of its own, and has `Own` itself. */
const LIBRARY: NameSource = {
  resolve: (specifier) => (specifier === "@smithy/core" ? "/m/core/index.js" : undefined),
  find(name) {
    if (name === "A") return { file: "/m/core/a.js", name: "A" };
    if (name === "B") return { file: "/m/core/b.js", name: "TheB" };
    return name === "Own" ? { file: "/m/core/index.js", name } : undefined;
  },
};

const straight = (text: string) => withStraightImports(text, "/shared/adapters/aws/x.ts", LIBRARY);

describe("straight imports", () => {
  test.each([
    ["a name comes from its file", 'import { A } from "@smithy/core";', 'import { A as A } from "/m/core/a.js";'],
    ["a new name stays", 'import { A as Z } from "@smithy/core";', 'import { A as Z } from "/m/core/a.js";'],
    [
      "a name passed on under another",
      'import { B } from "@smithy/core";',
      'import { TheB as B } from "/m/core/b.js";',
    ],
    ["what the index has itself", 'import { Own } from "@smithy/core";', 'import { Own } from "@smithy/core";'],
    ["what is not found is left", 'import { Odd } from "@smithy/core";', 'import { Odd } from "@smithy/core";'],
    [
      "types are gone when it runs",
      'import { A, type T } from "@smithy/core";',
      'import { A as A } from "/m/core/a.js";',
    ],
    ["imports of others are left", 'import { z } from "zod";', 'import { z } from "zod";'],
    ["ours are left", 'import { A } from "#shared/a.ts";', 'import { A } from "#shared/a.ts";'],
  ])("%s", (_why, text, expected) => {
    expect(straight(text)).toBe(expected);
  });

  test("keep lines where they were", () => {
    const text = 'import {\n  A,\n  B,\n} from "@smithy/core";\nexport const x = A;\n';
    expect(straight(text).split("\n").indexOf("export const x = A;")).toBe(4);
  });

  test("credentials are left to who puts others in their place", () => {
    const text = 'import { defaultProvider } from "@aws-sdk/credential-provider-node";';
    expect(withStraightImports(text, "/x.ts", { ...LIBRARY, resolve: () => "/m/core/index.js" })).toBe(text);
  });
});

describe("what a module passes on", () => {
  test("is its own, by name, or all of another", () => {
    const text = [
      "export const a = 1;",
      "export var A$ = [];",
      "export class C {}",
      "export async function f() {}",
      'export { x, y as z, } from "./x";',
      "export { here as there };",
      'export * from "./all";',
    ].join("\n");
    const { own, named, whole } = passedOnBy(text);
    expect([...own]).toEqual(["a", "A$", "C", "f", "there"]);
    expect([...named]).toEqual([
      ["x", { specifier: "./x", name: "x" }],
      ["z", { specifier: "./x", name: "y" }],
    ]);
    expect(whole).toEqual(["./all"]);
  });
});
