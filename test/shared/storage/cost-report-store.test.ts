import { describe, expect, test } from "vitest";
import { type ReportRecord, reportIdOf } from "#shared/cost/report/report-record.ts";
import { type Month, parseMonth } from "#shared/kernel/calendar.ts";
import { attos } from "#shared/kernel/money.ts";
import { everyItem } from "#shared/kernel/page.ts";
import { costReportKind, costReportStoreOn } from "#shared/storage/cost-report-store.ts";
import { at } from "#test/support/findings.ts";
import { memoryRecords, nodeDigest } from "#test/support/memory-records.ts";

const monthOf = (text: string): Month => {
  const found = parseMonth(text);
  if (found === undefined) throw new Error(`"${text}" is no month`);
  return found;
};

function recordOf(report: string, month: string, version = 1): ReportRecord {
  const of = { report, month: monthOf(month), version };
  return {
    ...of,
    id: reportIdOf(of),
    state: "FINAL",
    because: "every row is on an invoice",
    madeAt: at("2026-11-03T08:00:00Z"),
    currency: "USD",
    content: nodeDigest("content"),
    basis: [{ source: "aws-focus", import: "I-1", ledger: { key: "ledgers/a", sha256: nodeDigest("a") } }],
    totals: {
      billed: attos(39_210_954_962_909_100_000_000n),
      effective: attos(-1n),
      workloads: attos(0n),
      pools: attos(10n ** 38n),
      unallocated: attos(1n),
    },
    tied: false,
    tie: [{ name: "412.07 is in the export but not in the ledger", amount: attos(412_070_000_000_000_000_000n) }],
    roundingLost: "-0.000000000000000000000000000000000001",
    files: [{ name: "report.html", bytes: 7, sha256: nodeDigest("f"), key: "reports/a/report.html" }],
    signedOff: { by: "dan.moss", at: at("2026-11-04T08:00:00Z") },
  };
}

const stores = () => {
  const { records, table } = memoryRecords();
  return { records, table, store: costReportStoreOn(records) };
};

describe("reports as stored", () => {
  test("come back to the last attos, and a field too many or too few is refused", () => {
    const record = recordOf("monthly", "2026-10");
    const body = JSON.parse(JSON.stringify(costReportKind.encode(record)));
    expect(costReportKind.decode(body)).toEqual(record);
    expect(() => costReportKind.decode({ ...body, colour: "red" })).toThrow();
    for (const field of Object.keys(body).filter((each) => each !== "signedOff"))
      expect(() => costReportKind.decode({ ...body, [field]: undefined }), field).toThrow();
    expect(() => costReportKind.decode({ ...body, totals: { ...body.totals, billed: 12.5 } })).toThrow();
  });

  test("have one newest version, also past nine, of each report by itself", async () => {
    const { store } = stores();
    for (let version = 1; version <= 11; version += 1)
      expect(await store.create(recordOf("monthly", "2026-10", version), "t")).toBe(true);
    await store.create(recordOf("monthly-eu", "2026-10"), "t");
    await store.create(recordOf("monthly", "2026-11"), "t");
    expect((await store.latest("monthly", monthOf("2026-10")))?.value.version).toBe(11);
    expect((await store.latest("monthly-eu", monthOf("2026-10")))?.value.version).toBe(1);
    expect(await store.latest("month", monthOf("2026-10"))).toBeUndefined();
  });

  test("are found by their key where the list is a moment behind", async () => {
    const { records } = stores();
    const late = costReportStoreOn({ ...records, list: async () => ({ items: [] }) });
    for (const version of [1, 2, 3]) await late.create(recordOf("monthly", "2026-10", version), "t");
    expect((await late.latest("monthly", monthOf("2026-10")))?.value.version).toBe(3);
  });

  test("are made once each: the slower of two is told so", async () => {
    const { store } = stores();
    const record = recordOf("monthly", "2026-10");
    expect(await Promise.all([store.create(record, "a"), store.create(record, "b")])).toEqual([true, false]);
  });

  test("are signed off by whoever read them last, and by nobody who read them before", async () => {
    const { store, records } = stores();
    const { signedOff: _, ...unsigned } = recordOf("monthly", "2026-10");
    await store.create(unsigned, "t");
    const read = await store.find(unsigned.id);
    if (read === undefined) throw new Error("it is not there");
    const signed = { by: "dan.moss", at: at("2026-11-04T08:00:00Z") };
    expect(await store.signOff(read, signed)).toBe(true);
    expect(await store.signOff(read, { ...signed, by: "eve" })).toBe(false);
    expect((await store.find(unsigned.id))?.value.signedOff).toEqual(signed);
    const events = await records.events("cost-report", unsigned.id);
    expect(events.map(({ type, by }) => [type, by])).toEqual([
      ["cost-report.final", "t"],
      ["cost-report.signed-off", "dan.moss"],
    ]);
  });

  test("are listed newest month first, newest version first, page by page without gap or repeat", async () => {
    const { store } = stores();
    const months = ["2026-11", "2026-10", "2026-09"];
    const records = months.flatMap((month) => [3, 2, 1].map((version) => recordOf("monthly", month, version)));
    for (const record of records.toReversed()) await store.create(record, "t");
    const expected = records.map(({ id }) => id);
    const seen = await everyItem((from) => store.list({ limit: 2, ...from }));
    expect(seen.map(({ id }) => id)).toEqual(expected);
    const october = await store.list({ month: monthOf("2026-10"), limit: 10 });
    expect(october.items.map(({ id }) => id)).toEqual(expected.slice(3, 6));
  });
});
