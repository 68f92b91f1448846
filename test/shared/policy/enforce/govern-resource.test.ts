import { describe, expect, test } from "vitest";
import { plus, seconds } from "#shared/kernel/time.ts";
import type { ResourceState } from "#shared/policy/cloud.ts";
import { governResource, type ResourceHint } from "#shared/policy/enforce/govern-resource.ts";
import { eventRun } from "#shared/policy/enforce/policy-state.ts";
import {
  CORE_TAGS,
  type Enforcement,
  enforcement,
  LOG_RETENTION,
  promoted,
  verdictsOf,
} from "#test/support/enforcement.ts";
import { at } from "#test/support/findings.ts";
import { bucketOf, logGroupOf, put, scriptedCloud } from "#test/support/scripted-cloud.ts";

const hintOf = ({ arn, type, account, region }: ResourceState): ResourceHint => ({
  ref: { arn, type, account, region },
  foundBy: "event",
  run: eventRun(at("2026-11-23T08:00:00Z")),
});

const raw = bucketOf("orders-raw");
const tagged = bucketOf("orders-tagged", { tags: { Workload: "orders-etl" } });

const openFindings = async ({ stores }: Enforcement) =>
  (await stores.findings.list({ shelf: "OPEN", limit: 100 })).items;
const closedFindings = async ({ stores }: Enforcement) =>
  (await stores.findings.list({ shelf: "RESOLVED", limit: 100 })).items;
const actionsOf = async ({ stores }: Enforcement) => (await stores.actions.list({ limit: 100 })).items;

/** A person tags the bucket, and a second more goes by than a reading is good for. */
function meanwhile({ cloud, clock }: Enforcement): void {
  put(cloud.resources, raw.arn, { set: "tag", key: "Workload", value: "returns" });
  clock.set(plus(clock.now(), seconds(16)));
}

