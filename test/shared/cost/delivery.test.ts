import { describe, expect, test } from "vitest";

import { ingest } from "#shared/cost/ingest.ts";
import { csvOf, ingestWorld } from "#test/support/bills.ts";

const taken = async (world: ReturnType<typeof ingestWorld>, ...names: string[]) => {
  const result = await ingest(world.input(...names), world.deps);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
};

const refusedBy = async (world: ReturnType<typeof ingestWorld>, ...names: string[]) => {
  const before = await world.state();
  const result = await ingest(world.input(...names), world.deps);
  expect(await world.state()).toBe(before);
  return result.ok ? `taken in: ${result.value.import.rows} rows` : result.error.message;
};

describe("a delivery with a manifest", () => {
  const manifest = (...files: string[]) =>
    JSON.stringify({ dataFiles: files, exportArn: "arn:aws:bcm-data-exports:…" });

  test("is what the manifest names, and nothing beside it", async () => {
    const world = ingestWorld();
    world.write(
      "export/metadata/BILLING_PERIOD=2026-10/bill-Manifest.json",
      manifest("s3://bills/data/BILLING_PERIOD=2026-10/bill-1.csv"),
    );
    world.write("export/data/BILLING_PERIOD=2026-10/bill-1.csv", csvOf([{}]));
    world.write("export/data/BILLING_PERIOD=2026-10/old-run.csv", csvOf([{}, {}]));
    const { import: made } = await taken(world, "export");
    expect(made.files.map(({ name }) => name)).toEqual(["export/data/BILLING_PERIOD=2026-10/bill-1.csv"]);
    expect(made.manifest?.name).toBe("export/metadata/BILLING_PERIOD=2026-10/bill-Manifest.json");
  });

  test("finds its data by itself, and never those of another period", async () => {
    const world = ingestWorld();
    const name = "export/metadata/BILLING_PERIOD=2026-10/bill-Manifest.json";
    world.write(name, manifest("s3://bills/data/BILLING_PERIOD=2026-10/bill-1.csv"));
    world.write("export/data/BILLING_PERIOD=2026-09/bill-1.csv", csvOf([{}, {}]));
    expect(await refusedBy(world, name)).toBe(
      `Cannot take in "${name}": it names "s3://bills/data/BILLING_PERIOD=2026-10/bill-1.csv", which is not there; fetch the whole delivery`,
    );
    world.write("export/data/BILLING_PERIOD=2026-10/bill-1.csv", csvOf([{}]));
    expect((await taken(world, name)).import.rows).toBe(1);
  });

  test.each([
    {
      because: "a file that it names is missing",
      content: manifest("s3://bills/data/bill-1.csv", "s3://bills/data/bill-2.csv"),
      message:
        'Cannot take in "export/Manifest.json": it names "s3://bills/data/bill-2.csv", which is not there; fetch the whole delivery',
    },
    {
      because: "it names one file twice",
      content: manifest("bill-1.csv", "s3://bills/bill-1.csv"),
      message: 'Cannot take in "export/Manifest.json": it names "export/bill-1.csv" twice; a file counts once',
    },
    {
      because: "it names nothing",
      content: manifest(),
      message: 'Cannot take in "export/Manifest.json": it names no file; wait for the export to finish',
    },
    {
      because: "it is cut off",
      content: manifest("bill-1.csv").slice(0, 20),
      message: 'Cannot take in "export/Manifest.json": it is no JSON; fetch it again',
    },
    {
      because: "it has two lists of files",
      content: '{"dataFiles": ["bill-1.csv"], "dataFiles": ["bill-1.csv"]}',
      message:
        'Cannot take in "export/Manifest.json": /dataFiles stands twice, and only one can be meant; fetch it again',
    },
    {
      because: "it is another JSON",
      content: "[]",
      message:
        'Cannot take in "export/Manifest.json": it has no list of files; a manifest has "dataFiles", or "reportKeys"',
    },
  ])("is refused by name when $because", async ({ content, message }) => {
    const world = ingestWorld();
    world.write("export/Manifest.json", content);
    world.write("export/bill-1.csv", csvOf([{}]));
    expect(await refusedBy(world, "export")).toBe(message);
  });
});
