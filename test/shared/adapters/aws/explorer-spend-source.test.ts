import { describe, expect, test } from "vitest";
import { costExplorerClient } from "#shared/adapters/aws/clients/cost-explorer.ts";
import { explorerSpendSource } from "#shared/adapters/aws/explorer-spend-source.ts";
import { exactDecimal } from "#shared/kernel/money.ts";
import { requestBudgetOn } from "#shared/storage/paid-request-store.ts";
import { fileOf, tallied } from "#test/support/bills.ts";
import { explorerPage } from "#test/support/explorer-answers.ts";
import { memoryRecords } from "#test/support/memory-records.ts";
import { type Act, clientOf, refusal, scriptedEndpoint } from "#test/support/scripted-endpoint.ts";

const NOVEMBER = "cost-explorer://999988887777/2026-11";
const FIRST = { day: "2026-11-01", next: "2026-11-02", unblended: "0.1" };

async function opened(script: readonly Act[], { most = 20, now = "2026-11-26T08:00:00Z" } = {}) {
  const endpoint = await scriptedEndpoint(script);
  const { records, clock } = memoryRecords(now);
  const budget = requestBudgetOn(records, { most, clock, by: "function:cost-explore" });
  const spend = explorerSpendSource({ client: costExplorerClient(clientOf(endpoint)), budget, clock });
  return { spend, calls: endpoint.calls, budget };
}

const page = (rows: Parameters<typeof explorerPage>[0], token?: string): Act => ({
  status: 200,
  body: explorerPage(rows, token),
});

async function textOf(spend: Awaited<ReturnType<typeof opened>>["spend"], name = NOVEMBER) {
  const file = (await spend.open(name)) ?? expect.unreachable("it is not there");
  return { name: file.name, text: new TextDecoder().decode(await file.slice(0, file.bytes)), file };
}