describe("a resource that breaks an enforced policy", () => {
  test("is written once with its before-image, read back, and its finding resolved by that", async () => {
    const deps = enforcement(scriptedCloud(raw));
    await promoted(deps, CORE_TAGS);
    expect(await governResource(hintOf(raw), deps)).toMatchObject({ kind: "judged", meant: 1, done: 1, findings: [] });
    expect(deps.cloud.writes).toEqual([
      { arn: raw.arn, changes: [{ set: "tag", key: "Workload", value: "orders-etl" }] },
    ]);
    expect(await actionsOf(deps)).toMatchObject([
      {
        state: "DONE",
        policy: "core-tags",
        policyHash: "hash-1",
        plan: "P-1",
        changes: [{ change: { set: "tag", key: "Workload", value: "orders-etl" }, before: null, direction: "none" }],
      },
    ]);
    expect(await closedFindings(deps)).toMatchObject([{ state: "RESOLVED", because: "read-back", repeats: 0 }]);
    expect(await openFindings(deps)).toEqual([]);
  });

  test("has its ledger row before the call is made", async () => {
    const cloud = scriptedCloud(raw);
    const deps = enforcement(cloud);
    await promoted(deps, CORE_TAGS);
    let rowAtCall: unknown;
    cloud.onWrite = async ({ apply }) => {
      rowAtCall = (await actionsOf(deps))[0];
      apply();
      return { kind: "accepted", requestId: "r" };
    };
    await governResource(hintOf(raw), deps);
    expect(rowAtCall).toMatchObject({ state: "INTENDED", attempts: 1, changes: [{ before: null }] });
  });

  test.each([
    { because: "its event named who made it", hint: { creator: "cas" }, known: { kind: "announced" } },
    { because: "nothing says who made it", hint: {}, known: undefined },
  ])("is first read as what $because", async ({ hint, known }) => {
    const deps = enforcement(scriptedCloud(raw));
    await governResource({ ...hintOf(raw), ...hint }, deps);
    expect(deps.cloud.calls.known).toEqual([known]);
  });

  test("is read again by a worker that was held up, before a finding or a write is made of what it read", async () => {
    const cloud = scriptedCloud(raw);
    const deps = enforcement(cloud);
    await promoted(deps, CORE_TAGS);
    // What is slow here is the way back of the first answer: meanwhile a person sets the tag.
    cloud.onRead = (_ref, found) => {
      if (cloud.calls.reads === 1) meanwhile(deps);
      return found;
    };
    expect(await governResource(hintOf(raw), deps)).toMatchObject({ kind: "judged", meant: 0, findings: [] });
    expect(cloud.calls.reads).toBe(2);
    expect(await closedFindings(deps)).toEqual([]);
    expect(await actionsOf(deps)).toEqual([]);
    expect(cloud.resources.get(raw.arn)?.tags).toEqual({ Workload: "returns" });
  });

  test("is written by what was read anew when the record of the write comes too late for what was read", async () => {
    const cloud = scriptedCloud(raw);
    const deps = enforcement(cloud);
    await promoted(deps, CORE_TAGS);
    const { killSwitch } = deps.stores;
    let looked = 0;
    const slow = async (id: string) => {
      looked += 1;
      if (looked === 1) meanwhile(deps);
      return killSwitch.find(id);
    };
    const held = { ...deps, stores: { ...deps.stores, killSwitch: { ...killSwitch, find: slow } } };
    expect(await governResource(hintOf(raw), held)).toMatchObject({ kind: "judged", meant: 0, findings: [] });
    expect(await actionsOf(deps)).toEqual([]);
    expect(cloud.resources.get(raw.arn)?.tags).toEqual({ Workload: "returns" });
  });

  test("is put right by two policies one after the other, each with its own row", async () => {
    const group = logGroupOf("/etl/orders", 7);
    const deps = enforcement(scriptedCloud(group));
    await promoted(deps, CORE_TAGS, LOG_RETENTION);
    expect(await governResource(hintOf(group), deps)).toMatchObject({ meant: 2, done: 2 });
    expect((await actionsOf(deps)).map(({ policy }) => policy).toSorted()).toEqual(["core-tags", "log-retention"]);
    expect(deps.cloud.resources.get(group.arn)).toMatchObject({
      tags: { Workload: "orders-etl" },
      retention: { "logs.retention": 30 },
    });
  });

  test.each([
    { because: "the policy was never promoted", promote: false, over: {}, next: /not promoted/ },
    { because: "the account is not enrolled", promote: true, over: { enforceFrom: undefined }, next: /not enrolled/ },
    {
      because: "the account is enrolled from tomorrow on",
      promote: true,
      over: { enforceFrom: at("2026-11-24T00:00:00Z") },
      next: /when the account is enrolled/,
    },
    {
      because: "its document has no caps",
      promote: true,
      over: { forces: [{ ...CORE_TAGS, caps: undefined }].map(({ caps: _none, ...force }) => force) },
      next: /no caps/,
    },
  ])("is only found, and says why, while $because", async ({ promote, over, next }) => {
    const deps = enforcement(scriptedCloud(raw), over);
    if (promote) await promoted(deps, CORE_TAGS);
    await governResource(hintOf(raw), deps);
    expect(deps.cloud.writes).toEqual([]);
    expect(await openFindings(deps)).toMatchObject([{ state: "OPEN", next: { what: expect.stringMatching(next) } }]);
  });

  test("is not written in mode notify, whatever was promoted", async () => {
    const judge = (state: ResourceState) => verdictsOf(state).map((each) => ({ ...each, mode: "notify" as const }));
    const deps = enforcement(scriptedCloud(raw), { judge });
    await promoted(deps, CORE_TAGS);
    await governResource(hintOf(raw), deps);
    expect(deps.cloud.writes).toEqual([]);
    expect(await openFindings(deps)).toHaveLength(1);
  });

  test("is patched, not written, where a stack manages it", async () => {
    const managed = bucketOf("orders-raw", { managedBy: { tool: "cloudformation", name: "etl-orders" } });
    const deps = enforcement(scriptedCloud(managed));
    await promoted(deps, CORE_TAGS);
    await governResource(hintOf(managed), deps);
    expect(deps.cloud.writes).toEqual([]);
    const [finding] = await openFindings(deps);
    expect(finding?.next?.what).toBe('Not written: stack "etl-orders" manages it; the patch is in the finding');
    expect(finding?.fix?.patch).toBe(
      '# CloudFormation stack "etl-orders"\nTags:\n  - Key: "Workload"\n    Value: "orders-etl"',
    );
  });

  test("is left alone while an exemption covers it, and written when that has ended", async () => {
    const until = at("2026-11-30T00:00:00Z");
    const exempted = { exemption: "E-31", until };
    const deps = enforcement(scriptedCloud(raw), {
      judge: (state) => verdictsOf(state).map((each) => (each.is === "violating" ? { ...each, exempted } : each)),
    });
    await promoted(deps, CORE_TAGS);
    await governResource(hintOf(raw), deps);
    expect(deps.cloud.writes).toEqual([]);
    const suppressed = await deps.stores.findings.list({ shelf: "SUPPRESSED", limit: 10 });
    expect(suppressed.items).toMatchObject([{ state: "SUPPRESSED", exemption: "E-31", until }]);
    expect(await deps.stores.findings.due(at("2026-11-29T23:59:59Z"), 10)).toEqual([]);
    expect(await deps.stores.findings.due(until, 10)).toHaveLength(1);

    deps.clock.set(until);
    deps.set({ judge: verdictsOf });
    await governResource(hintOf(raw), deps);
    expect(await closedFindings(deps)).toMatchObject([{ repeats: 1 }]);
    expect(deps.cloud.writes).toHaveLength(1);
  });
});

