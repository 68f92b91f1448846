import { describe, expect, test } from "vitest";
import type { Catalog } from "#shared/catalog/catalog.ts";
import { decide } from "#shared/catalog/decide.ts";
import type { GovernanceDocument } from "#shared/catalog/documents/governance-document.ts";
import { resolveCatalog } from "#shared/catalog/resolve-catalog.ts";
import { hours } from "#shared/kernel/time.ts";
import { catalogStoreOn, policyHeadKind } from "#shared/storage/catalog-store.ts";
import { rowKey } from "#shared/storage/record.ts";
import {
  companyPolicy,
  ledger,
  orders,
  ordersRules,
  saltmarsh,
  saltmarshWith,
} from "#test/support/catalog/saltmarsh.ts";
import { nodeDigest as digest, memoryRecords } from "#test/support/memory-records.ts";

const by = "ada";

const nextOf = (current: Catalog, documents: readonly GovernanceDocument[]): Catalog =>
  resolveCatalog(documents, { revision: current.revision + 1, digest, pins: current.pins }).catalog;

async function applied(documents: readonly GovernanceDocument[] = saltmarsh) {
  const { records, table } = memoryRecords();
  const store = catalogStoreOn(records, { digest });
  const first = nextOf(await store.current(), documents);
  expect(await store.save(first, { by })).toEqual({ ok: true, value: undefined });
  return { records, table, store, first };
}

describe("the stored catalogue", () => {
  test("is empty before the first apply, and decides nothing", async () => {
    const { records } = memoryRecords();
    const catalog = await catalogStoreOn(records, { digest }).current();
    expect(catalog.revision).toBe(0);
    expect(decide(catalog, { request: "access", duration: hours(1) })).toMatchObject({
      kind: "refused",
      code: "no-policy",
    });
  });

  test("is read back by another process as it was applied, money and all", async () => {
    const { records, first } = await applied();
    const read = await catalogStoreOn(records, { digest }).current();
    const { explain: _, ...was } = first;
    const { explain: __, ...is } = read;
    expect(is.documents.toSorted(byId)).toEqual(was.documents.toSorted(byId));
    expect({ ...is, documents: [] }).toEqual({ ...was, documents: [] });
  });

  test("is read once per revision", async () => {
    const { store } = await applied();
    expect(await store.current()).toBe(await store.current());
  });

  test("a reader sees the next revision as soon as it is applied", async () => {
    const { records, store, first } = await applied();
    const other = catalogStoreOn(records, { digest });
    await other.current();
    await store.save(nextOf(first, saltmarshWith({ ...ledger, title: "Renamed" })), { by });
    expect((await other.current()).datasets.get("finance.ledger")?.title).toBe("Renamed");
    expect((await other.current()).revision).toBe(2);
  });

  test("another catalogue under the same revision, as after a restore, is read for itself", async () => {
    const [was, restored] = [await applied(), await applied(saltmarshWith({ ...ledger, title: "Restored" }))];
    let behind = was.records;
    const store = catalogStoreOn(new Proxy(was.records, { get: (_, member) => Reflect.get(behind, member) }), {
      digest,
    });
    expect((await store.current()).hash).toBe(was.first.hash);
    behind = restored.records;
    expect(await store.current()).toMatchObject({ revision: 1, hash: restored.first.hash });
    expect((await store.current()).datasets.get("finance.ledger")?.title).toBe("Restored");
  });

  test("an apply on an old revision is refused whole", async () => {
    const { store, first } = await applied();
    const [one, two] = [
      nextOf(first, saltmarshWith({ ...ledger, title: "One" })),
      nextOf(first, saltmarshWith({ ...ledger, title: "Two" })),
    ];
    expect((await store.save(one, { by })).ok).toBe(true);
    expect(await store.save(two, { by })).toEqual({ ok: false, error: { kind: "catalog-moved", revision: 2 } });
    expect((await store.current()).datasets.get("finance.ledger")?.title).toBe("One");
  });

  test("of two applies at once exactly one counts", async () => {
    const { store, first } = await applied();
    const outcomes = await Promise.all(
      ["One", "Two"].map((title) => store.save(nextOf(first, saltmarshWith({ ...ledger, title })), { by })),
    );
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect((await store.current()).revision).toBe(2);
  });

  test("hundreds of datasets fit", async () => {
    const many = Array.from(
      { length: 900 },
      (_, index): GovernanceDocument => ({ ...ledger, id: `big.d${index}`, title: "é".repeat(200) }),
    );
    const { store } = await applied([...saltmarsh, ...many]);
    expect((await store.current()).datasets.size).toBe(903);
  });

  test("an edit rewrites only the parts of its kind", async () => {
    const { table, store, first } = await applied();
    await store.save(nextOf(first, saltmarshWith({ ...ledger, title: "Other" })), { by });
    const events = await table.query({ index: "list", partition: "EVENTS#2026-11-23T09", limit: 500 });
    const writes = events.items.map(({ pk }) => pk.split("#")[0]);
    // Nine kinds at first, then Dataset alone.
    expect(writes.filter((kind) => kind === "catalog-part")).toHaveLength(9 + 1);
  });

  test("a part that was altered is not believed", async () => {
    const { table, records } = await applied();
    const events = await table.query({ index: "list", partition: "EVENTS#2026-11-23T09", prefix: "", limit: 500 });
    const part = events.items.find(({ pk }) => pk.startsWith("catalog-part#"));
    if (part === undefined) throw new Error("There are parts");
    const row = await table.get(rowKey("catalog-part", part.pk.slice("catalog-part#".length)));
    if (row === undefined) throw new Error("The part has a row");
    await table.transact([
      {
        op: "put",
        item: { ...row, revision: 2, body: row.body.replace('"version":1', '"version":2') },
        expect: { revision: 1 },
      },
    ]);
    await expect(catalogStoreOn(records, { digest }).current()).rejects.toThrow("is not what it was");
  });

  test("what was removed is retired", async () => {
    const { store, first } = await applied();
    await store.save(
      nextOf(
        first,
        saltmarsh.filter(({ id }) => id !== ordersRules.id),
      ),
      { by },
    );
    expect([...(await store.retired())]).toEqual(["AccessPolicy:orders-own-rules"]);
  });
});

