import { describe, expect, test } from "vitest";
import type { Catalog } from "#shared/catalog/catalog.ts";
import type { Account } from "#shared/catalog/documents/account.ts";
import type { CostPeriod } from "#shared/cost/import.ts";
import { type Bearer, month, type ResourceLine } from "#shared/cost/ledger.ts";
import { latestSpend, spentThings } from "#shared/cost/spent-things.ts";
import { parseMoney, ZERO } from "#shared/kernel/money.ts";
import { catalogOf } from "#test/support/catalog/resolved.ts";
import { saltmarsh } from "#test/support/catalog/saltmarsh.ts";

const JOB = "arn:aws:glue:eu-west-1:111122223333:job/orders-load";

const line = (bearer: Bearer, effective: string, resource: string | undefined = JOB): ResourceLine => ({
  period: month("2026-10"),
  bearer,
  service: "AWS Glue",
  ...(resource === undefined ? {} : { resource }),
  amounts: { billed: ZERO, effective: parseMoney(effective) ?? ZERO, list: ZERO, contracted: ZERO },
  rows: 1,
});

const nobody: Bearer = { kind: "unallocated", because: { kind: "no-selector" } };
const catalog: Pick<Catalog, "accounts"> = catalogOf(saltmarsh);
const known = { catalog, tagsOf: (arn: string) => (arn === JOB ? { Team: "orders" } : undefined) };

describe("what a month's bills were spent on", () => {
  test("is seen as a selector sees it, with the tags of the sweep, and says whose it is in the books", () => {
    const account = [...catalog.accounts.values()].find(({ account: number }: Account) => number === "111122223333");
    expect(spentThings([line(nobody, "1.25")], known)).toEqual([
      {
        subject: {
          arn: JOB,
          name: "orders-load",
          type: "glue.job",
          account: account?.id,
          ou: account?.ou,
          environment: account?.environment,
          region: "eu-west-1",
          tags: { Team: "orders" },
          billing: { ServiceName: "AWS Glue" },
        },
        amount: 1_250_000_000_000_000_000n,
        booked: "unallocated",
      },
    ]);
  });

  test.each([
    { bearer: { kind: "workload", workload: "orders-etl" }, booked: ["workload:orders-etl"], because: "a workload" },
    { bearer: { kind: "shared", rule: "warehouse" }, booked: ["allocation-rule:warehouse"], because: "a rule's pool" },
    { bearer: { kind: "pool", pool: "tax" }, booked: [], because: "no selector takes a pool" },
  ] as const)("is booked as $booked: $because", ({ bearer, booked }) => {
    expect(spentThings([line(bearer, "1")], known).map((each) => each.booked)).toEqual(booked);
  });

  test("leaves out what is on no resource, and knows nothing of an id that is no ARN", () => {
    const { resource: _, ...bare } = line(nobody, "1");
    const [odd, ...rest] = spentThings([bare, line(nobody, "1", "i-0c3")], known);
    expect(rest).toEqual([]);
    expect(odd?.subject).toMatchObject({ arn: "i-0c3", name: "i-0c3", type: null, account: null, region: null });
  });
});

const period = (source: string, at: string, currency = "USD") =>
  ({
    source,
    period: month(at),
    currency,
    accounts: [],
    versions: [{ import: source, ledger: { source, at } }],
  }) as never as CostPeriod;

const importsOf = (...periods: readonly CostPeriod[]) => ({
  periods: async () => periods,
  ledger: async (ref: object) => ({
    period: month("2026-10"),
    currency: "USD",
    lines: [],
    resources: [line(nobody, "1", JSON.stringify(ref))],
  }),
});

describe("the latest month", () => {
  test("is the last that has bills, of all its sources", async () => {
    const told = await latestSpend(
      importsOf(period("a", "2026-09"), period("a", "2026-10"), period("b", "2026-10")),
      known,
    );
    expect(told).toMatchObject({ month: "2026-10", currency: "USD" });
    expect(told?.spend).toHaveLength(2);
  });

  test("counts in one currency, and is none before the first bill", async () => {
    const told = await latestSpend(importsOf(period("a", "2026-10"), period("b", "2026-10", "EUR")), known);
    expect(told?.spend).toHaveLength(1);
    expect(await latestSpend(importsOf(), known)).toBeUndefined();
  });
});
