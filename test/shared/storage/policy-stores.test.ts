import { describe, expect, test } from "vitest";
import { findingIdOf } from "#shared/findings/finding-identity.ts";
import { governResource } from "#shared/policy/enforce/govern-resource.ts";
import { actionKind } from "#shared/storage/action-store.ts";
import { coverageKind, sightedKind } from "#shared/storage/coverage-store.ts";
import { findingKind, pendingKind } from "#shared/storage/finding-store.ts";
import { planKind, planPageKind } from "#shared/storage/plan-store.ts";
import { killSwitchKind, policyStateKind } from "#shared/storage/policy-state-store.ts";
import { digestMarkKind, postKind } from "#shared/storage/post-store.ts";
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
    expect(KINDS.every(({ version }) => version === 1)).toBe(true);
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
