import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Catalog } from "#shared/catalog/catalog.ts";
import type { Match } from "#shared/catalog/documents/selector.ts";
import { sumAmounts } from "#shared/cost/amounts.ts";
import { billOwnersOf } from "#shared/cost/bill-owner.ts";
import { billKeyOf } from "#shared/cost/import.ts";
import { ingest } from "#shared/cost/ingest.ts";
import { bearerKey } from "#shared/cost/ledger.ts";
import { type MakeReportDeps, makeReport } from "#shared/cost/report/make-report.ts";
import { readReport } from "#shared/cost/report/read-report.ts";
import { exactDecimal, parseMoney } from "#shared/kernel/money.ts";
import { reportReader } from "#shared/rendering/cost-report/report-reader.ts";
import { CHARGE, csvOf, ingestWorld } from "#test/support/bills.ts";
import { catalogOf, digest } from "#test/support/catalog/resolved.ts";
import { type CostWorld, costWorld, DOCUMENTS, OCTOBER } from "#test/support/cost-world.ts";

/** The company, where `matches` says which workload the selectors find besides its tag. */
const company = (matches: { readonly [workload: string]: readonly Match[] } = {}): Catalog =>
  catalogOf(
    DOCUMENTS.map((document) => {
      const match = document.kind === "Workload" ? matches[document.id] : undefined;
      return match === undefined ? document : { ...document, match };
    }) as typeof DOCUMENTS,
  );

const BEFORE = company();
const AFTER = company({ "tax-feeds": [{ name: ["left-over"] }] });
const LEFT_OVER = { Tags: "", ResourceId: "arn:aws:s3:::left-over", ServiceName: "Amazon S3" };
const ASKED = { report: "finance-monthly", title: "Close", month: OCTOBER, by: "fatima" };
const INVOICED = [...Object.keys(CHARGE), "InvoiceId"];

let bills: ReturnType<typeof ingestWorld>;
let world: CostWorld;
beforeEach(() => {
  bills = ingestWorld();
  world = costWorld();
});
afterEach(() => {
  world.close();
  rmSync(bills.home, { recursive: true, force: true });
});

const take = async (name: string, csv: string, more: Partial<Parameters<typeof ingest>[0]> = {}) => {
  bills.write(name, csv);
  const attribution = async () => ({ owners: billOwnersOf(BEFORE), catalogue: BEFORE.hash });
  const deps = { ...bills.deps, attribution };
  const taken = await ingest({ ...bills.input(name), ...more }, deps);
  if (!taken.ok) throw new Error(taken.error.message);
  return taken.value.import;
};

const made = async (catalog: Catalog, asked = ASKED) => {
  const deps: MakeReportDeps = {
    ...world,
    imports: bills.imports,
    blobs: bills.deps.blobs,
    catalog: { current: async () => catalog },
  };
  const result = await makeReport(asked, deps);
  if (!result.ok) throw new Error(result.error.kind);
  return result.value.record;
};

const effective = async (record: Awaited<ReturnType<typeof made>>) => {
  const { lines } = await readReport(record, { blobs: bills.deps.blobs, reader: reportReader(digest) });
  return Object.fromEntries(
    [...Map.groupBy(lines, ({ bearer }) => bearerKey(bearer))].map(([key, own]) => [
      key,
      exactDecimal(sumAmounts(own.map(({ amounts }) => amounts)).effective),
    ]),
  );
};

const versions = async () =>
  (await bills.imports.periods()).flatMap(({ versions: all }) =>
    all.map(({ version, cause, difference }) => ({ version, cause, difference: difference?.totals.billed })),
  );

