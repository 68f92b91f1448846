import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import { type BillFile, sampleBills } from "#infra/local/sample/billing.ts";
import { FOCUS_COLUMNS } from "#infra/local/sample/focus-columns.ts";
import { CHARGE_CATEGORIES } from "#shared/cost/ledger.ts";
import { parseMoney } from "#shared/kernel/money.ts";

type Row = Readonly<Record<string, string>>;

const rowsOf = ({ text }: BillFile): readonly Row[] => parse<Row>(text, { columns: true });

const TODAY = new Date("2026-11-23T09:00:00Z");
const bills = sampleBills(TODAY);
const rows = bills.flatMap(rowsOf);
const count = (holds: (row: Row) => boolean) => rows.filter(holds).length;

describe("the sample bills", () => {
  test("are thirteen whole months and the one that runs, until yesterday and without an invoice", () => {
    expect(bills.map(({ period }) => period)).toEqual([
      ...["2025-10", "2025-11", "2025-12", "2026-01", "2026-02", "2026-03", "2026-04", "2026-05"],
      ...["2026-06", "2026-07", "2026-08", "2026-09", "2026-10", "2026-11"],
    ]);
    const [open = [], last = []] = [bills.at(-1), bills.at(-2)].map((bill) => (bill === undefined ? [] : rowsOf(bill)));
    expect(
      open
        .map((row) => row["ChargePeriodStart"]?.slice(0, 10))
        .toSorted()
        .at(-1),
    ).toBe("2026-11-22");
    expect(new Set(open.map((row) => row["InvoiceId"]))).toEqual(new Set([""]));
    expect(new Set(last.map((row) => row["InvoiceId"]))).toEqual(new Set(["INV-2026-10-7781"]));
  });

  test.each<{ today: string; months: number; last: string; because: string }>([
    {
      today: "2026-12-01T00:00:00Z",
      months: 13,
      last: "2026-11",
      because: "on the first nothing of the month is billed",
    },
    { today: "2026-12-02T00:00:00Z", months: 14, last: "2026-12", because: "on the second one day is" },
    {
      today: "2027-01-31T23:59:59Z",
      months: 14,
      last: "2027-01",
      because: "a long month's last day skips none before it",
    },
    { today: "2027-03-31T12:00:00Z", months: 14, last: "2027-03", because: "February lies behind it" },
    { today: "2028-02-29T12:00:00Z", months: 14, last: "2028-02", because: "a leap day" },
  ])("on $today there are $months files, the last of $last: $because", ({ today, months, last }) => {
    const made = sampleBills(new Date(today));
    expect(made).toHaveLength(months);
    expect(new Set(made.map(({ period }) => period)).size).toBe(months);
    expect(made.at(-1)?.period).toBe(last);
  });

  test("have every charge category that FOCUS knows", () => {
    expect(new Set(rows.map((row) => row["ChargeCategory"]))).toEqual(new Set(CHARGE_CATEGORIES));
  });

  test.each<{ what: string; holds: (row: Row) => boolean }>([
    { what: "a credit", holds: (row) => row["ChargeCategory"] === "Credit" && Number(row["BilledCost"]) < 0 },
    {
      what: "a refund",
      holds: (row) => /refund/i.test(row["ChargeDescription"] ?? "") && Number(row["BilledCost"]) < 0,
    },
    {
      what: "a commitment bought",
      holds: (row) => row["ChargeCategory"] === "Purchase" && row["EffectiveCost"] === "0",
    },
    {
      what: "a commitment used",
      holds: (row) => row["CommitmentDiscountStatus"] === "Used" && row["BilledCost"] === "0",
    },
    { what: "a commitment unused", holds: (row) => row["CommitmentDiscountStatus"] === "Unused" },
    { what: "a shared cost", holds: (row) => /Support/.test(row["ServiceName"] ?? "") },
    { what: "untagged spend", holds: (row) => row["Tags"] === "{}" && row["ResourceId"] !== "" },
  ])("have $what", ({ holds }) => {
    expect(count(holds)).toBeGreaterThan(0);
  });

  test("have one correction, in a later period than the one it corrects", () => {
    const corrections = rows.filter((row) => row["ChargeClass"] === "Correction");
    expect(corrections).toHaveLength(1);
    const [{ ChargePeriodStart = "", BillingPeriodStart = "" } = {}] = corrections;
    expect([ChargePeriodStart.slice(0, 7), BillingPeriodStart.slice(0, 7)]).toEqual(["2026-08", "2026-10"]);
  });

  test("keep the commitment whole: what was bought is what was used and what was not", () => {
    const of = (column: string, status: string) =>
      rows.filter((row) => row["CommitmentDiscountStatus"] === status).map((row) => Number(row[column]));
    const bought = rows.filter((row) => row["ChargeCategory"] === "Purchase").map((row) => Number(row["BilledCost"]));
    const sum = (amounts: readonly number[]) => amounts.reduce((total, amount) => total + amount, 0);
    expect(sum([...of("EffectiveCost", "Used"), ...of("EffectiveCost", "Unused")])).toBe(sum(bought));
  });

  test("have the columns of FOCUS in order, exact decimals in every cost, one currency and whole days", () => {
    for (const { text } of bills) expect(text.slice(0, text.indexOf("\n")).trim()).toBe(FOCUS_COLUMNS.join(","));
    const costs = ["BilledCost", "EffectiveCost", "ListCost", "ContractedCost"];
    const texts = rows.flatMap((row) => costs.map((column) => row[column] ?? ""));
    expect(texts.filter((text) => parseMoney(text) === undefined)).toEqual([]);
    expect(new Set(rows.map((row) => row["BillingCurrency"]))).toEqual(new Set(["USD"]));
    const [from, to] = [rows[0]?.["ChargePeriodStart"] ?? "", rows[0]?.["ChargePeriodEnd"] ?? ""];
    expect(Date.parse(to) - Date.parse(from)).toBe(86_400_000);
  });

  test("are the same bytes for the same day and seed", () => {
    expect(sampleBills(TODAY)).toEqual(bills);
    expect(sampleBills(TODAY, { seed: 1 })[3]?.text).not.toBe(bills[3]?.text);
  });
});
