import { describe, expect, test } from "vitest";
import { exactDecimal, formatMoney } from "#shared/kernel/money.ts";
import { configBill, dashboardsBill, lineOf, tollgateBill, totalOf } from "#test/docs/cost/bill.ts";

test.each([
  {
    priced: "tableWrite",
    quantity: 1n,
    usd: "0.000000625",
    because: "a single unit is a fraction of a cent, kept exactly",
  },
  { priced: "tableWrite", quantity: 2_000_000n, usd: "1.25", because: "two million units" },
  { priced: "alarm", quantity: 67n, usd: "6.7", because: "a price of one" },
  { priced: "scan", quantity: 1n, usd: "0.0048828125", because: "a gigabyte of the terabyte that is priced" },
] as const)("$quantity of $priced cost $usd: $because", ({ priced, quantity, usd }) => {
  expect(exactDecimal(lineOf(priced, quantity).usd)).toBe(usd);
});

describe("the bill", () => {
  test("is the sum of its lines, to the last of its eighteen decimals", () => {
    const bill = tollgateBill({ people: 500n, events: 1_000_000n });
    expect(totalOf(bill)).toBe(bill.reduce((sum, { usd }) => sum + usd, 0n));
  });

  test("of AWS Config takes each evaluation by its tier", () => {
    // 100,000 items, and 500,000 evaluations: 100 for the first 100,000 and 320 for the rest.
    expect(formatMoney(totalOf(configBill({ people: 50n, events: 100_000n })))).toBe("720.00");
    // 1,000,000 items, and 5,000,000 evaluations: 100, 320 and 2,250.
    expect(formatMoney(totalOf(configBill({ people: 50n, events: 1_000_000n })))).toBe("5,670.00");
  });

  test("of dashboards asks for people, whatever happens in the cloud", () => {
    const [quiet, busy] = [100_000n, 10_000_000n].map((events) => totalOf(dashboardsBill({ people: 500n, events })));
    expect(quiet).toBe(busy);
  });

  test.each([
    { more: "people", few: { people: 50n, events: 1_000n }, many: { people: 5_000n, events: 1_000n } },
    { more: "events", few: { people: 50n, events: 1_000n }, many: { people: 50n, events: 100_000n } },
  ])("is higher for more $more, in no line lower", ({ few, many }) => {
    const [low, high] = [tollgateBill(few), tollgateBill(many)];
    for (const [at, line] of low.entries()) expect(high[at]?.usd).toBeGreaterThanOrEqual(line.usd);
    expect(totalOf(high)).toBeGreaterThan(totalOf(low));
  });
});
