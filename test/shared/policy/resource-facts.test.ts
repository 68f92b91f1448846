import { describe, expect, test } from "vitest";

import type { ResolvedDataset } from "#shared/catalog/catalog.ts";
import { sha256 } from "#shared/kernel/digest.ts";
import { accountNumber, arn } from "#shared/kernel/ids.ts";
import { days } from "#shared/kernel/time.ts";
import type { JudgedResource } from "#shared/policy/judgement.ts";
import { compileFacts } from "#shared/policy/resource-facts.ts";
import { logGroup, NOW, policyCatalog, tagging, withoutTags, workload } from "#test/shared/policy/governed.ts";

const PIN = { version: 1, hash: sha256("0".repeat(64)) };
const PROD = accountNumber("111122223333");

const dataset = (id: string, prefix: string, more: Partial<ResolvedDataset> = {}): ResolvedDataset => {
  const { classification = "internal", labels = [] } = more;
  const places = [{ kind: "s3" as const, text: `s3://sales/${prefix}`, bucket: "sales", prefix }];
  const at = [{ account: "data-prod", accountNumber: PROD, environment: "prod", places, classification, labels }];
  return {
    id,
    title: id,
    team: "orders",
    owners: [],
    tier: 1,
    classification,
    labels,
    retention: {},
    at,
    consumers: [],
    ...PIN,
    ...more,
  };
};

function factsOf(
  resource: JudgedResource,
  given: { datasets?: readonly ResolvedDataset[]; workloads?: Parameters<typeof policyCatalog>[0]["workloads"] } = {},
) {
  const policies = [tagging({ tags: { DataClassification: { refersTo: "classification" } } })];
  const base = policyCatalog({ policies, ...(given.workloads === undefined ? {} : { workloads: given.workloads }) });
  const account = {
    kind: "Account" as const,
    id: "data-prod",
    account: PROD,
    team: "orders",
    environment: "prod",
    ou: "/Data/Prod",
    regions: ["eu-west-1"],
    ...PIN,
  };
  const catalog = {
    ...base,
    accounts: new Map([[account.id, account]]),
    datasets: new Map((given.datasets ?? []).map((each) => [each.id, each])),
  };
  return compileFacts(catalog)(resource, { now: NOW });
}

const bucket = (more: Partial<JudgedResource> = {}): JudgedResource =>
  logGroup({ type: "s3.bucket", name: "sales", arn: arn("arn:aws:s3:::sales"), ...more });

