import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AllocationRule } from "#shared/catalog/documents/allocation-rule.ts";
import type { Match } from "#shared/catalog/documents/selector.ts";
import type { Workload } from "#shared/catalog/documents/workload.ts";
import type { Subject } from "#shared/catalog/fit.ts";
import { compileResourceOwners, compileSpendOwners, type Ownership } from "#shared/catalog/owner-of.ts";
import type { Month } from "#shared/kernel/calendar.ts";
import { catalogOf } from "#test/support/catalog/resolved.ts";
import { orderEvents, saltmarsh, saltmarshWith } from "#test/support/catalog/saltmarsh.ts";

const workload = (id: string, ...match: readonly Match[]): Workload => ({
  kind: "Workload",
  id,
  team: "platform",
  tier: 2,
  match,
});

const owner = (ownership: Ownership): string =>
  ownership.kind === "owned"
    ? ownership.owner.id
    : ownership.kind === "tie"
      ? ownership.between.map(({ id }) => id).join(" or ")
      : ownership.reason;

const resources = compileResourceOwners(catalogOf(saltmarsh));

describe("whose a resource is", () => {
  const rows: readonly (readonly [string, Subject, string])[] = [
    ["its workload tag says so", { tags: { Workload: "orders-etl" } }, "orders-etl"],
    ["a tag that names nobody says nothing", { tags: { Workload: "nobody" } }, "no-selector"],
    ["a tag of another key says nothing", { tags: { workload: "orders-etl" } }, "no-selector"],
    ["type, name and account fit", { type: "glue.job", name: "orders-hourly", account: "data-prod" }, "orders-etl"],
    ["the account is another", { type: "glue.job", name: "orders-hourly", account: "data-test" }, "no-selector"],
    ["the name is not known", { type: "glue.job", account: "data-prod" }, "no-selector"],
    [
      "the tag is more specific than the name",
      { type: "glue.job", name: "orders-x", account: "data-prod", tags: { Workload: "finance-close" } },
      "finance-close",
    ],
    ["it is a bucket with a dataset in it", { arn: "arn:aws:s3:::saltmarsh-sales-prod" }, "sales.orders"],
    [
      "it is an object of a dataset",
      { arn: "arn:aws:s3:::saltmarsh-sales-prod/orders/2026/1.parquet" },
      "sales.orders",
    ],
    ["it is an object beside the dataset", { arn: "arn:aws:s3:::saltmarsh-sales-prod/returns/1" }, "no-selector"],
    [
      "it is the stream of the right account",
      { arn: "arn:aws:kinesis:eu-west-1:111122223333:stream/order-events" },
      "sales.order-events",
    ],
    [
      "it is a stream of that name elsewhere",
      { arn: "arn:aws:kinesis:eu-west-1:777788889999:stream/order-events" },
      "no-selector",
    ],
    ["it is the dataset's table", { arn: "arn:aws:glue:eu-west-1:111122223333:table/sales/orders" }, "sales.orders"],
    [
      "it is the database around the table",
      { arn: "arn:aws:glue:eu-west-1:111122223333:database/sales" },
      "sales.orders",
    ],
    [
      "a place is more specific than a tag",
      { arn: "arn:aws:s3:::saltmarsh-sales-prod", tags: { Workload: "finance-close" } },
      "sales.orders",
    ],
    ["nothing is known", {}, "no-selector"],
  ];

  test.each(rows)("when %s", (_, subject, expected) => {
    expect(owner(resources(subject))).toBe(expected);
  });

  test("names the rule", () => {
    expect(resources({ tags: { Workload: "orders-etl" } })).toMatchObject({
      kind: "owned",
      owner: { kind: "workload", id: "orders-etl", team: "orders" },
      rule: "tag Workload=orders-etl",
    });
    expect(resources({ arn: "arn:aws:s3:::saltmarsh-sales-dev" })).toMatchObject({
      rule: "place s3://saltmarsh-sales-dev/orders/ in data-dev",
    });
  });

  test("a bucket of two datasets is nobody's alone, whatever the length of their prefixes", () => {
    const other = {
      ...orderEvents,
      id: "sales.returns-by-the-day",
      at: {
        "data-prod": {
          places: [
            {
              kind: "s3",
              text: "s3://saltmarsh-sales-prod/returns-by-the-day/",
              bucket: "saltmarsh-sales-prod",
              prefix: "returns-by-the-day/",
            },
          ],
        },
      },
    } as const;
    const both = compileResourceOwners(catalogOf(saltmarshWith(other)));
    expect(owner(both({ arn: "arn:aws:s3:::saltmarsh-sales-prod" }))).toBe("sales.orders or sales.returns-by-the-day");
    expect(owner(both({ arn: "arn:aws:s3:::saltmarsh-sales-prod/returns-by-the-day/x" }))).toBe(
      "sales.returns-by-the-day",
    );
  });
});

