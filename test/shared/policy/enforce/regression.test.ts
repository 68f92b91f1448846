import { expect, test } from "vitest";
import type { Pinned } from "#shared/catalog/catalog.ts";
import type { TaggingPolicy } from "#shared/catalog/documents/policy.ts";
import { readCloudRecord } from "#shared/contracts/events/cloudtrail.ts";
import { LOOKS } from "#shared/findings/pending.ts";
import { days } from "#shared/kernel/time.ts";
import { governResource } from "#shared/policy/enforce/govern-resource.ts";
import { observeRecord } from "#shared/policy/enforce/observe-record.ts";
import { forceFrom } from "#shared/policy/enforce/policy-force.ts";
import { resumeDue } from "#shared/policy/enforce/resume-due.ts";
import {
  actionsOf,
  CORE_TAGS,
  closedFindings,
  type Enforcement,
  enforcement,
  hintOf,
  openFindings,
  promoted,
} from "#test/support/enforcement.ts";
import { at, testDigest } from "#test/support/findings.ts";
import { bucketOf, scriptedCloud } from "#test/support/scripted-cloud.ts";

const noFault = (what: string, fault: unknown): void => {
  throw new Error(`${what} failed`, { cause: fault });
};

const createBucket = (over: Readonly<Record<string, unknown>> = {}) =>
  readCloudRecord({
    eventVersion: "1.11",
    eventSource: "s3.amazonaws.com",
    eventName: "CreateBucket",
    eventTime: "2026-11-23T08:00:00Z",
    awsRegion: "eu-west-1",
    recipientAccountId: "111122223333",
    eventID: "0a1b2c3d-0000-4000-8000-000000000001",
    userIdentity: {
      type: "AssumedRole",
      arn: "arn:aws:sts::111122223333:assumed-role/Engineer/dana",
      accountId: "111122223333",
      sessionContext: { sessionIssuer: { userName: "Engineer" } },
    },
    requestParameters: { bucketName: "orders-raw" },
    responseElements: null,
    ...over,
  });

const setUp = async (over: Parameters<typeof enforcement>[1] = {}): Promise<Enforcement> => {
  const deps = enforcement(scriptedCloud(bucketOf("orders-raw")), over);
  await promoted(deps, CORE_TAGS);
  return deps;
};

test("c7n-1415: a resource that is not yet describable is waited for where it can be seen, and then judged", async () => {
  const deps = await setUp();
  deps.cloud.onRead = () => ({ kind: "not-ready" });
  expect(await observeRecord(createBucket(), deps)).toMatchObject({ outcome: "judged" });
  expect(await deps.stores.pending.list(10)).toMatchObject([
    {
      resource: { arn: "arn:aws:s3:::orders-raw" },
      because: "not-ready",
      attempts: 1,
      nextAt: at("2026-11-23T08:00:15Z"),
    },
  ]);
  expect(await openFindings(deps)).toEqual([]);
  deps.cloud.onRead = (_ref, found) => found;
  deps.clock.set(at("2026-11-23T08:00:15Z"));
  await resumeDue(deps, noFault);
  expect(await deps.stores.pending.list(10)).toEqual([]);
  expect(await closedFindings(deps)).toMatchObject([{ state: "RESOLVED", because: "read-back" }]);
});

test("c7n-1415: one that never becomes describable is a finding after the last look, and is still looked at", async () => {
  const deps = await setUp();
  deps.cloud.onRead = () => ({ kind: "not-ready" });
  await observeRecord(createBucket(), deps);
  for (let look = 1; look < LOOKS; look += 1) {
    deps.clock.set(at(`2026-11-23T${String(8 + look).padStart(2, "0")}:00:00Z`));
    await resumeDue(deps, noFault);
  }
  expect(await openFindings(deps)).toMatchObject([
    { policy: "tollgate", rule: "resource.never-ready", resource: "arn:aws:s3:::orders-raw", owner: "team:platform" },
  ]);
  expect(await deps.stores.pending.list(10)).toHaveLength(1);
  deps.cloud.onRead = (_ref, found) => found;
  deps.clock.set(at("2026-11-24T08:00:00Z"));
  await resumeDue(deps, noFault);
  expect(await openFindings(deps)).toEqual([]);
});