describe("a reading that may be older than our own write", () => {
  // The account shows for up to five seconds what was there before (eventual consistency).
  async function written() {
    const deps = enforcement(scriptedCloud(raw));
    await promoted(deps, CORE_TAGS);
    await governResource(hintOf(raw), deps);
    return deps;
  }

  test("writes nothing, resolves nothing, and is read again when the account must show the write", async () => {
    const deps = await written();
    const before = await closedFindings(deps);
    deps.cloud.onRead = () => ({ kind: "read", state: raw });
    deps.clock.set(plus(deps.clock.now(), seconds(4)));
    expect(await governResource(hintOf(raw), deps)).toEqual({ kind: "pending" });
    expect(deps.cloud.writes).toHaveLength(1);
    expect(await closedFindings(deps)).toEqual(before);
    expect(await openFindings(deps)).toEqual([]);
    expect((await deps.stores.pending.find(raw.arn))?.value).toMatchObject({
      because: "settling",
      nextAt: plus(before[0]?.state === "RESOLVED" ? before[0].at : expect.unreachable("resolved"), seconds(10)),
    });

    deps.cloud.onRead = (_ref, found) => found;
    deps.clock.set(plus(deps.clock.now(), seconds(6)));
    expect(await governResource(hintOf(raw), deps)).toMatchObject({ kind: "judged", findings: [], meant: 0 });
    expect(deps.cloud.writes).toHaveLength(1);
  });

  // The write was accepted and not seen at once, so that nothing but the finding says that it was seen since: seed 218.
  test("is waited out too when it is older than the reading by which the finding was resolved", async () => {
    const deps = enforcement(scriptedCloud(raw));
    await promoted(deps, CORE_TAGS);
    const { cloud, clock } = deps;
    cloud.onRead = () => ({ kind: "read", state: raw });
    expect(await governResource(hintOf(raw), deps)).toMatchObject({ meant: 1, done: 0 });
    cloud.onRead = (_ref, found) => found;
    clock.set(plus(clock.now(), seconds(1)));
    expect(await governResource(hintOf(raw), deps)).toMatchObject({ kind: "judged", findings: [] });
    cloud.onRead = () => ({ kind: "read", state: raw });
    clock.set(plus(clock.now(), seconds(1)));
    expect(await governResource(hintOf(raw), deps)).toEqual({ kind: "pending" });
    expect(await openFindings(deps)).toEqual([]);
    expect(cloud.writes).toHaveLength(1);
  });

  test("is believed once it cannot be older: whoever changed it back has it written once more", async () => {
    const deps = await written();
    put(deps.cloud.resources, raw.arn, { set: "tag", key: "Workload", value: undefined });
    expect(await governResource(hintOf(raw), deps)).toEqual({ kind: "pending" });
    deps.clock.set(plus(deps.clock.now(), seconds(10)));
    expect(await governResource(hintOf(raw), deps)).toMatchObject({ kind: "judged", done: 1 });
    expect(deps.cloud.writes).toHaveLength(2);
  });
});

describe("what is not known", () => {
  test("a rule that could not be judged resolves nothing and blames nobody, but is said", async () => {
    const deps = enforcement(scriptedCloud(raw));
    await governResource(hintOf(raw), deps);
    const unknown = { policy: "core-tags", rule: "tagging.tags.Workload", mode: "enforce", is: "unknown" } as const;
    deps.set({ judge: () => [{ ...unknown, because: "tags were not read" }] });
    await governResource(hintOf(raw), deps);
    expect((await openFindings(deps)).map(({ policy, rule }) => `${policy} ${rule}`).toSorted()).toEqual([
      "core-tags tagging.tags.Workload",
      "tollgate rule.undecided",
    ]);
    deps.set({ judge: verdictsOf });
    put(deps.cloud.resources, raw.arn, { set: "tag", key: "Workload", value: "orders-etl" });
    await governResource(hintOf(raw), deps);
    expect(await openFindings(deps)).toEqual([]);
  });

  test("a resource that is gone closes what was open about it", async () => {
    const deps = enforcement(scriptedCloud(raw));
    await governResource(hintOf(raw), deps);
    deps.cloud.resources.delete(raw.arn);
    expect(await governResource(hintOf(raw), deps)).toEqual({ kind: "gone" });
    expect(await closedFindings(deps)).toMatchObject([{ because: "gone" }]);
  });

  test("a compliant resource leaves no trace", async () => {
    const deps = enforcement(scriptedCloud(tagged));
    expect(await governResource(hintOf(tagged), deps)).toMatchObject({ findings: [], meant: 0 });
    expect(await openFindings(deps)).toEqual([]);
    expect(await closedFindings(deps)).toEqual([]);
  });
});
