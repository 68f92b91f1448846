import { readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { recordsOf } from "#shared/adapters/focus/csv-records.ts";
import { textOfCsv } from "#shared/adapters/focus/csv-text.ts";
import { focusBillReader } from "#shared/adapters/focus/focus-bill-reader.ts";
import type { OwnerOf } from "#shared/cost/attribution.ts";
import { type LedgerLine, POOLS } from "#shared/cost/ledger.ts";
import { exactDecimal, formatMoney, type Money, parseMoney, readMoney, sumMoney } from "#shared/kernel/money.ts";
import { batchesOf, tallied } from "#test/support/bills.ts";
import { FOCUS, withFile } from "#test/support/published-bills.ts";

/** Sums that were computed independently of this project, met to the last digit through our readers. */

const TOTALS = JSON.parse(readFileSync(join(FOCUS, "control-totals.json"), "utf8")) as Record<string, Control>;

type Counted = { readonly rows: number; readonly BilledCost: string };
type Control = {
  readonly bytes: number;
  readonly sha256: string;
  readonly rows: number;
  readonly row_count: number;
  readonly columns: number;
  readonly by_ChargeCategory?: Record<string, Counted>;
  readonly by_ProviderName?: Record<string, Counted>;
  readonly rows_without_tags?: number;
  readonly by_month: readonly { readonly m: string; readonly n: number; readonly e: string }[];
  readonly by_project: readonly { readonly p: string; readonly n: number; readonly e: string }[];
  readonly commitment: readonly { readonly CommitmentDiscountStatus: string; readonly n: number; readonly e: string }[];
} & { readonly [sum in `sum_${string}`]?: string };

const COSTS = ["BilledCost", "EffectiveCost", "ListCost", "ContractedCost"] as const;
const usd = (text: string): Money => parseMoney(text) ?? expect.unreachable(text);
const control = (name: string): Control => TOTALS[name] ?? expect.unreachable(name);
const nobody: OwnerOf = () => ({ kind: "nobody" });

describe.each(Object.keys(TOTALS))("%s", (name) => {
  test("is the published file", async () => {
    await withFile(name, async (file) => {
      expect(file.bytes).toBe(control(name).bytes);
      expect(await file.sha256()).toBe(control(name).sha256);
    });
  });
});

const csvNames = Object.keys(TOTALS).filter((name) => name.endsWith(".csv"));

/** A CSV by our reader, as records with the header's names. */
async function recordsIn(name: string): Promise<readonly ReadonlyMap<string, string>[]> {
  return withFile(name, async (file) => {
    const all: (readonly string[])[] = [];
    for await (const record of recordsOf(name, textOfCsv(file, false))) all.push(record);
    const [header = [], ...records] = all;
    return records.map((record) => new Map(header.map((column, at) => [column, record[at] ?? ""])));
  });
}

describe.each(csvNames)("the rows of %s", (name) => {
  test("are as many and as wide as published", async () => {
    const records = await recordsIn(name);
    expect(records).toHaveLength(control(name).rows);
    expect(records[0]?.size).toBe(control(name).columns);
  });

  test("add up in every column, category and provider", async () => {
    const records = await recordsIn(name);
    // "$10,000.00 " is a picture of an amount: no total counts it, and the strict reader refuses it below.
    const amount = (record: ReadonlyMap<string, string>, column: string) => readMoney(record.get(column) ?? "")?.money;
    const sum = (rows: typeof records, column: string) => sumMoney(rows.flatMap((row) => amount(row, column) ?? []));
    for (const column of COSTS) {
      const expected = control(name)[`sum_${column}`];
      if (expected !== undefined)
        expect(`${column} ${exactDecimal(sum(records, column))}`).toBe(`${column} ${exactDecimal(usd(expected))}`);
    }
    for (const column of ["ChargeCategory", "ProviderName"] as const) {
      for (const [value, counted] of Object.entries(control(name)[`by_${column}`] ?? {})) {
        const rows = records.filter((row) => row.get(column) === value);
        expect([value, rows.length, sum(rows, "BilledCost")]).toEqual([value, counted.rows, usd(counted.BilledCost)]);
      }
    }
  });
});

describe("focus_sample_1000.csv through the strict reader", () => {
  const name = "focus-1.0-official/focus_sample_1000.csv";
  const read = () => withFile(name, (file) => tallied(file, undefined, nobody));
  const { by_ChargeCategory: categories = {}, by_ProviderName: providers = {}, ...total } = control(name);

  test("every column, category and provider, from the daily lines", async () => {
    const { columns, lines, rows, missing } = await read();
    expect(rows).toBe(total.rows);
    expect(columns.billed).toBe(usd(total["sum_BilledCost"] ?? ""));
    expect(columns.effective).toBe(usd(total["sum_EffectiveCost"] ?? ""));
    expect(columns.list).toBe(usd(total["sum_ListCost"] ?? ""));
    expect(columns.contracted).toBe(usd(total["sum_ContractedCost"] ?? ""));
    expect(missing).toEqual({ list: 0, contracted: expect.any(Number) });
    const group = (fits: (line: LedgerLine) => boolean) => {
      const own = lines.map(({ line }) => line).filter(fits);
      return [own.reduce((sum, line) => sum + line.rows, 0), sumMoney(own.map(({ amounts }) => amounts.billed))];
    };
    for (const [category, { rows: count, BilledCost }] of Object.entries(categories)) {
      expect([category, ...group((line) => line.category === category)]).toEqual([category, count, usd(BilledCost)]);
    }
    for (const [provider, { rows: count, BilledCost }] of Object.entries(providers)) {
      expect([provider, ...group((line) => line.provider === provider)]).toEqual([provider, count, usd(BilledCost)]);
    }
  });

  test("the one credit is not dropped: it stands in its pool, below zero", async () => {
    const { lines } = await read();
    const credits = lines
      .map(({ line }) => line)
      .filter(({ bearer }) => bearer.kind === "pool" && bearer.pool === "credits");
    expect(credits.map(({ amounts, rows }) => `${rows}: ${exactDecimal(amounts.billed)}`)).toEqual(["1: -2.6137"]);
  });

  test("289 rows have no tags, and the keys `org` and ` org` are one", async () => {
    const sets = await withFile(name, async (file) => {
      const bill = await focusBillReader.read(file, { alsoColumns: [], assume: new Map() });
      const batches = await batchesOf(bill);
      return batches.flatMap(({ tags }) => [...tags].map((code) => [...bill.texts.tagsOf(code).keys()]));
    });
    expect(sets.filter((keys) => keys.length === 0)).toHaveLength(total.rows_without_tags ?? 0);
    expect(sets.flat().filter((key) => key !== key.trim())).toEqual([]);
    expect(sets.flat()).toContain("org");
  });
});

describe("focus_sample.parquet, whose costs are DOUBLE", () => {
  const name = "focus-1.0-13months-synthetic/focus_sample.parquet";
  const published = control(name);
  const byProject: OwnerOf = ({ tags }) => ({
    kind: "workload",
    workload: tags.get("project") ?? "(untagged)",
    by: "tag project",
  });
  // The pools would take their rows first: here every row is asked for its project, as the totals were made.
  const read = () => withFile(name, (file) => tallied(file, undefined, byProject));

  test("every column to the last digit, where floats and cents-first are wrong", async () => {
    const { columns, rows } = await read();
    expect(rows).toBe(published.row_count);
    expect(exactDecimal(columns.billed)).toBe("101661.908342");
    expect(columns.billed).toBe(usd(published["sum_BilledCost"] ?? ""));
    expect(columns.effective).toBe(usd(published["sum_EffectiveCost"] ?? ""));
    expect(columns.list).toBe(usd(published["sum_ListCost"] ?? ""));
    expect(columns.contracted).toBe(usd(published["sum_ContractedCost"] ?? ""));
  });

  test("each row rounded to cents first would be two cents off", async () => {
    let cents = 0n;
    await withFile(name, async (file) => {
      const bill = await focusBillReader.read(file, { alsoColumns: [], assume: new Map() });
      for await (const { amounts } of bill.batches()) {
        const { units = [], scale = 0 } = amounts[0] ?? {};
        for (const unit of units) cents += usd(formatMoney(usd(`${unit}E-${scale}`)).replaceAll(",", ""));
      }
    });
    expect(exactDecimal(usd(`${cents}E-18`))).toBe("101661.93");
  });

  test("every month", async () => {
    const { lines } = await read();
    const months = published.by_month.map(({ m }) => {
      const own = lines.map(({ line }) => line).filter(({ day }) => day.startsWith(m));
      return {
        m,
        n: own.reduce((sum, { rows }) => sum + rows, 0),
        e: sumMoney(own.map(({ amounts }) => amounts.effective)),
      };
    });
    expect(months).toEqual(published.by_month.map(({ m, n, e }) => ({ m, n, e: usd(e) })));
  });

  test("every project, with unused commitments apart in their pool", async () => {
    const { lines } = await read();
    const own = lines.map(({ line }) => line);
    const sum = (rows: readonly LedgerLine[]) => ({
      n: rows.reduce((count, { rows: more }) => count + more, 0),
      e: sumMoney(rows.map(({ amounts }) => amounts.effective)),
    });
    const unused = own.filter(({ bearer }) => bearer.kind === "pool" && bearer.pool === "commitments-unused");
    const publishedUnused = published.commitment.find(({ CommitmentDiscountStatus: status }) => status === "Unused");
    expect(sum(unused)).toEqual({ n: publishedUnused?.n, e: usd(publishedUnused?.e ?? "") });
    expect(new Set(own.flatMap(({ bearer }) => (bearer.kind === "pool" ? [bearer.pool] : [])))).toEqual(
      new Set(["commitments-unused"]),
    );
    expect(POOLS).toContain("commitments-unused");
  });

  test("every project and every commitment status, row by row", async () => {
    const projects = new Map<string, { n: number; e: Money[] }>();
    const statuses = new Map<string, { n: number; e: Money[] }>();
    await withFile(name, async (file) => {
      const bill = await focusBillReader.read(file, { alsoColumns: [], assume: new Map() });
      const status = bill.textColumns.indexOf("CommitmentDiscountStatus");
      for await (const { amounts, tags, texts, rows } of bill.batches()) {
        for (let row = 0; row < rows; row += 1) {
          const effective = usd(`${amounts[1]?.units[row]}E-10`);
          const add = (into: typeof projects, key: string) => {
            const known = into.get(key) ?? { n: 0, e: [] };
            into.set(key, { n: known.n + 1, e: known.e });
            known.e.push(effective);
          };
          add(projects, bill.texts.tagsOf(tags[row] ?? 0).get("project") ?? "(untagged)");
          add(statuses, bill.texts.textOf(texts[status]?.[row] ?? 0) ?? "");
        }
      }
    });
    for (const { p, n, e } of published.by_project) {
      expect([p, projects.get(p)?.n, sumMoney(projects.get(p)?.e ?? [])]).toEqual([p, n, usd(e)]);
    }
    for (const { CommitmentDiscountStatus: value, n, e } of published.commitment) {
      expect([value, statuses.get(value)?.n, sumMoney(statuses.get(value)?.e ?? [])]).toEqual([value, n, usd(e)]);
    }
  });
});