describe("a selector that comes after the bills", () => {
  test("moves an open month to its owner in the next draft; totals stay, and the difference is kept as a rule change", async () => {
    await take("october.csv", csvOf([{}, LEFT_OVER]));
    const first = await made(BEFORE);
    expect(first).toMatchObject({ state: "DRAFT", version: 1 });
    expect(await effective(first)).toEqual({ "workload:orders-etl": "1.25", "unallocated:no-selector": "1.25" });
    const second = await made(AFTER);
    expect(second).toMatchObject({ state: "DRAFT", version: 2, tied: true });
    expect(await effective(second)).toEqual({ "workload:orders-etl": "1.25", "workload:tax-feeds": "1.25" });
    expect(second.totals.billed).toBe(first.totals.billed);
    expect(await versions()).toEqual([
      { version: 1, cause: undefined, difference: undefined },
      { version: 2, cause: "rule change", difference: 0n },
    ]);
    expect(await effective(first)).toEqual({ "workload:orders-etl": "1.25", "unallocated:no-selector": "1.25" });
  });

  test("is applied once: asked for again, nothing is read or written", async () => {
    await take("october.csv", csvOf([{}, LEFT_OVER]));
    await made(AFTER);
    const before = await bills.state();
    expect((await made(AFTER)).version).toBe(1);
    expect(await bills.state()).toBe(before);
  });

  test("that finds nothing in the month makes no version, and is not tried again", async () => {
    await take("october.csv", csvOf([{}]));
    await made(AFTER);
    expect(await versions()).toHaveLength(1);
    expect((await bills.imports.periods())[0]?.catalogue).toBe(AFTER.hash);
  });

  test("never reaches a final month, nor another report of it", async () => {
    await take("october.csv", csvOf([{ InvoiceId: "8841" }, { ...LEFT_OVER, InvoiceId: "8841" }], INVOICED));
    const final = await made(BEFORE);
    expect(final.state).toBe("FINAL");
    expect(await made(AFTER)).toEqual(final);
    expect(await effective(await made(AFTER, { ...ASKED, report: "finance-other" }))).toHaveProperty(
      "unallocated:no-selector",
    );
    expect(await versions()).toHaveLength(1);
  });

  test("reads the bills as they were taken in: with what was said of them, and by their rates", async () => {
    const rate = parseMoney("1.5") ?? expect.unreachable("a rate");
    const columns = Object.keys(CHARGE).filter((name) => name !== "ProviderName");
    const rows = [{ ...LEFT_OVER, BillingCurrency: "EUR", BilledCost: "0.000000000000000001" }, {}];
    const imported = await take("october.csv", csvOf(rows, columns), {
      assume: new Map([["ProviderName", "Azure"]]),
      rates: new Map([["EUR", rate]]),
      currency: "USD",
    });
    expect(imported.totals.billed).toBe(1_250_000_000_000_000_002n);
    const record = await made(AFTER);
    expect(exactDecimal(record.totals.billed)).toBe("1.250000000000000002");
    const { lines } = await readReport(record, { blobs: bills.deps.blobs, reader: reportReader(digest) });
    expect(lines.map(({ provider, bearer }) => [provider, bearerKey(bearer)])).toEqual([
      ["Azure", "workload:orders-etl"],
      ["Azure", "workload:tax-feeds"],
    ]);
  });

  test("leaves a month whose bills are no longer kept as it was attributed then", async () => {
    const imported = await take("october.csv", csvOf([{}, LEFT_OVER]));
    rmSync(join(bills.home, "blobs", billKeyOf(imported.files[0]?.sha256 ?? imported.catalogue)));
    expect(await effective(await made(AFTER))).toHaveProperty("unallocated:no-selector");
    expect(await versions()).toHaveLength(1);
  });

  test("reaches the next bill of the month too, whatever catalogue that was taken in by", async () => {
    await take("october.csv", csvOf([{}, LEFT_OVER]));
    await made(AFTER);
    await take("corrected.csv", csvOf([{}, {}, LEFT_OVER]));
    const [period] = await bills.imports.periods();
    expect(period?.catalogue).toBeUndefined();
    expect(await effective(await made(AFTER))).toEqual({ "workload:orders-etl": "2.5", "workload:tax-feeds": "1.25" });
    expect((await versions()).map(({ cause }) => cause)).toEqual([undefined, "rule change", undefined, "rule change"]);
  });
});