describe("what the catalogue says of a resource", () => {
  test("its account: where it is, and what can be inherited from it", () => {
    expect(factsOf(logGroup())).toMatchObject({
      account: "data-prod",
      ou: "/Data/Prod",
      environment: "prod",
      accountSource: { tags: {}, known: { environment: "prod", team: "orders", "team.costCenter": "CC-4102" } },
    });
  });

  test("an account of somebody else is none, not unknown", () => {
    const found = factsOf(logGroup({ account: accountNumber("999999999999") }));
    expect(found).toMatchObject({ account: null, ou: null, environment: null });
    expect(found).not.toHaveProperty("accountSource");
  });

  test("the datasets in a bucket: the strictest class, the first tier, all labels, a length that suits all", () => {
    const datasets = [
      dataset("sales.orders", "orders/", {
        classification: "restricted",
        labels: ["PII"],
        tier: 0,
        retention: { min: days(30), max: days(400) },
      }),
      dataset("sales.returns", "returns/", { classification: "internal", tier: 2, retention: { min: days(90) } }),
    ];
    const found = factsOf(bucket(), { datasets });
    expect(found).toMatchObject({
      classification: "restricted",
      tier: 0,
      labels: ["PII"],
      team: "orders",
      retention: { min: 90, max: 400 },
    });
    // Two datasets: which one is not known, and no guess is made.
    expect(found).not.toHaveProperty("dataset");
    expect(factsOf(bucket(), { datasets: datasets.slice(0, 1) })).toMatchObject({ dataset: "sales.orders" });
  });

  test("of a bucket with datasets at prefixes each part by itself, and the rest", () => {
    const datasets = [
      dataset("sales.orders", "orders/", { classification: "restricted", tier: 0, retention: { max: days(400) } }),
      dataset("sales.returns", "orders/returns/", { classification: "public" }),
      dataset("sales.refunds", "orders/returns/", { classification: "internal", team: "finance" }),
    ];
    const { parts = [] } = factsOf(bucket({ tags: { DataClassification: "internal" } }), { datasets });
    expect(parts.map(({ prefix }) => prefix)).toEqual(["", "orders/", "orders/returns/"]);
    expect(parts[0]?.facts).toMatchObject({
      dataset: null,
      retention: null,
      classification: "internal",
      ou: "/Data/Prod",
    });
    expect(parts[1]?.facts).toMatchObject({
      dataset: "sales.orders",
      classification: "restricted",
      tier: 0,
      team: "orders",
      retention: { max: 400 },
    });
    expect(parts[2]?.facts).toMatchObject({ classification: "internal" });
    expect(parts[2]?.facts).not.toHaveProperty("dataset");
  });

  test("a bucket that is one dataset has no parts, nor has anything else", () => {
    expect(factsOf(bucket(), { datasets: [dataset("a", "")] })).not.toHaveProperty("parts");
    expect(factsOf(logGroup(), { datasets: [dataset("a", "x/")] })).not.toHaveProperty("parts");
  });

  test("a dataset of a bucket is not one of a log group of that name", () => {
    expect(factsOf(logGroup({ name: "sales" }), { datasets: [dataset("a", "")] })).toMatchObject({
      dataset: null,
      retention: null,
    });
  });

  test("its tag makes the class stricter, never laxer", () => {
    const tagged = (value: string) => bucket({ tags: { DataClassification: value } });
    const datasets = [dataset("a", "", { classification: "confidential" })];
    expect(factsOf(tagged("restricted"), { datasets })).toMatchObject({ classification: "restricted" });
    expect(factsOf(tagged("public"), { datasets })).toMatchObject({ classification: "confidential" });
    expect(factsOf(tagged("nonsense"), { datasets })).toMatchObject({ classification: "confidential" });
  });

  test("its workload by tag, by a former id, by ARN and by selector", () => {
    const etl = workload("orders-etl", {
      tier: 0,
      tag: { key: "Workload", values: ["orders-etl", "order-load"] },
      match: [{ type: ["glue.job"], name: ["orders-*"] }],
    });
    const close = workload("finance-close", {
      team: "finance",
      match: [{ arn: ["arn:aws:logs:eu-west-1:111122223333:log-group:/app"] }],
    });
    const of = (resource: JudgedResource) => factsOf(resource, { workloads: [etl, close] }).workload;
    const job = (name: string, tags = {}) =>
      logGroup({ type: "glue.job", arn: arn(`arn:aws:glue:eu-west-1:111122223333:job/${name}`), name, tags });
    expect(of(job("x", { Workload: "orders-etl" }))).toBe("orders-etl");
    expect(of(job("x", { Workload: "order-load" }))).toBe("orders-etl");
    expect(of(job("orders-daily"))).toBe("orders-etl");
    expect(of(job("orders-daily", { Workload: "finance-close" }))).toBe("finance-close");
    expect(of(logGroup({ tags: { Workload: "orders-etl" } }))).toBe("finance-close");
    expect(of(job("x"))).toBeNull();
    expect(factsOf(job("orders-daily"), { workloads: [etl] })).toMatchObject({ team: "orders", tier: 0 });
  });

  test("two workloads whose selectors fit are nobody's guess", () => {
    const match = [{ type: ["glue.job"] }];
    const workloads = [workload("a", { match }), workload("b", { match })];
    expect(factsOf(logGroup({ type: "glue.job", arn: arn("arn:aws:glue:::job/x") }), { workloads })).not.toHaveProperty(
      "workload",
    );
  });

  test("where nothing says a class, that of the data its workload handles", () => {
    const datasets = [dataset("sales.orders", "orders/", { classification: "restricted" })];
    const workloads = [workload("orders-etl", { writes: ["sales.orders"] })];
    const logs = logGroup({ tags: { Workload: "orders-etl" } });
    expect(factsOf(logs, { datasets, workloads })).toMatchObject({ classification: "restricted" });
    expect(factsOf(logGroup(), { datasets, workloads })).toMatchObject({
      classification: null,
      workload: null,
      tier: null,
    });
  });

  test("unread tags leave class and workload unknown, unless a dataset says the class", () => {
    expect(factsOf(withoutTags(logGroup()))).not.toHaveProperty("classification");
    expect(factsOf(withoutTags(logGroup()))).not.toHaveProperty("workload");
    expect(factsOf(withoutTags(bucket()), { datasets: [dataset("a", "")] })).toMatchObject({
      classification: "internal",
    });
  });
});
