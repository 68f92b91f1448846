import { describe, expect, test } from "vitest";
import { type Bearer, month, type ResourceLine } from "#shared/cost/ledger.ts";
import { guessOwner } from "#shared/cost/report/guess-owner.ts";
import type { PeriodCost } from "#shared/cost/report/report-input.ts";
import { reasonText, unallocatedOf } from "#shared/cost/report/unallocated.ts";
import { exactDecimal } from "#shared/kernel/money.ts";
import { BOOK, same, usd } from "#test/support/cost-company.ts";
import { periodsOf, splitBySpend } from "#test/support/cost-year.ts";

const nobody: Bearer = { kind: "unallocated", because: { kind: "no-selector" } };
const of = (workload: string): Bearer => ({ kind: "workload", workload });

const period = (name: string, owned: readonly (readonly [resource: string, bearer: Bearer])[]): PeriodCost => ({
  period: month(name),
  lines: [],
  resources: owned.map(
    ([resource, bearer]): ResourceLine => ({
      period: month(name),
      bearer,
      service: "AWS Glue",
      resource,
      amounts: same(usd("1")),
      rows: 1,
    }),
  ),
  allocation: splitBySpend(month(name), []),
});

describe("whose a resource without an owner probably is", () => {
  const guess = (resource: string, now: readonly (readonly [string, Bearer])[], earlier: readonly PeriodCost[] = []) =>
    guessOwner(resource, { now: period("2026-10", now), earlier, book: BOOK });

  test("its owner of the newest month in which it had one", () => {
    const earlier = [
      period("2026-05", [["r-1", of("tax-feeds")]]),
      period("2026-07", [["r-1", of("churn-model")]]),
      period("2026-08", [["r-1", nobody]]),
    ];
    expect(guess("r-1", [], earlier)).toEqual({
      owner: "churn-model",
      confidence: 90,
      evidence: ["it was churn-model's in 2026-07"],
    });
  });

  test.each([
    {
      resource: "arn:aws:s3:::tmp-orders-etl-spill",
      owner: "orders-etl",
      because: "its name holds the workload's as whole words",
    },
    { resource: "arn:aws:s3:::preorders-etl", owner: undefined, because: "a part of a word is no name" },
    { resource: "arn:aws:s3:::shared", owner: undefined, because: "nothing points anywhere" },
  ])("$owner for $resource: $because", ({ resource, owner }) => {
    expect(guess(resource, [])?.owner).toBe(owner);
  });

  test("that of everything else whose name begins as its does, unless they differ", () => {
    const alike: readonly (readonly [string, Bearer])[] = [
      ["db/nightly-load-1", of("tax-feeds")],
      ["db/nightly-load-2", of("tax-feeds")],
      ["db/nightly-load-3", nobody],
    ];
    expect(guess("db/nightly-load-9", alike)).toMatchObject({ owner: "tax-feeds", confidence: 50 });
    expect(guess("db/nightly-load-9", [...alike, ["db/nightly-load-4", of("churn-model")]])).toBeUndefined();
    expect(guess("db/x-1", [["db/x-2", of("tax-feeds")]])).toBeUndefined();
  });

  test("as sure as its one clue, to the percent", () => {
    expect(guess("arn:aws:s3:::tmp-orders-etl-spill", [])).toEqual({
      owner: "orders-etl",
      confidence: 70,
      evidence: ['its name holds "orders-etl"'],
    });
  });

  test("surer when clues agree, and every one of them is said", () => {
    const found = guess(
      "x/churn-model-7",
      [["x/churn-model-1", of("churn-model")]],
      [period("2026-09", [["x/churn-model-7", of("churn-model")]])],
    );
    // Doubts of 10, 30 and 50 % leave 1.5 %, which is counted as 2.
    expect(found?.confidence).toBe(98);
    expect(found?.evidence).toHaveLength(3);
  });
});

describe("what has no owner", () => {
  const year = periodsOf(7);
  const now = year.at(-1);
  if (now === undefined) throw new Error("no year");
  const found = unallocatedOf(now, { earlier: year.slice(0, -1), book: BOOK });
  const item = (end: string) => found.items.find(({ resource, service }) => (resource ?? service).endsWith(end));

  test("is as old as the first month of the year in which it had none", () => {
    expect(item("tmp-lake-compaction-spill")).toMatchObject({ since: "2025-10", months: 13 });
    expect(item("vat-import")).toMatchObject({ since: "2026-08", months: 3, guess: { owner: "tax-feeds" } });
    expect(item("scoring")).toMatchObject({ since: "2026-09", months: 2 });
  });

  test("names both sides of a tie", () => {
    expect(item("scoring")?.reason).toBe("Claimed equally by churn-model and feature-store");
  });

  test("keeps what the bill puts on no resource as its service's", () => {
    expect(item("Amazon EC2")).toMatchObject({ service: "Amazon EC2", rows: 93 });
  });

  test("is added up whatever stands in the list", () => {
    const short = unallocatedOf(now, { earlier: [], book: BOOK, count: 1 });
    expect([short.items.length, short.others.count]).toEqual([1, found.items.length - 1]);
    expect(exactDecimal(short.total)).toBe(exactDecimal(found.total));
  });
});

test.each([
  { reason: { kind: "zero-weights" as const, rule: "support" }, text: "Rule support found nobody to split it among" },
  {
    reason: { kind: "no-meter" as const, rule: "warehouse", meter: "redshift.seconds" },
    text: "Rule warehouse has no readings of redshift.seconds",
  },
])("$reason.kind is said as: $text", ({ reason, text }) => {
  expect(reasonText(reason)).toBe(text);
});
