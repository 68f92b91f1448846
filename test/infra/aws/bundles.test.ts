import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Bundles, bundleFunctions } from "#infra/aws/bundles.ts";
import { CLOUD_FUNCTIONS } from "#infra/aws/functions.ts";

const NAMES = CLOUD_FUNCTIONS.map(({ name }) => name);

describe("the bundles of all functions", { timeout: 120_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), "tollgate-bundles-"));
  let made: Bundles;
  beforeAll(async () => {
    made = await bundleFunctions(join(import.meta.dirname, "../../.."), folder, "0.0.0+test");
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const bundleOf = (name: string) => {
    const bundle = made.bundles.find((each) => each.name === name);
    if (bundle === undefined) throw new Error(`There is no bundle of ${name}`);
    return bundle;
  };

  test.each(NAMES)("%s has each file that it can reach, and no other", (name) => {
    const { files, main } = bundleOf(name);
    const expected = [...files.all].map((path) => (path === main ? "main.mjs" : basename(path)));
    expect(readdirSync(join(folder, name)).toSorted()).toEqual(expected.toSorted());
  });

  test.each(NAMES)("%s imports what lies beside it, and nothing else", (name) => {
    const files = readdirSync(join(folder, name));
    const named = files.flatMap((file) =>
      [...readFileSync(join(folder, name, file), "utf8").matchAll(/(?:\bfrom|\bimport\(?)\s*"([^"]*\.mjs)"/g)].map(
        ([, path = ""]) => path,
      ),
    );
    expect(named.filter((path) => !path.startsWith("./") || !files.includes(path.slice(2)))).toEqual([]);
  });

  test.each(NAMES)("%s loads at most 450 kB at start", (name) => {
    const sizes = [...bundleOf(name).files.start].map((path) => made.outputs[path]?.bytes ?? 0);
    expect(sizes.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThanOrEqual(450_000);
  });

  test("no file asks for a module in a way that an ES module does not know", () => {
    const scripts = readdirSync(join(folder, "made")).filter((file) => file.endsWith(".mjs"));
    expect(
      scripts.filter((file) => readFileSync(join(folder, "made", file), "utf8").includes("Dynamic require of")),
    ).toEqual([]);
  });

  test("maps are made, and kept aside", () => {
    for (const name of NAMES) expect(statSync(join(folder, "made", `${name}.mjs.map`)).size).toBeGreaterThan(0);
    expect(NAMES.flatMap((name) => readdirSync(join(folder, name))).filter((file) => file.endsWith(".map"))).toEqual(
      [],
    );
  });
});