describe("Cost Explorer as a source of bills", () => {
  test("is asked for four metrics, by account and service and day, in one request", async () => {
    const { spend, calls } = await opened([page([FIRST])]);
    await textOf(spend);
    expect(calls.map(({ operation, body }) => [operation, body])).toEqual([
      [
        "GetCostAndUsage",
        {
          TimePeriod: { Start: "2026-11-01", End: "2026-11-27" },
          Granularity: "DAILY",
          Metrics: ["UnblendedCost", "AmortizedCost", "NetUnblendedCost", "NetAmortizedCost"],
          GroupBy: [
            { Type: "DIMENSION", Key: "LINKED_ACCOUNT" },
            { Type: "DIMENSION", Key: "SERVICE" },
          ],
        },
      ],
    ]);
  });

  test.each([
    { now: "2026-11-01T00:00:00Z", end: "2026-11-02", because: "the first day is asked for while it lasts" },
    { now: "2026-11-30T23:00:00Z", end: "2026-12-01", because: "never past the month" },
    { now: "2026-12-05T08:00:00Z", end: "2026-12-01", because: "a month that is over is asked for in whole" },
  ])("is asked up to $end at $now: $because", async ({ now, end }) => {
    const { spend, calls } = await opened([page([FIRST])], { now });
    await textOf(spend);
    expect(calls[0]?.body["TimePeriod"]).toEqual({ Start: "2026-11-01", End: end });
  });

  test("is read page by page, and the bill says how many were paid for", async () => {
    const second = { day: "2026-11-02", next: "2026-11-03", unblended: "0.2" };
    const { spend, calls } = await opened([page([FIRST], "more"), page([second])]);
    const { name, text } = await textOf(spend);
    expect(calls.map(({ body }) => body["NextPageToken"])).toEqual([undefined, "more"]);
    expect(name).toBe(`${NOVEMBER}?requests=2`);
    expect(text.split("\n")).toHaveLength(4);
  });

  test("keeps every digit: tenths add up, exponents and tiny amounts are read, nothing becomes a float", async () => {
    const amounts = ["0.1", "0.2", "-0.3", "1E-10", "123456789.123456789012345678"];
    const rows = amounts.map((unblended, at) => ({
      day: `2026-11-0${at + 1}`,
      next: `2026-11-0${at + 2}`,
      unblended,
      amortised: "0.000000000000000001",
    }));
    const { spend } = await opened([page(rows)]);
    const { text } = await textOf(spend);
    const { columns, missing, accounts } = await tallied(fileOf("november.csv", text));
    expect(exactDecimal(columns.billed)).toBe("123456789.123456789112345678");
    expect(exactDecimal(columns.effective)).toBe("0.000000000000000005");
    expect(accounts).toEqual(["AWS/999988887777"]);
    // Neither lists nor contracts are told of.
    expect(missing).toEqual({ list: 5, contracted: 5 });
  });

  test("books tax as tax", async () => {
    const { spend } = await opened([page([{ ...FIRST, service: "Tax" }])]);
    const { text } = await textOf(spend);
    const { lines } = await tallied(fileOf("november.csv", text));
    expect(lines.map(({ line }) => line.category)).toEqual(["Tax"]);
  });

  test("stops when the day's requests are spent, in the middle of an answer, and hands out nothing", async () => {
    const { spend, calls } = await opened([page([FIRST], "a"), page([FIRST], "b"), page([FIRST])], { most: 2 });
    await expect(spend.open(NOVEMBER)).rejects.toThrow(
      `Cannot take in "${NOVEMBER}": all 2 paid requests to Cost Explorer of 2026-11-26 are spent; it is asked again tomorrow, or raise billing.explorerRequests`,
    );
    expect(calls).toHaveLength(2);
  });

  test("tries again when it is throttled, and counts what it asked for once", async () => {
    const { spend, calls, budget } = await opened([refusal("LimitExceededException"), page([FIRST])]);
    const { name } = await textOf(spend);
    expect([name, calls.length]).toEqual([`${NOVEMBER}?requests=1`, 2]);
    expect(await budget.take()).toMatchObject({ made: 2 });
  });

  test("says what AWS said, with the request's id, when it refuses", async () => {
    const { spend } = await opened([refusal("AccessDeniedException")]);
    await expect(spend.open(NOVEMBER)).rejects.toThrow(
      /^Cannot ask Cost Explorer for 2026-11: AccessDeniedException: .* \(request r-1, tries 1\)$/,
    );
  });

  test.each([
    { body: {}, says: "answered without results", because: "an unknown service answers 200 with nothing" },
    { body: { ResultsByTime: [] }, says: "has no cost of that month", because: "nothing is not zero" },
    { body: { ResultsByTime: [{ Groups: [] }] }, says: "no dates or no groups", because: "a day without a date" },
    {
      body: { ResultsByTime: [{ TimePeriod: { Start: "a", End: "b" }, Groups: [{ Keys: ["x"], Metrics: {} }] }] },
      says: "a group of 1 keys",
      because: "the groups that were asked for are not those that came",
    },
    {
      body: {
        ResultsByTime: [
          {
            TimePeriod: { Start: "2026-11-01", End: "2026-11-02" },
            Groups: [{ Keys: ["x", "AWS Glue"], Metrics: { UnblendedCost: { Amount: "1", Unit: "USD" } } }],
          },
        ],
      },
      says: "AWS Glue without AmortizedCost",
      because: "a metric is left out",
    },
  ])("is refused where a part of the answer is missing: $because", async ({ body, says }) => {
    const { spend } = await opened([{ status: 200, body }]);
    await expect(spend.open(NOVEMBER)).rejects.toThrow(says);
  });

  test("does not pay for ever for an answer that goes in circles", async () => {
    const { spend, calls } = await opened([page([FIRST], "same"), page([FIRST], "same")]);
    await expect(spend.open(NOVEMBER)).rejects.toThrow("the same page twice");
    expect(calls).toHaveLength(2);
  });

  test("knows no other names, and listing costs nothing", async () => {
    const { spend, calls } = await opened([page([FIRST])]);
    for (const name of [
      "november.csv",
      "cost-explorer://1/2026-11",
      "cost-explorer://999988887777/2026-13",
      "s3://b/k",
    ]) {
      expect([await spend.open(name), await spend.list(name)]).toEqual([undefined, []]);
    }
    expect(await spend.list(NOVEMBER)).toEqual([NOVEMBER]);
    expect(calls).toEqual([]);
  });
});