describe("the order of specificity", () => {
  const arn = "arn:aws:glue:eu-west-1:111122223333:job/shared-a";
  const subject: Subject = {
    arn,
    name: "shared-a",
    type: "glue.job",
    account: "data-prod",
    region: "eu-west-1",
    tags: { Workload: "by-tag", App: "x" },
    billing: { ServiceName: "AWS Glue" },
  };
  // Most specific first: each must win over all that follow.
  const ladder: readonly Workload[] = [
    workload("by-arn", { arn: [arn] }),
    workload("by-tag"),
    workload("by-other-tag", { tag: { App: ["x"] } }),
    workload("by-long-name", { name: ["shared-*"] }),
    workload("by-short-name-and-more", { name: ["sha*"], type: ["glue.job"], account: ["data-prod"] }),
    workload("by-billing", { billing: { ServiceName: ["AWS Glue"] } }),
    workload("by-account-and-type", { account: ["data-prod"], type: ["glue.job"] }),
    workload("by-account", { account: ["data-prod"] }),
  ];

  test.each(ladder.map((each, at) => [each.id, at] as const))("%s wins over all below it", (id, at) => {
    const spend = compileSpendOwners(catalogOf([...saltmarsh, ...ladder.slice(at).toReversed()]));
    expect(owner(spend(subject))).toBe(id);
  });

  test("no order of documents changes an owner", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...ladder], { minLength: 1 }), (some) => {
        const first = ladder.find((each) => some.includes(each));
        expect(owner(compileSpendOwners(catalogOf([...saltmarsh, ...some]))(subject))).toBe(first?.id);
      }),
      { numRuns: 40 },
    );
  });

  test("two that are as specific are a tie with both names", () => {
    const tie = compileSpendOwners(
      catalogOf([...saltmarsh, workload("a", { name: ["sh*"] }), workload("b", { name: ["*sh"] })]),
    );
    expect(tie({ name: "sh" })).toMatchObject({ kind: "tie", between: [{ id: "a" }, { id: "b" }] });
  });

  test("two clauses of one workload are no tie", () => {
    const spend = compileSpendOwners(catalogOf([...saltmarsh, workload("a", { name: ["sh*"] }, { name: ["*sh"] })]));
    expect(owner(spend({ name: "sh" }))).toBe("a");
  });

  test("the longest pattern of a list counts, not the first", () => {
    const spend = compileSpendOwners(
      catalogOf([...saltmarsh, workload("a", { name: ["zz*", "shared-ab*"] }), workload("b", { name: ["shared-*"] })]),
    );
    expect(owner(spend({ name: "shared-abc" }))).toBe("a");
    expect(owner(spend({ name: "shared-x" }))).toBe("b");
  });
});

describe("from which month a selector counts for spend", () => {
  const rule: AllocationRule = {
    kind: "AllocationRule",
    id: "warehouse",
    team: "finance",
    match: [{ arn: ["arn:aws:redshift:eu-west-1:111122223333:cluster:shared"] }],
    split: { by: "even" },
    from: "2026-10" as Month,
    until: "2027-03" as Month,
  };
  const spend = compileSpendOwners(
    catalogOf([...saltmarsh, rule, workload("late", { name: ["late"], from: "2026-11" as Month })]),
  );
  const rows: readonly (readonly [string, Subject, string])[] = [
    ["2026-09", { arn: "arn:aws:redshift:eu-west-1:111122223333:cluster:shared" }, "no-selector"],
    ["2026-10", { arn: "arn:aws:redshift:eu-west-1:111122223333:cluster:shared" }, "warehouse"],
    ["2027-03", { arn: "arn:aws:redshift:eu-west-1:111122223333:cluster:shared" }, "warehouse"],
    ["2027-04", { arn: "arn:aws:redshift:eu-west-1:111122223333:cluster:shared" }, "no-selector"],
    ["2026-10", { name: "late" }, "no-selector"],
    ["2026-11", { name: "late" }, "late"],
  ];

  test.each(rows)("in %s %j is %s", (month, subject, expected) => {
    expect(owner(spend(subject, month as Month))).toBe(expected);
  });
});

test("two hundred thousand rows of a thousand workloads take about a second", () => {
  const many = Array.from({ length: 1_000 }, (_, index) =>
    workload(`w${index}`, { name: [`job-${index}-*`], type: ["glue.job"] }),
  );
  const spend = compileSpendOwners(catalogOf([...saltmarsh, ...many]));
  let owned = 0;
  for (let row = 0; row < 200_000; row += 1) {
    if (spend({ tags: { Workload: `w${row % 1_000}` }, name: `job-${row}` }).kind === "owned") owned += 1;
  }
  expect(owned).toBe(200_000);
}, 5_000);
