import { gzipSync } from "node:zlib";

import { describe, expect, test } from "vitest";

import { amountsJson } from "#shared/cost/amounts.ts";
import { billsOf, type IngestInput, ingest } from "#shared/cost/ingest.ts";
import { month } from "#shared/cost/ledger.ts";
import { exactDecimal, parseMoney } from "#shared/kernel/money.ts";
import { CHARGE, csvOf, ingestWorld } from "#test/support/bills.ts";

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

const CORRECTION = { BilledCost: "-0.25", EffectiveCost: "-0.25", ChargeClass: "Correction" };

describe("taking in a delivery", () => {
  test("adds it up by period and keeps the ledger of each", async () => {
    const world = ingestWorld();
    world.write("october.csv", csvOf([{}, { BilledCost: "2", EffectiveCost: "0.75", Tags: "" }]));
    const { kind, import: made } = await taken(world, "october.csv");
    expect(kind).toBe("taken-in");
    expect(made).toMatchObject({ source: "AWS/111122223333", currency: "USD", rows: 2 });
    expect(exactDecimal(made.totals.billed)).toBe("3.25");
    expect(exactDecimal(made.totals.effective)).toBe("2");
    const ledger = await world.imports.ledger(made.periods[0]?.ledger ?? { key: "", sha256: made.catalogue });
    expect(ledger.lines.map(({ bearer, rule, day, rows }) => ({ bearer, rule, day, rows }))).toEqual([
      {
        bearer: { kind: "unallocated", because: { kind: "no-selector" } },
        rule: "no selector",
        day: "2026-10-03",
        rows: 1,
      },
      {
        bearer: { kind: "workload", workload: "orders-etl" },
        rule: "tag Workload=orders-etl",
        day: "2026-10-03",
        rows: 1,
      },
    ]);
    expect(ledger.resources.every(({ job }) => job === "orders-load")).toBe(true);
  });

  test("takes several files as one, in whatever form each is", async () => {
    const world = ingestWorld();
    world.write("bills/part-1.csv", csvOf([{}]));
    world.write("bills/part-2.csv.gz", gzipSync(csvOf([{ BilledCost: "0.75" }])));
    const { import: made } = await taken(world, "bills");
    expect(made.files.map(({ name, format, rows }) => `${name} ${format} ${rows}`)).toEqual([
      "bills/part-1.csv csv 1",
      "bills/part-2.csv.gz csv.gz 1",
    ]);
    expect(exactDecimal(made.totals.billed)).toBe("2");
  });

  test("the same files twice change nothing, whatever they are called", async () => {
    const world = ingestWorld();
    world.write("october.csv", csvOf([{}]));
    world.write("copy.csv", csvOf([{}]));
    const first = await taken(world, "october.csv");
    const before = await world.state();
    const again = await taken(world, "copy.csv");
    expect(again).toEqual({ kind: "unchanged", import: first.import, replacedIn: [] });
    expect(await world.state()).toBe(before);
  });

  test("a corrected file supersedes its period and keeps the difference", async () => {
    const world = ingestWorld();
    world.write("first.csv", csvOf([{}, {}]));
    const corrected = { BilledCost: "1.25", EffectiveCost: "-1.00", ListCost: "9", ContractedCost: "7" };
    world.write("corrected.csv", csvOf([{}, corrected, {}]));
    await taken(world, "first.csv");
    const second = await taken(world, "corrected.csv");
    const [version] = second.kind === "taken-in" ? second.superseded : [];
    expect(version).toMatchObject({ version: 2, rows: 3, difference: { rows: 1 } });
    expect(amountsJson(version?.difference?.totals ?? expect.unreachable("a difference"))).toEqual({
      billed: "1.25",
      effective: "-1",
      list: "9",
      contracted: "7",
    });
    const [period] = await world.imports.periods();
    expect(period?.versions.map(({ version, rows }) => `${version}: ${rows}`)).toEqual(["1: 2", "2: 3"]);
  });

  describe("that was read on rows which another writes meanwhile", () => {
    /** As if all rows had been read before `meanwhile` was taken in. */
    async function behind(world: ReturnType<typeof ingestWorld>, ...meanwhile: string[]) {
      const { period, accounts } = world.imports;
      const october = await period("AWS/111122223333", month("2026-10"));
      const account = await accounts(["AWS/111122223333"]);
      for (const name of meanwhile) await taken(world, name);
      const reads = { period: 0, accounts: 0 };
      const first = (of: keyof typeof reads): boolean => {
        reads[of] += 1;
        return reads[of] === 1;
      };
      const imports: typeof world.imports = {
        ...world.imports,
        period: async (source, asked) => (first("period") ? october : period(source, asked)),
        accounts: async (names) => (first("accounts") ? account : accounts(names)),
      };
      return { ...world.deps, imports };
    }

    test.each([{ before: [] }, { before: ["first.csv"] }])(
      "a correction after $before supersedes what counts, and keeps the difference to it",
      async ({ before }) => {
        const world = ingestWorld();
        for (const [name, billed] of [
          ["first", "1.25"],
          ["second", "3"],
          ["third", "4"],
        ] as const)
          world.write(`${name}.csv`, csvOf([{ BilledCost: billed, EffectiveCost: billed }]));
        for (const name of before) await taken(world, name);
        const third = await ingest(world.input("third.csv"), await behind(world, "second.csv"));
        if (!third.ok || third.value.kind !== "taken-in") return expect.unreachable("a correction");
        const [version] = third.value.superseded;
        expect(version?.version).toBe(before.length + 2);
        expect(exactDecimal(version?.difference?.totals.billed ?? expect.unreachable("a difference"))).toBe("1");
      },
    );

    test("another source of the same account is refused: its month would count twice", async () => {
      const world = ingestWorld();
      world.write("first.csv", csvOf([{}]));
      world.write("other.csv", csvOf([{ BilledCost: "9" }]));
      const deps = await behind(world, "first.csv");
      const before = await world.state();
      const other = await ingest({ ...world.input("other.csv"), source: "other" }, deps);
      expect(!other.ok && other.error.message).toBe(
        'Cannot take in "other.csv": 2026-10 of account "AWS/111122223333" is already taken in from source "AWS/111122223333"; name that source to supersede it',
      );
      expect(await world.state()).toBe(before);
    });

    test("another currency is refused all the same", async () => {
      const world = ingestWorld();
      world.write("first.csv", csvOf([{}]));
      world.write("euros.csv", csvOf([{ BillingCurrency: "EUR" }]));
      const deps = await behind(world, "first.csv");
      const before = await world.state();
      expect(await ingest(world.input("euros.csv"), deps)).toMatchObject({
        error: { message: expect.stringContaining("is kept in USD, and this comes to EUR") },
      });
      expect(await world.state()).toBe(before);
    });
  });

  test("of two sources that bring one account at the same moment, one counts and the other is refused", async () => {
    const world = ingestWorld();
    world.write("a.csv", csvOf([{}]));
    world.write("b.csv", csvOf([{ BilledCost: "9" }]));
    const both = await Promise.all([
      ingest({ ...world.input("a.csv"), source: "one" }, world.deps),
      ingest({ ...world.input("b.csv"), source: "other" }, world.deps),
    ]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await world.imports.periods()).toHaveLength(1);
  });

  test("asks for the catalogue and for earlier imports of the files at once, and for every row that it writes at once", async () => {
    const world = ingestWorld();
    world.write("october.csv", csvOf([{}]));
    const asked: string[] = [];
    const told =
      <Args extends readonly unknown[], Answer>(name: string, ask: (...args: Args) => Promise<Answer>) =>
      async (...args: Args): Promise<Answer> => {
        asked.push(name);
        // Whatever else is asked before the process next waits goes by the same call.
        await new Promise((resolve) => setImmediate(resolve));
        asked.push("answered");
        return ask(...args);
      };
    const { find, accounts, period } = world.imports;
    const imports = {
      ...world.imports,
      find: told("import", find),
      accounts: told("accounts", accounts),
      period: told("period", period),
    };
    const deps = { ...world.deps, imports, attribution: told("catalogue", world.deps.attribution) };
    expect((await ingest(world.input("october.csv"), deps)).ok).toBe(true);
    expect(asked).toEqual([
      ...["import", "catalogue", "answered", "answered"],
      ...["period", "accounts", "answered", "answered"],
    ]);
  });

  describe("of a billing account", () => {
    test("that the source brings no more in a month, another source may bring", async () => {
      const world = ingestWorld();
      const OTHER = { BillingAccountId: "999988887777" };
      world.write("both.csv", csvOf([{}, OTHER]));
      world.write("one.csv", csvOf([{}]));
      world.write("other.csv", csvOf([OTHER]));
      const bring = (name: string, source: string) => ingest({ ...world.input(name), source }, world.deps);
      await bring("both.csv", "first");
      expect((await bring("other.csv", "second")).ok).toBe(false);
      await bring("one.csv", "first");
      expect(await bring("other.csv", "second")).toMatchObject({ value: { kind: "taken-in" } });
      const again = await ingest({ ...world.input("both.csv"), source: "first", again: true }, world.deps);
      expect(!again.ok && again.error.message).toContain('2026-10 of account "AWS/999988887777" is already taken in');
    });
  });

  test("files that later ones replaced say so, and count again only when somebody asks for it", async () => {
    const world = ingestWorld();
    const november = { BillingPeriodStart: "2026-11-01T00:00:00Z", BillingPeriodEnd: "2026-12-01T00:00:00Z" };
    world.write("first.csv", csvOf([{}, november]));
    world.write("correction.csv", csvOf([{ BilledCost: "2", EffectiveCost: "2" }]));
    const first = await taken(world, "first.csv");
    await taken(world, "correction.csv");
    const before = await world.state();
    // As a message that comes late or twice would bring it.
    expect(await taken(world, "first.csv")).toEqual({
      kind: "unchanged",
      import: first.import,
      replacedIn: ["2026-10"],
    });
    expect(await world.state()).toBe(before);

    const asked = () => ingest({ ...world.input("first.csv"), again: true }, world.deps);
    const again = await asked();
    if (!again.ok || again.value.kind !== "taken-in") return expect.unreachable("taken in again");
    expect(again.value.import.id).not.toBe(first.import.id);
    const [moved] = again.value.superseded;
    expect(exactDecimal(moved?.difference?.totals.billed ?? expect.unreachable("a difference"))).toBe("-0.75");
    const periods = await world.imports.periods();
    // November was never replaced: nothing of it is new.
    expect(periods.map(({ period, versions }) => `${period}: ${versions.map(({ rows }) => rows).join(" ")}`)).toEqual([
      "2026-10: 1 1 1",
      "2026-11: 1",
    ]);
    const counting = await world.state();
    expect(await asked()).toMatchObject({
      value: { kind: "unchanged", import: { id: again.value.import.id }, replacedIn: [] },
    });
    expect(await world.state()).toBe(counting);

    expect(await taken(world, "correction.csv")).toMatchObject({ kind: "unchanged", replacedIn: ["2026-10"] });
  });

  describe("the same files read otherwise", () => {
    const EURO = {
      BillingCurrency: "EUR",
      BilledCost: "10",
      EffectiveCost: "10",
      ListCost: "10",
      ContractedCost: "10",
    };
    const rate = (text: string) => new Map([["EUR", parseMoney(text) ?? expect.unreachable("a rate")]]);

    async function euroWorld() {
      const world = ingestWorld();
      world.write("october.csv", csvOf([{}, EURO]));
      const read = async (said: Partial<IngestInput>) => {
        const result = await ingest({ ...world.input("october.csv"), ...said }, world.deps);
        if (!result.ok) throw new Error(result.error.message);
        return result.value;
      };
      const counting = async () => {
        const [period] = await world.imports.periods();
        return period?.versions.map(({ totals }) => exactDecimal(totals.billed));
      };
      return { world, read, counting };
    }

    test("at another rate are a correction: they supersede, and the difference is kept", async () => {
      const { read, counting } = await euroWorld();
      await read({ rates: rate("1.08") });
      const second = await read({ rates: rate("1.10") });
      if (second.kind !== "taken-in") return expect.unreachable("a correction");
      expect(await counting()).toEqual(["12.05", "12.25"]);
      expect(exactDecimal(second.superseded[0]?.difference?.totals.billed ?? expect.unreachable("a difference"))).toBe(
        "0.2",
      );
      expect(second.import.rates).toEqual([["EUR", parseMoney("1.10")]]);
    });

    test("change nothing when they are read as last, whether that is said again or nothing is", async () => {
      const { world, read } = await euroWorld();
      const { import: made } = await read({ rates: rate("1.08") });
      const before = await world.state();
      // A message that comes late says nothing: it must not read the file without the rate.
      for (const said of [{}, { rates: rate("1.080") }, { currency: "USD" }, { again: true }])
        expect(await read(said)).toEqual({ kind: "unchanged", import: made, replacedIn: [] });
      expect(await world.state()).toBe(before);
    });

    test("as they were read before a correction are late, and count again only when somebody asks for it", async () => {
      const { world, read, counting } = await euroWorld();
      const { import: first } = await read({ rates: rate("1.08") });
      await read({ rates: rate("1.10") });
      const before = await world.state();
      expect(await read({ rates: rate("1.08") })).toEqual({
        kind: "unchanged",
        import: first,
        replacedIn: ["2026-10"],
      });
      expect(await world.state()).toBe(before);
      expect(await read({ rates: rate("1.08"), again: true })).toMatchObject({ kind: "taken-in" });
      expect(await counting()).toEqual(["12.05", "12.25", "12.05"]);
    });

    test("with another assumption are a correction too", async () => {
      const world = ingestWorld();
      const columns = Object.keys(CHARGE).filter((name) => name !== "ServiceName");
      world.write("october.csv", csvOf([{}], columns));
      const read = (service: string) =>
        ingest({ ...world.input("october.csv"), assume: new Map([["ServiceName", service]]) }, world.deps);
      await read("AWS Glue");
      expect(await read("AWS Glue")).toMatchObject({ value: { kind: "unchanged" } });
      expect(await read("Amazon EMR")).toMatchObject({ value: { kind: "taken-in", superseded: [{ version: 2 }] } });
    });

    test.each([
      {
        because: "its month would be another, and both would count",
        column: "BillingPeriodStart",
        said: ["2026-10-01T00:00:00Z", "2026-09-01T00:00:00Z"],
      },
      { because: "its source would be another, and both would count", column: "BillingAccountId", said: ["1", "2"] },
    ])("are refused where $because", async ({ column, said: [was = "", is = ""] }) => {
      const world = ingestWorld();
      world.write(
        "october.csv",
        csvOf(
          [{}],
          Object.keys(CHARGE).filter((name) => name !== column),
        ),
      );
      const read = (value: string, source?: string) =>
        ingest(
          { ...world.input("october.csv"), assume: new Map([[column, value]]), ...(source && { source }) },
          world.deps,
        );
      expect(await read(was)).toMatchObject({ value: { kind: "taken-in" } });
      const before = await world.state();
      const refused = await read(is, column === "BillingAccountId" ? `AWS/${is}` : undefined);
      expect(refused).toMatchObject({
        error: { message: expect.stringContaining("read anew it has to be of the same source and months") },
      });
      expect(await world.state()).toBe(before);
    });

    test("two that say it differently at once: one is taken in, and the other is told so, never that nothing changed", async () => {
      const { read, counting } = await euroWorld();
      const both = await Promise.allSettled([read({ rates: rate("1.08") }), read({ rates: rate("1.10") })]);
      expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength((await counting())?.length ?? 0);
    });

    test("a corrected file in another currency is refused: there would be no difference to keep", async () => {
      const world = ingestWorld();
      world.write("first.csv", csvOf([{}]));
      world.write("euros.csv", csvOf([EURO]));
      await taken(world, "first.csv");
      expect(await refusedBy(world, "euros.csv")).toContain("is kept in USD, and this comes to EUR");
    });
  });

  test("a correction of September in October's bill counts in October by billing, in September by charge", async () => {
    const world = ingestWorld();
    const earlier = {
      ...CORRECTION,
      ChargePeriodStart: "2026-09-14T00:00:00Z",
      ChargePeriodEnd: "2026-09-15T00:00:00Z",
    };
    world.write("october.csv", csvOf([{}, earlier]));
    const { import: made } = await taken(world, "october.csv");
    expect(made.periods.map(({ period, rows }) => `${period}: ${rows}`)).toEqual(["2026-10: 2"]);
    const { lines } = await world.imports.ledger(made.periods[0]?.ledger ?? expect.unreachable("a period"));
    const corrected = lines.filter(({ correction }) => correction);
    expect(corrected.map(({ day, period }) => `${day} in ${period}`)).toEqual(["2026-09-14 in 2026-10"]);
  });

  test("a month that nobody sent is missing, not zero", async () => {
    const world = ingestWorld();
    world.write("october.csv", csvOf([{}]));
    await taken(world, "october.csv");
    expect(await billsOf(month("2026-10"), world.deps)).toMatchObject({ periods: [{ source: "AWS/111122223333" }] });
    expect(await billsOf(month("2026-09"), world.deps)).toBe("missing");
  });

  test("a second currency counts by its rate, and what rounding took is said", async () => {
    const world = ingestWorld();
    world.write("both.csv", csvOf([{}, { BillingCurrency: "EUR", BilledCost: "0.000000000000000001" }]));
    const rate = parseMoney("1.5") ?? expect.unreachable("a rate");
    const result = await ingest({ ...world.input("both.csv"), rates: new Map([["EUR", rate]]) }, world.deps);
    const made = result.ok ? result.value.import : expect.unreachable("refused");
    // 1.5 attos round half-even to 2: half an atto too much.
    expect(exactDecimal(made.totals.billed)).toBe("1.250000000000000002");
    expect(made.lost.billed).toBe(-(10n ** 18n) / 2n);
  });
});

