import { describe, expect, test } from "vitest";
import { resolveCatalog } from "#shared/catalog/resolve-catalog.ts";
import { catalogOf, digest, problemsOf } from "#test/support/catalog/resolved.ts";
import {
  company,
  ledger,
  orders,
  ordersEtl,
  saltmarsh,
  saltmarshWith,
  teams,
} from "#test/support/catalog/saltmarsh.ts";

describe("resolving a catalogue", () => {
  test("the design's company has no problem", () => {
    expect(resolveCatalog(saltmarsh, { revision: 1, digest }).problems).toEqual([]);
  });

  test("a dataset takes owners from its team, levels from its tier and retention from its class", () => {
    const dataset = catalogOf(saltmarsh).datasets.get("sales.orders");
    expect(dataset).toMatchObject({
      team: "orders",
      owners: ["orders-data-owners"],
      costCenter: "CC-orders",
      freshness: 3_600_000,
      acknowledge: 900_000,
      review: 7_776_000_000,
      retention: { min: 2_592_000_000, max: 34_560_000_000 },
    });
  });

  test("what a dataset says itself stands", () => {
    const catalog = catalogOf(saltmarsh);
    expect(catalog.datasets.get("finance.ledger")?.retention).toEqual({ min: 220_924_800_000, max: 252_460_800_000 });
    expect(catalog.datasets.get("sales.order-events")?.freshness).toBe(300_000);
  });

  test("a copy has its own class and labels, and the environment of its account", () => {
    expect(catalogOf(saltmarsh).datasets.get("sales.orders")?.at).toMatchObject([
      {
        account: "data-prod",
        accountNumber: "111122223333",
        environment: "prod",
        classification: "restricted",
        labels: ["PII"],
      },
      { account: "data-dev", environment: "dev", classification: "internal", labels: [] },
    ]);
  });

  test("a workload is recognised by its tag, also by its former ids", () => {
    const catalog = catalogOf(saltmarshWith({ ...ordersEtl, formerly: ["fulfil-etl"] }));
    expect(catalog.workloads.get("orders-etl")?.tag).toEqual({ key: "Workload", values: ["orders-etl", "fulfil-etl"] });
  });

  test("explain names the document and the field that each value came from", () => {
    const origins = catalogOf(saltmarsh).explain({ kind: "Dataset", id: "sales.orders" });
    expect(Object.fromEntries(origins)).toMatchObject({
      "/classification": { document: { kind: "Dataset", id: "sales.orders" }, pointer: "/classification" },
      "/team": { document: { kind: "Team", id: "orders" }, pointer: "/id" },
      "/owners": { document: { kind: "Team", id: "orders" }, pointer: "/dataOwners" },
      "/freshness": { document: { kind: "Company", id: "saltmarsh" }, pointer: "/defaults/tier/0/freshness" },
      "/retention": {
        document: { kind: "Company", id: "saltmarsh" },
        pointer: "/defaults/classification/restricted/retention",
      },
    });
  });

  test("a former name still finds its team, with a warning and the right name", () => {
    const { catalog, problems } = resolveCatalog(saltmarshWith({ ...ledger, team: "fulfilment" }), {
      revision: 1,
      digest,
    });
    expect(catalog.datasets.get("finance.ledger")?.team).toBe("orders");
    expect(problems).toEqual([
      {
        document: { kind: "Dataset", id: "finance.ledger" },
        pointer: "/team",
        code: "former-name",
        message: 'Team "fulfilment" is now called "orders": write "orders"',
        fix: "orders",
        severity: "warning",
      },
    ]);
  });

  test("a former account in a map of places finds the account", () => {
    const [prod] = saltmarsh.filter(({ id }) => id === "data-prod");
    const renamed = saltmarsh
      .filter(({ id }) => id !== "data-prod")
      .map((document) => (document === orders ? orders : document));
    const catalog = catalogOf([
      ...renamed,
      { ...prod, id: "lake-prod", formerly: ["data-prod"] } as (typeof saltmarsh)[number],
    ]);
    expect(catalog.datasets.get("sales.orders")?.at.map(({ account }) => account)).toEqual(["lake-prod", "data-dev"]);
  });

  test("an unchanged document keeps its version, a changed one gets the new revision", () => {
    const first = resolveCatalog(saltmarsh, { revision: 3, digest }).catalog;
    const pins = new Map(
      [...first.accessPolicies].map(([id, { version, hash }]) => [`AccessPolicy:${id}`, { version, hash }]),
    );
    const [policy] = first.accessPolicies.values();
    if (policy === undefined) throw new Error("The company has policies");
    const { version: _, hash: __, ...document } = policy;
    const next = resolveCatalog(saltmarshWith({ ...document, maxConcurrent: 5 }), {
      revision: 4,
      digest,
      pins,
    }).catalog;
    expect(next.accessPolicies.get("company")?.version).toBe(4);
    expect(next.accessPolicies.get("changes")?.version).toBe(3);
  });

  test("the hash does not depend on the order of documents, and changes with any of them", () => {
    const hash = catalogOf(saltmarsh).hash;
    expect(catalogOf([...saltmarsh].reverse()).hash).toBe(hash);
    expect(catalogOf(saltmarshWith({ ...company, title: "Another" })).hash).not.toBe(hash);
  });

  test("a team taken from the folder is the same content as one that is written", () => {
    const { teamFrom: _, ...written } = orders;
    expect(catalogOf(saltmarshWith(written)).hash).toBe(catalogOf(saltmarsh).hash);
  });

  test("no documents resolve to a catalogue that knows nothing", () => {
    const { catalog, problems } = resolveCatalog([], { revision: 0, digest });
    expect(problems).toEqual([]);
    expect(catalog.company.environments).toEqual([]);
    expect(catalog.datasets.size).toBe(0);
  });

  test("an id twice is refused and the first stands", () => {
    expect(problemsOf([...saltmarsh, { ...ledger, classification: "public" }])).toEqual([
      'same-id Cannot load a second Dataset "finance.ledger": an id is given once',
    ]);
  });

  test("a former id cannot be one that is still there", () => {
    const [first] = teams;
    if (first === undefined) throw new Error("There are teams");
    expect(problemsOf(saltmarshWith({ ...first, formerly: ["finance"] }))).toEqual([
      'id-reused Cannot take over "finance": a Team of that id is still there',
    ]);
  });
});