test("c7n-3238: our own write, announced as an event, is recognised, and triggers nothing", async () => {
  const deps = await setUp();
  await observeRecord(createBucket(), deps);
  const own = createBucket({
    eventName: "PutBucketTagging",
    userIdentity: {
      type: "AssumedRole",
      arn: "arn:aws:sts::111122223333:assumed-role/TollgateMember/tollgate-enforce",
      accountId: "111122223333",
    },
  });
  const reads = deps.cloud.calls.reads;
  expect(await observeRecord(own, deps)).toEqual({ outcome: "ignored", reason: "own-write", resources: [] });
  expect(deps.cloud.calls.reads).toBe(reads);
  expect(deps.cloud.writes).toHaveLength(1);
});

test("c7n-3238: even behind a borrowed name, our own write is seen to be compliant and is not repeated", async () => {
  const deps = await setUp();
  await observeRecord(createBucket(), deps);
  deps.clock.set(at("2026-11-23T09:00:00Z"));
  await observeRecord(createBucket({ eventName: "PutBucketTagging" }), deps);
  expect(await openFindings(deps)).toEqual([]);
  expect(await closedFindings(deps)).toMatchObject([{ rule: "tagging.tags.Workload", repeats: 0 }]);
  expect(deps.cloud.writes).toHaveLength(1);
  expect(await actionsOf(deps)).toHaveLength(1);
});

test("c7n-3641: the cap counts across events too, halts the policy, and says so", async () => {
  const names = ["a", "b", "c", "d"];
  const deps = enforcement(scriptedCloud(...names.map((name) => bucketOf(name))), {
    forces: [{ ...CORE_TAGS, caps: { run: 2, day: 9, scopeMillionths: 1_000_000 } }],
  });
  await promoted(deps, CORE_TAGS);
  for (const name of names) await observeRecord(createBucket({ requestParameters: { bucketName: name } }), deps);
  expect(deps.cloud.writes.map(({ arn }) => arn)).toEqual(["arn:aws:s3:::a", "arn:aws:s3:::b"]);
  expect((await deps.stores.policyStates.find("core-tags"))?.value.halt).toMatchObject({
    because: "2 changes in one run, the cap",
    cap: "run",
  });
  const open = await openFindings(deps);
  expect(open.find(({ rule }) => rule === "policy.halted")?.why).toBe(
    "Policy core-tags halted itself: 2 changes in one run, the cap. Nothing is half done",
  );
  expect(open.filter(({ policy }) => policy === "core-tags").map(({ next }) => next?.what)).toEqual([
    "Not written: the policy is halted (2 changes in one run, the cap)",
    "Not written: the policy is halted (2 changes in one run, the cap)",
  ]);
});

test("c7n-6106: a grace that is not written is not zero days", () => {
  const document = {
    kind: "Policy",
    id: "core-tags",
    type: "tagging",
    mode: "enforce",
    severity: "medium",
    trigger: {},
    scope: [{}],
    tagging: { tags: {} },
    enforcement: { actions: ["tag.set"] },
    version: 1,
    hash: testDigest("core-tags"),
  } as const satisfies Pinned<TaggingPolicy>;
  expect(forceFrom(document, "sanna").grace).toEqual({});
  const none = { ...document, enforcement: { ...document.enforcement, grace: "none" as const } };
  expect(forceFrom(none, "sanna").grace).toEqual({ none: 0 });
});

test("c7n-6106: a policy that says of no grace does not write at all, however long ago it found what is wrong", async () => {
  const deps = await setUp({ forces: [{ ...CORE_TAGS, grace: {} }] });
  await observeRecord(createBucket(), deps);
  for (const day of ["2026-11-24", "2026-12-23", "2027-11-23"]) {
    deps.clock.set(at(`${day}T08:00:00Z`));
    await governResource(hintOf(bucketOf("orders-raw"), "sweep"), deps);
    await resumeDue(deps, noFault);
  }
  expect(deps.cloud.writes).toEqual([]);
  expect((await openFindings(deps))[0]?.next).toEqual({
    what: "Not written: the policy does not say how long to wait before it would change it",
  });
});

