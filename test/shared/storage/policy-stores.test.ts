import { describe, expect, test } from "vitest";
import { findingIdOf } from "#shared/findings/finding-identity.ts";
import { governResource } from "#shared/policy/enforce/govern-resource.ts";
import { actionKind } from "#shared/storage/action-store.ts";
import { coverageKind, populationKind, sightedKind } from "#shared/storage/coverage-store.ts";
import { findingKind, pendingKind } from "#shared/storage/finding-store.ts";
import { planKind, planPageKind } from "#shared/storage/plan-store.ts";
import { killSwitchKind, policyStateKind } from "#shared/storage/policy-state-store.ts";
import { digestMarkKind, postKind } from "#shared/storage/post-store.ts";
import { trailLookUpsKind } from "#shared/storage/trail-look-up-store.ts";
import { actionsOf, CORE_TAGS, enforcement, hintOf, openFindings, promoted } from "#test/support/enforcement.ts";
import { at, findingOf, testDigest } from "#test/support/findings.ts";
import { bucketOf, scriptedCloud } from "#test/support/scripted-cloud.ts";

const KINDS = [
  findingKind,
  pendingKind,
  actionKind,
  planKind,
  planPageKind,
  policyStateKind,
  killSwitchKind,
  coverageKind,
  sightedKind,
  trailLookUpsKind,
  populationKind,
  postKind,
  digestMarkKind,
];

describe("what is stored of policies and findings", () => {
  test.each(KINDS.map((kind) => ({ kind, name: kind.name })))(
    "$name of a foreign shape is refused by name",
    ({ kind }) => {
      for (const body of [null, {}, [], "x", { __proto__: null, id: 1 }]) expect(() => kind.decode(body)).toThrow();
    },
  );

  test("every kind has a name of its own and a version", () => {
    expect(new Set(KINDS.map(({ name }) => name)).size).toBe(KINDS.length);
    for (const kind of KINDS) expect(Object.keys(kind.migrations ?? {})).toHaveLength(kind.version - 1);
  });

  test("a resource that was sighted before it was kept who made it is one that nobody was asked of", () => {
    const shard = "111122223333#eu-west-1#s3.bucket";
    const body = { arn: "arn:aws:s3:::a", shard, by: "baseline", at: 1_795_420_800_000 };
    expect(sightedKind.decode(sightedKind.migrations?.[1]?.(body))).toEqual(body);
  });

  test("a finding comes back as it went in, in every state, and an unknown field is refused", () => {
    const open = findingOf({ fix: { from: "a", to: "b", patch: "c" } });
    const states = [
      open,
      { ...open, state: "REOPENED", repeats: 2, turns: [at("2026-11-23T08:00:00Z")] },
      { ...open, state: "ACKNOWLEDGED", by: "olga", at: at("2026-11-23T09:00:00Z") },
      { ...open, state: "SUPPRESSED", exemption: "E-1", until: at("2027-01-01T00:00:00Z") },
      { ...open, state: "RESOLVED", at: at("2026-11-23T09:00:00Z"), because: "read-back" },
    ];
    for (const state of states) expect(findingKind.decode(JSON.parse(JSON.stringify(state)))).toEqual(state);
    expect(() => findingKind.decode({ ...open, colour: "red" })).toThrow();
    expect(() => findingKind.decode({ ...open, state: "RESOLVED" })).toThrow();
  });

  test("an action that takes a tag away comes back as one", async () => {
    const deps = enforcement(scriptedCloud(bucketOf("a")));
    await promoted(deps, CORE_TAGS);
    await governResource(hintOf(bucketOf("a")), deps);
    const [action] = await actionsOf(deps);
    if (action === undefined) throw new Error("nothing was written");
    const change = {
      change: { set: "tag" as const, key: "Old", value: undefined },
      before: "x",
      direction: "none" as const,
    };
    expect(actionKind.decode(actionKind.encode({ ...action, changes: [change] })).changes).toEqual([change]);
  });
});

describe("what an earlier version stored", () => {
  const change = { set: "retention", control: "s3.lifecycle.expiration", days: 400 };
  const changes = [{ change, before: 30, direction: "raise" }];
  const resource = { arn: "arn:aws:s3:::a", type: "s3.bucket", account: "111122223333", region: "eu-west-1" };
  const lifted = (kind: { migrations?: { readonly [version: number]: (body: unknown) => unknown } }, body: unknown) =>
    kind.migrations?.[1]?.(body);

  test("of an action, with a lifecycle of the whole bucket, reads as it was", () => {
    const body = {
      id: "A-1",
      policy: "p",
      policyHash: "h",
      plan: "P-1",
      run: "r",
      resource: { ...resource, name: "a" },
      changes,
      findings: [],
      cause: { kind: "enforce", openSince: 1 },
      intendedAt: 1,
      undo: 1,
      state: "DONE",
      at: 1,
    };
    expect(actionKind.decode(lifted(actionKind, body))).toEqual(body);
  });

  test("of a page of a plan reads as it was", () => {
    const body = {
      plan: "P-1",
      page: 1,
      entries: [{ ...resource, resource: resource.arn, name: "a", will: "change", changes }],
    };
    const { arn: _, ...entry } = body.entries[0] ?? {};
    const page = { ...body, entries: [entry] };
    expect(planPageKind.decode(lifted(planPageKind, page))).toEqual(page);
  });

  test("an action that sets one lifecycle rule comes back as it went in", async () => {
    const deps = enforcement(scriptedCloud(bucketOf("a")));
    await promoted(deps, CORE_TAGS);
    await governResource(hintOf(bucketOf("a")), deps);
    const [action] = await actionsOf(deps);
    if (action === undefined) throw new Error("nothing was written");
    const rule = { id: "orders", prefix: "orders/" };
    const set = {
      change: { ...change, set: "retention" as const, rule },
      before: "unset",
      direction: "lower" as const,
    };
    expect(actionKind.decode(actionKind.encode({ ...action, changes: [set] })).changes).toEqual([set]);
  });
});

describe("where findings are listed", () => {
  test("worst first, then oldest", async () => {
    const deps = enforcement(scriptedCloud());
    const put = async (name: string, severity: "low" | "high" | "critical", when: string) => {
      const resource = `arn:aws:s3:::${name}`;
      const finding = findingOf({ resource, severity }, at(when));
      const event = { type: "finding.opened", by: "function:test", data: {} };
      await deps.stores.commit([deps.stores.findings.create(finding.id, finding, event)]);
    };
    await put("low-old", "low", "2026-11-01T00:00:00Z");
    await put("high-new", "high", "2026-11-22T00:00:00Z");
    await put("high-old", "high", "2026-11-02T00:00:00Z");
    await put("worst", "critical", "2026-11-23T00:00:00Z");
    expect((await openFindings(deps)).map(({ resource }) => resource.slice("arn:aws:s3:::".length))).toEqual([
      "worst",
      "high-old",
      "high-new",
      "low-old",
    ]);
  });

  test("a resource's findings are its own, not those of one whose name goes on", async () => {
    const deps = enforcement(scriptedCloud(bucketOf("a"), bucketOf("ab")));
    await governResource(hintOf(bucketOf("a")), deps);
    await governResource(hintOf(bucketOf("ab")), deps);
    const { about } = findingOf();
    const found = await deps.stores.findings.ofResource({ resource: "arn:aws:s3:::a", about: { ...about, name: "a" } });
    const identity = { policy: "core-tags", rule: "tagging.tags.Workload", resource: "arn:aws:s3:::a" };
    expect(found.map(({ value }) => value.id)).toEqual([findingIdOf(identity, testDigest)]);
  });
});