describe("the conditions that an activation names", () => {
  const cases: readonly (readonly [string, GovernanceDocument, boolean])[] = [
    ["the policy itself changes", { ...companyPolicy, maxConcurrent: 3 }, false],
    ["a policy that tightens it changes", { ...ordersRules, maxConcurrent: 3 }, false],
    ["another policy tightens it", { ...ordersRules, id: "more-rules" }, false],
    ["only a dataset changes", { ...orders, title: "Other" }, true],
  ];

  test.each(cases)("of the policy, when %s", async (_, change, holds) => {
    const { records, store, first } = await applied();
    const check = await store.policyUnchangedSince(first, "company");
    expect((await records.commit([], [check])).ok).toBe(true);
    await store.save(nextOf(first, saltmarshWith(change)), { by });
    expect((await records.commit([], [check])).ok).toBe(holds);
  });

  test("of a catalogue that is already old fails", async () => {
    const { records, store, first } = await applied();
    await store.save(nextOf(first, saltmarshWith({ ...companyPolicy, maxConcurrent: 3 })), { by });
    expect((await records.commit([], [await store.policyUnchangedSince(first, "company")])).ok).toBe(false);
    expect((await records.commit([], [store.unchangedSince(first)])).ok).toBe(false);
    expect((await records.commit([], [store.unchangedSince(await store.current())])).ok).toBe(true);
  });

  test("a policy's head says which revision changed it last", async () => {
    const { records, store, first } = await applied();
    await store.save(nextOf(first, saltmarshWith({ ...ordersRules, maxConcurrent: 3 })), { by });
    expect((await records.find(policyHeadKind, "company"))?.value.revision).toBe(2);
    expect((await records.find(policyHeadKind, "changes"))?.value.revision).toBe(1);
  });
});

const byId = (left: GovernanceDocument, right: GovernanceDocument): number =>
  `${left.kind}:${left.id}` < `${right.kind}:${right.id}` ? -1 : 1;