describe("refused whole, with nothing half taken in", () => {
  test.each<{ because: string; files: { readonly [name: string]: string | Uint8Array }; message: string }>([
    { because: "an empty file", files: { "a.csv": "" }, message: 'Cannot take in "a.csv": it is empty' },
    {
      because: "a header alone",
      files: { "a.csv": csvOf([]) },
      message: 'Cannot take in "a.csv": it has no rows; a month without charges is left out, not sent empty',
    },
    {
      because: "a good file, then one whose last row is wrong",
      files: { "a.csv": csvOf([{}]), "b.csv": csvOf([{}, { BilledCost: "=1+1" }]) },
      message: 'Cannot take in "b.csv": row 2, column BilledCost: found "=1+1"; write a decimal number such as -12.5',
    },
    {
      because: "a gzip that is cut off",
      files: { "a.csv.gz": gzipSync(csvOf([{}, {}])).subarray(0, 200) },
      message: 'Cannot take in "a.csv.gz": its gzip is cut off or damaged (unexpected end of file); fetch it again',
    },
    {
      because: "one file under two names",
      files: { "a.csv": csvOf([{}]), "b.csv": csvOf([{}]) },
      message: 'Cannot take in "b.csv": it has the same bytes as "a.csv"; send it once',
    },
    {
      because: "a second currency without a rate",
      files: { "a.csv": csvOf([{}, {}, { BillingCurrency: "EUR" }]) },
      message:
        'Cannot take in "a.csv": row 3, column BillingCurrency: found "EUR" in a bill of "USD"; give a rate for EUR, or take it in by itself',
    },
    {
      because: "nothing there",
      files: {},
      message: 'Cannot take in "a.csv": there is no file; check the path',
    },
  ])("$because", async ({ files, message }) => {
    const world = ingestWorld();
    for (const [name, content] of Object.entries(files)) world.write(name, content);
    const names = Object.keys(files);
    expect(await refusedBy(world, ...(names.length === 0 ? ["a.csv"] : names))).toBe(message);
  });

  test("an account that another source already brings in that month", async () => {
    const world = ingestWorld();
    world.write("a.csv", csvOf([{}]));
    world.write("b.csv", csvOf([{ BilledCost: "9" }]));
    await taken(world, "a.csv");
    const before = await world.state();
    const result = await ingest({ ...world.input("b.csv"), source: "other" }, world.deps);
    expect(result).toMatchObject({ ok: false, error: { file: "b.csv" } });
    expect(!result.ok && result.error.message).toBe(
      'Cannot take in "b.csv": 2026-10 of account "AWS/111122223333" is already taken in from source "AWS/111122223333"; name that source to supersede it',
    );
    expect(await world.state()).toBe(before);
  });

  test("more billing periods than one transaction holds", async () => {
    const world = ingestWorld();
    const rows = Array.from({ length: 49 }, (_, index) => {
      const start = new Date(Date.UTC(2022, index, 1)).toISOString();
      return { BillingPeriodStart: start, BillingPeriodEnd: "" };
    });
    world.write("a.csv", csvOf(rows));
    expect(await refusedBy(world, "a.csv")).toBe(
      'Cannot take in "a.csv": it covers 49 billing periods; take in at most 48 at once',
    );
  });
});