test("c7n-6106: grace runs from when the finding was opened in our store, and ends on its moment", async () => {
  const deps = await setUp({ forces: [{ ...CORE_TAGS, grace: { none: days(4) } }] });
  await observeRecord(createBucket(), deps);
  expect((await openFindings(deps))[0]?.next).toEqual({
    what: "Written when its grace is over",
    at: at("2026-11-27T08:00:00Z"),
  });
  deps.clock.set(at("2026-11-27T07:59:59Z"));
  await resumeDue(deps, noFault);
  expect(deps.cloud.writes).toEqual([]);
  deps.clock.set(at("2026-11-27T08:00:00Z"));
  await resumeDue(deps, noFault);
  expect(deps.cloud.writes).toHaveLength(1);
});

test("rejected create enforced: a call that carries an error code is ignored, and nothing is read or written", async () => {
  const deps = await setUp();
  const rejected = createBucket({ errorCode: "AccessDenied", errorMessage: "no" });
  expect(await observeRecord(rejected, deps)).toEqual({ outcome: "ignored", reason: "rejected", resources: [] });
  expect(deps.cloud.calls.reads).toBe(0);
  expect(await openFindings(deps)).toEqual([]);
});

test("CreateCluster of another service is recognised as such", async () => {
  const deps = await setUp();
  const other = createBucket({ eventSource: "cloudhsm.amazonaws.com", eventName: "CreateCluster" });
  expect(await observeRecord(other, deps)).toMatchObject({ outcome: "ignored", reason: "other-service" });
});

test("51st tag: refused before the call, said in the finding, and no foreign tag is deleted", async () => {
  const tags = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`Key${index}`, "v"]));
  const full = bucketOf("orders-raw", { tags });
  const deps = enforcement(scriptedCloud(full));
  await promoted(deps, CORE_TAGS);
  await governResource(hintOf(full), deps);
  expect(deps.cloud.writes).toEqual([]);
  expect((await openFindings(deps))[0]?.next?.what).toBe("Not written: it would have 51 tags, and a 51st is refused");
});

test("c7n-2834: tags of AWS itself do not count against the 50, and are not touched", async () => {
  const own = Object.fromEntries(Array.from({ length: 49 }, (_, index) => [`Key${index}`, "v"]));
  const tags = { ...own, "aws:cloudformation:stack-id": "s", "aws:cloudformation:logical-id": "l" };
  const bucket = bucketOf("orders-raw", { tags });
  const deps = enforcement(scriptedCloud(bucket));
  await promoted(deps, CORE_TAGS);
  await governResource(hintOf(bucket), deps);
  expect(deps.cloud.resources.get(bucket.arn)?.tags).toEqual({ ...tags, Workload: "orders-etl" });
  expect(deps.cloud.writes[0]?.changes).toEqual([{ set: "tag", key: "Workload", value: "orders-etl" }]);
});

test("c7n-10909: tags are read from the account before judging, whatever the event showed", async () => {
  const deps = enforcement(scriptedCloud(bucketOf("orders-raw", { tags: { Workload: "orders-etl" } })));
  await observeRecord(createBucket(), deps);
  expect(await openFindings(deps)).toEqual([]);
  expect(await closedFindings(deps)).toEqual([]);
});

test("an event that nobody understands is one finding about Tollgate, however often it comes", async () => {
  const deps = await setUp();
  const odd = createBucket({ requestParameters: {} });
  expect(await observeRecord(odd, deps)).toMatchObject({ outcome: "unreadable" });
  await observeRecord(odd, deps);
  expect(await openFindings(deps)).toMatchObject([{ policy: "tollgate", rule: "event.unreadable", repeats: 0 }]);
});

test("a new resource is left to settle first, and judged when that is over", async () => {
  const deps = await setUp({ settle: 90_000 });
  expect(await observeRecord(createBucket(), deps)).toMatchObject({ outcome: "settling", reason: "create" });
  expect(await openFindings(deps)).toEqual([]);
  expect(await deps.stores.pending.list(10)).toMatchObject([
    { because: "settling", nextAt: at("2026-11-23T08:01:30Z") },
  ]);
  deps.clock.set(at("2026-11-23T08:01:30Z"));
  await resumeDue(deps, noFault);
  expect(deps.cloud.writes).toHaveLength(1);
});
