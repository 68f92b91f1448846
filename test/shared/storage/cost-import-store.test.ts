import { describe, expect, test } from "vitest";
import { month as monthOf } from "#shared/cost/ledger.ts";
import type { BlobStore, PeriodLedger } from "#shared/cost/ports.ts";
import { costImportKind, costImportStoreOn } from "#shared/storage/cost-import-store.ts";
import { StoredShapeError } from "#shared/storage/records.ts";
import { importOf, periodsOf } from "#test/support/cost-year.ts";
import { memoryRecords, nodeDigest } from "#test/support/memory-records.ts";

/** Blobs in memory, which a test may take away or alter. */
function blobsIn(texts: Map<string, string>): BlobStore {
  return {
    async put(key, bytes) {
      const parts: Uint8Array[] = [];
      for await (const part of bytes) parts.push(part);
      const text = Buffer.concat(parts).toString();
      texts.set(key, text);
      return { sha256: nodeDigest(text), bytes: text.length };
    },
    async open(key) {
      const text = texts.get(key);
      if (text === undefined) return undefined;
      const bytes = Buffer.from(text);
      return {
        name: key,
        bytes: bytes.length,
        sha256: async () => nodeDigest(text),
        slice: async (start: number, end: number) => new Uint8Array(bytes.subarray(start, end)).buffer,
        async *chunks() {
          yield bytes;
        },
        close: async () => undefined,
      };
    },
  };
}

const [month] = periodsOf(7);
if (month === undefined) throw new Error("no month");
const ledger: PeriodLedger = {
  period: month.period,
  currency: "USD",
  lines: [...month.lines, ...month.lines],
  resources: month.resources,
};

function keeping() {
  const texts = new Map<string, string>();
  return { texts, store: costImportStoreOn(memoryRecords().records, blobsIn(texts)) };
}

describe("a ledger", () => {
  test("of more lines than are written at once comes back as it was", async () => {
    const { store } = keeping();
    expect(ledger.lines.length).toBeGreaterThan(1_000);
    expect(await store.ledger(await store.keepLedger("I-1", ledger))).toEqual(ledger);
  });

  test.each<{ because: string; change: (text: string) => string | undefined; says: string }>([
    { because: "it is gone", change: () => undefined, says: "it is gone" },
    { because: "a digit is another", change: (text) => text.replace(/\d(?="})/, "x"), says: "it was altered" },
    {
      because: "its last line is missing",
      change: (text) => text.slice(0, text.lastIndexOf("\n{")),
      says: "it was altered",
    },
    { because: "it is empty", change: () => "", says: "it was altered" },
  ])("is refused by name where $because: never read as less", async ({ change, says }) => {
    const { store, texts } = keeping();
    const kept = await store.keepLedger("I-1", ledger);
    const changed = change(texts.get(kept.key) ?? "");
    if (changed === undefined) texts.delete(kept.key);
    else texts.set(kept.key, changed);
    await expect(store.ledger(kept)).rejects.toThrow(StoredShapeError);
    await expect(store.ledger(kept)).rejects.toThrow(`Cannot read ledger "${kept.key}": ${says}`);
  });
});

test("an import comes back to the last digit, what was rounded away included; a foreign shape is refused", () => {
  const made = { ...importOf(month), lost: { billed: -1n, effective: 10n ** 30n, list: 0n, contracted: 7n } };
  const body = JSON.parse(JSON.stringify(costImportKind.encode(made)));
  expect(costImportKind.decode(body)).toEqual(made);
  for (const foreign of [{ ...body, colour: "red" }, { ...body, rows: -1 }, { ...body, currency: "EURO" }, null])
    expect(() => costImportKind.decode(foreign)).toThrow();
});

test("an import is kept once, whoever brings it again", async () => {
  const { store } = keeping();
  const made = importOf(month);
  expect(await store.commit({ made, periods: [], accounts: [], by: "dan" })).toBe(true);
  expect(await store.commit({ made, periods: [], accounts: [], by: "eve" })).toBe(false);
  expect(await store.find(made.id)).toEqual(made);
});

test("periods are listed by month, from the first to the last asked for, those two included, whatever their sources are called", async () => {
  const { store } = keeping();
  const made = importOf(month);
  const ref = await store.keepLedger("I-1", ledger);
  const version = { version: 1, import: made.id, rows: 1, totals: made.totals, takenInAt: made.takenInAt, ledger: ref };
  const periods = ["2025-12", "2026-01", "2026-02", "2026-03"].flatMap((period) =>
    ["!a", "AWS/1", "~z"].map((source) => ({
      stored: undefined,
      value: { source, period: monthOf(period), currency: "USD", accounts: [source], versions: [version] },
    })),
  );
  expect(await store.commit({ made, periods, accounts: [], by: "dan" })).toBe(true);
  const listed = await store.listed({ first: monthOf("2026-01"), last: monthOf("2026-02") });
  expect(listed.map(({ value: { period, source } }) => `${period} ${source}`)).toEqual(
    ["2026-01", "2026-02"].flatMap((period) => ["!a", "AWS/1", "~z"].map((source) => `${period} ${source}`)),
  );
  for (const row of listed) expect(row).toEqual(await store.period(row.value.source, row.value.period));
  expect(await store.periods()).toHaveLength(12);
});

test("who brings an account is as its row says, and as the periods say where it has none", async () => {
  const { store } = keeping();
  const made = importOf(month);
  const ref = await store.keepLedger("I-1", ledger);
  const version = { version: 1, import: made.id, rows: 1, totals: made.totals, takenInAt: made.takenInAt, ledger: ref };
  const periods = ["2026-02", "2026-01"].map((period) => ({
    stored: undefined,
    value: { source: "one", period: monthOf(period), currency: "USD", accounts: ["AWS/1"], versions: [version] },
  }));
  const laid = { account: "AWS/2", months: [{ period: monthOf("2026-01"), source: "two" }] };
  await store.commit({ made, periods, accounts: [{ stored: undefined, value: laid }], by: "dan" });
  const [first, second, third] = await store.accounts(["AWS/1", "AWS/2", "AWS/3"]);
  expect(first).toEqual({
    stored: undefined,
    value: {
      account: "AWS/1",
      months: [
        { period: "2026-01", source: "one" },
        { period: "2026-02", source: "one" },
      ],
    },
  });
  expect(second?.stored?.value).toEqual(laid);
  expect(third).toEqual({ stored: undefined, value: { account: "AWS/3", months: [] } });
});
