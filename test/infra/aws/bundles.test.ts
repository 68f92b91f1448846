import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Bundles, bundleFunctions } from "#infra/aws/bundles.ts";
import { CLOUD_FUNCTIONS } from "#infra/aws/functions.ts";

const ROOT = join(import.meta.dirname, "../../..");
const NAMES = CLOUD_FUNCTIONS.map(({ name }) => name);

describe("the bundles of all functions", { timeout: 120_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), "tollgate-bundles-"));
  let made: Bundles;
  beforeAll(async () => {
    made = await bundleFunctions(ROOT, folder, "0.0.0+test");
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const bundleOf = (name: string) => {
    const bundle = made.bundles.find((each) => each.name === name);
    if (bundle === undefined) throw new Error(`There is no bundle of ${name}`);
    return bundle;
  };

  test.each(NAMES)("%s has each file that it can reach, and no other", (name) => {
    const expected = [...bundleOf(name).files.all].map((path) => basename(path));
    expect(readdirSync(join(folder, name)).toSorted()).toEqual(expected.toSorted());
    expect(expected).toContain("main.mjs");
  });

  test.each(NAMES)("%s starts with its entry and at most one file more", (name) => {
    expect(bundleOf(name).files.start.size).toBeLessThanOrEqual(2);
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
    const scripts = NAMES.flatMap((name) => readdirSync(join(folder, name)).map((file) => join(folder, name, file)));
    expect(scripts.filter((file) => readFileSync(file, "utf8").includes("Dynamic require of"))).toEqual([]);
  });

  test.each([
    { name: "access-sweep", finding: "sweep", late: "act-on-request", acting: /^(act-on-\w+|converge(-\w+)?)\.ts$/ },
    { name: "grant-reconcile", finding: "reconcile", late: "take-back", acting: /^(converge(-\w+)?|grant-end)\.ts$/ },
    { name: "grant-reconcile", finding: "off-board", late: "revoke-request", acting: /^grant-end\.ts$/ },
  ])("$name loads $late with the first that $finding finds", ({ name, finding, late, acting }) => {
    const { files } = bundleOf(name);
    const maps = [...files.start].map((path) => JSON.parse(readFileSync(join(ROOT, `${path}.map`), "utf8")));
    const sources = maps.flatMap(({ sources: each }) => each as readonly string[]);
    const access = sources.filter((path) => path.includes("/shared/access/")).map((path) => basename(path));
    expect(access).toContain(`${finding}.ts`);
    expect(access.filter((file) => file === `${late}.ts` || acting.test(file))).toEqual([]);
    expect([...files.all].filter((path) => basename(path).startsWith(`${late}-`))).toHaveLength(1);
  });

  test("what Node has built in is no file to load", () => {
    const named = NAMES.flatMap((name) => readdirSync(join(folder, name))).filter((file) => /^https?-/.test(file));
    expect(named).toEqual([]);
  });

  test("maps are made, and kept aside", () => {
    for (const { name, files } of made.bundles) {
      const maps = [...files.start].map((path) => JSON.parse(readFileSync(join(ROOT, `${path}.map`), "utf8")));
      const sources = maps.flatMap(({ sources: each }) => each as readonly string[]);
      // They lead to modules, not to the files that were made of them on the way.
      expect(sources.filter((path) => path.endsWith(`/functions/${name}/main.ts`))).toHaveLength(1);
    }
    expect(NAMES.flatMap((name) => readdirSync(join(folder, name))).filter((file) => file.endsWith(".map"))).toEqual(
      [],
    );
  });
});
