import { describe, expect, test } from "vitest";
import { personId } from "#shared/kernel/ids.ts";
import { err } from "#shared/kernel/result.ts";
import { millis, plus, seconds } from "#shared/kernel/time.ts";
import { governResource } from "#shared/policy/enforce/govern-resource.ts";
import { KILL_SWITCH } from "#shared/policy/enforce/kill-switch.ts";
import { resumeAction } from "#shared/policy/enforce/perform-action.ts";
import { resumeDue } from "#shared/policy/enforce/resume-due.ts";
import {
  actionsOf,
  CORE_TAGS,
  closedFindings,
  enforcement,
  hintOf,
  LOG_RETENTION,
  openFindings,
  promoted,
} from "#test/support/enforcement.ts";
import { at } from "#test/support/findings.ts";
import { bucketOf, logGroupOf, put, scriptedCloud } from "#test/support/scripted-cloud.ts";

const raw = bucketOf("orders-raw");
const withTag = bucketOf("orders-raw", { tags: { Workload: "orders-etl" } });

const unexpected = (what: string, fault: unknown) => expect.unreachable(`${what}: ${String(fault)}`);

describe("a write whose answer is not the truth", () => {
  test("accepted without effect: unknown, looked at again, failed at last, and never resolved", async () => {
    const cloud = scriptedCloud(raw);
    cloud.onWrite = () => ({ kind: "accepted", requestId: "r" });
    const deps = enforcement(cloud);
    await promoted(deps, CORE_TAGS);
    expect(await governResource(hintOf(raw), deps)).toMatchObject({ meant: 1, done: 0 });
    const [action] = await actionsOf(deps);
    expect(action).toMatchObject({ state: "UNKNOWN", because: "accepted, but read back as tag Workload: nothing" });
    for (let look = 0; look < 6; look += 1) {
      deps.clock.set(at(`2026-11-23T${10 + look}:00:00Z`));
      await resumeAction(action?.id ?? "", deps);
    }
    expect(await actionsOf(deps)).toMatchObject([{ state: "FAILED" }]);
    expect((await openFindings(deps)).map(({ rule, state }) => [rule, state])).toEqual([
      ["action.without-effect", "OPEN"],
      ["tagging.tags.Workload", "OPEN"],
    ]);
  });

  test("not answered, but done: settled by a reading that cannot be older than the call, without a second write", async () => {
    const cloud = scriptedCloud(raw);
    cloud.onWrite = ({ apply }) => {
      apply();
      return { kind: "unknown", because: "timed out" };
    };
    const deps = enforcement(cloud);
    await promoted(deps, CORE_TAGS);
    expect(await governResource(hintOf(raw), deps)).toMatchObject({ meant: 1, done: 0 });
    expect(await openFindings(deps)).toHaveLength(1);
    deps.clock.set(plus(deps.clock.now(), seconds(10)));
    await resumeDue(deps, unexpected);
    expect(await actionsOf(deps)).toMatchObject([{ state: "DONE" }]);
    expect(await closedFindings(deps)).toMatchObject([{ because: "read-back" }]);
    expect(cloud.writes).toHaveLength(1);
  });

  // A person took the tag away a moment ago, so the account may still show it: met by seed 1074 of the simulation.
  test.each([
    { reply: { kind: "refused", code: "ThrottlingException", message: "slow down", forGood: false }, how: "throttled" },
    { reply: { kind: "refused", code: "AccessDenied", message: "no", forGood: true }, how: "refused for good" },
    { reply: { kind: "unknown", because: "timed out" }, how: "not answered" },
  ] as const)(
    "$how, and read back as it was before a person changed it: not done, and written again",
    async ({ reply }) => {
      const cloud = scriptedCloud(raw);
      const works = cloud.onWrite;
      cloud.onWrite = () => reply;
      cloud.onRead = (_ref, found) => (cloud.calls.reads === 2 ? { kind: "read", state: withTag } : found);
      const deps = enforcement(cloud);
      await promoted(deps, CORE_TAGS);
      expect(await governResource(hintOf(raw), deps)).toMatchObject({ meant: 1, done: 0 });
      expect(await actionsOf(deps)).toMatchObject([
        { state: "UNKNOWN", because: expect.stringContaining("too soon to tell") },
      ]);
      expect(await closedFindings(deps)).toEqual([]);

      cloud.onWrite = works;
      deps.clock.set(plus(deps.clock.now(), seconds(10)));
      await resumeDue(deps, unexpected);
      expect(cloud.writes).toHaveLength(2);
      expect(cloud.resources.get(raw.arn)?.tags).toEqual({ Workload: "orders-etl" });
      expect(await actionsOf(deps)).toMatchObject([{ state: "DONE" }]);
      expect(await closedFindings(deps)).toHaveLength(1);
    },
  );

  // A person took the tag away a moment ago, and the account took our write and did nothing.
  test("accepted in vain, and read back as it was before a person changed it: not done, and written again", async () => {
    const cloud = scriptedCloud(raw);
    const works = cloud.onWrite;
    cloud.onWrite = () => ({ kind: "accepted", requestId: "r" });
    cloud.onRead = (_ref, found) => (cloud.calls.reads === 2 ? { kind: "read", state: withTag } : found);
    const deps = enforcement(cloud);
    await promoted(deps, CORE_TAGS);
    expect(await governResource({ ...hintOf(raw), isChange: true }, deps)).toMatchObject({ meant: 1, done: 0 });
    expect(await actionsOf(deps)).toMatchObject([
      { state: "UNKNOWN", because: "accepted, and read back too soon to tell" },
    ]);
    expect(await closedFindings(deps)).toEqual([]);

    cloud.onWrite = works;
    deps.clock.set(plus(deps.clock.now(), seconds(10)));
    await resumeDue(deps, unexpected);
    expect(cloud.resources.get(raw.arn)?.tags).toEqual({ Workload: "orders-etl" });
    expect(await actionsOf(deps)).toMatchObject([{ state: "DONE" }]);
    expect(await closedFindings(deps)).toHaveLength(1);
  });

  test("accepted after a change that was found long enough ago: done by the reading right after it", async () => {
    const cloud = scriptedCloud(raw);
    const deps = enforcement(cloud);
    cloud.onWrite = (write) => {
      deps.clock.set(plus(deps.clock.now(), seconds(10)));
      write.apply();
      return { kind: "accepted", requestId: "r" };
    };
    await promoted(deps, CORE_TAGS);
    expect(await governResource({ ...hintOf(raw), isChange: true }, deps)).toMatchObject({ meant: 1, done: 1 });
    expect(await actionsOf(deps)).toMatchObject([{ state: "DONE" }]);
  });

  test("accepted, and read back as it was before it lost its tag: looked at again, and not taken for somebody's change", async () => {
    const cloud = scriptedCloud(raw);
    const older = bucketOf("orders-raw", { tags: { Workload: "returns" } });
    cloud.onRead = (_ref, found) => (cloud.calls.reads === 2 ? { kind: "read", state: older } : found);
    const deps = enforcement(cloud);
    await promoted(deps, CORE_TAGS);
    await governResource(hintOf(raw), deps);
    expect(await actionsOf(deps)).toMatchObject([
      { state: "UNKNOWN", because: "accepted, and read back too soon to tell" },
    ]);
    deps.clock.set(plus(deps.clock.now(), seconds(10)));
    await resumeDue(deps, unexpected);
    expect(await actionsOf(deps)).toMatchObject([{ state: "DONE" }]);
    expect((await openFindings(deps)).map(({ rule }) => rule)).toEqual([]);
    expect(cloud.writes).toHaveLength(1);
  });

  test("refused for good: failed with its code, the finding open, and not tried again by the next event", async () => {
    const cloud = scriptedCloud(raw);
    cloud.onWrite = () => ({ kind: "refused", code: "AccessDenied", message: "no", forGood: true });
    const deps = enforcement(cloud);
    await promoted(deps, CORE_TAGS);
    await governResource(hintOf(raw), deps);
    await governResource(hintOf(raw), deps);
    expect(cloud.writes).toHaveLength(1);
    expect(await actionsOf(deps)).toMatchObject([{ state: "FAILED", because: "refused with AccessDenied" }]);
    expect(await openFindings(deps)).toContainEqual(
      expect.objectContaining({ next: { what: "Could not be written: refused with AccessDenied" } }),
    );
  });

  test("throttled: tried again after a pause, by whoever looks", async () => {
    const cloud = scriptedCloud(raw);
    const works = cloud.onWrite;
    cloud.onWrite = () => ({ kind: "refused", code: "Throttling", message: "slow down", forGood: false });
    const deps = enforcement(cloud);
    await promoted(deps, CORE_TAGS);
    await governResource(hintOf(raw), deps);
    const [action] = await actionsOf(deps);
    expect(await resumeAction(action?.id ?? "", deps)).toBeUndefined();
    cloud.onWrite = works;
    deps.clock.set(at("2026-11-23T08:01:00Z"));
    expect(await resumeAction(action?.id ?? "", deps)).toMatchObject({ action: { state: "DONE" } });
  });

  test("sent upon what was read for it, until a second after that was asked for", async () => {
    const deps = enforcement(scriptedCloud(raw));
    const asked = deps.clock.now();
    deps.cloud.onRead = (_ref, found) => {
      deps.clock.set(plus(asked, millis(700)));
      return found;
    };
    await promoted(deps, CORE_TAGS);
    expect(await governResource(hintOf(raw), deps)).toMatchObject({ done: 1 });
    expect(deps.cloud.calls.fresh).toMatchObject([{ state: { tags: {} }, until: plus(asked, seconds(1)) }]);
    expect(deps.cloud.calls.fresh[0]?.clock).toBe(deps.clock);
  });

  test("taken up again by another worker: upon nothing that anybody read before", async () => {
    const deps = enforcement(scriptedCloud(raw));
    const works = deps.cloud.onWrite;
    deps.cloud.onWrite = () => ({ kind: "refused", code: "ThrottlingException", message: "slow down", forGood: false });
    await promoted(deps, CORE_TAGS);
    await governResource(hintOf(raw), deps);
    deps.cloud.onWrite = works;
    deps.clock.set(plus(deps.clock.now(), seconds(10)));
    await resumeDue(deps, unexpected);
    expect(await actionsOf(deps)).toMatchObject([{ state: "DONE" }]);
    expect(deps.cloud.calls.fresh).toMatchObject([{ state: { tags: {} } }, undefined]);
  });

  test("changed by somebody else meanwhile: failed, and left as they made it", async () => {
    const cloud = scriptedCloud(raw);
    cloud.onWrite = () => ({ kind: "unknown", because: "timed out" });
    const deps = enforcement(cloud);
    await promoted(deps, CORE_TAGS);
    await governResource(hintOf(raw), deps);
    put(cloud.resources, raw.arn, { set: "tag", key: "Workload", value: "hand-made" });
    deps.clock.set(at("2026-11-23T09:00:00Z"));
    const [action] = await actionsOf(deps);
    await resumeAction(action?.id ?? "", deps);
    expect(cloud.writes).toHaveLength(1);
    expect(await actionsOf(deps)).toMatchObject([
      { state: "FAILED", because: 'somebody changed it meanwhile: tag Workload: "hand-made"' },
    ]);
  });
});

describe("a write that is under way", () => {
  const short = logGroupOf("/etl/orders", 14, { tags: { Workload: "orders-etl" } });
  const older = logGroupOf("/etl/orders", 7, { tags: { Workload: "orders-etl" } });

  /** One worker's call was not answered; another reads the resource as it was before somebody had changed it. */
  async function underWay({ applied = true } = {}) {
    const cloud = scriptedCloud(short);
    cloud.onWrite = ({ apply }) => {
      if (applied) apply();
      return { kind: "unknown", because: "timed out" };
    };
    const deps = enforcement(cloud);
    await promoted(deps, LOG_RETENTION);
    await governResource(hintOf(short), deps);
    const late = { ...deps, cloud: { ...cloud, read: async () => ({ kind: "read", state: older }) as const } };
    return { cloud, deps, late };
  }

  // Its before-image would be what was not there when it was written: met by seed 75 of the simulation.
  test("is the only one of its finding, whatever another worker reads meanwhile", async () => {
    const { cloud, deps, late } = await underWay();
    expect(await governResource(hintOf(short), late)).toMatchObject({ kind: "judged", meant: 0 });
    expect(await actionsOf(deps)).toMatchObject([{ state: "UNKNOWN", changes: [{ before: 14 }] }]);
    expect(cloud.writes).toHaveLength(1);
    deps.clock.set(at("2026-11-23T09:00:00Z"));
    await resumeDue(deps, unexpected);
    expect(await actionsOf(deps)).toMatchObject([{ state: "DONE", changes: [{ before: 14 }] }]);
    expect(await closedFindings(deps)).toMatchObject([{ because: "read-back" }]);
    expect(cloud.writes).toHaveLength(1);
  });

  test("is met by a worker that judged before it was begun: the two meet at its row", async () => {
    const cloud = scriptedCloud(short);
    cloud.onWrite = ({ apply }) => {
      apply();
      return { kind: "unknown", because: "timed out" };
    };
    const deps = enforcement(cloud);
    await promoted(deps, LOG_RETENTION);
    const { killSwitch, commit } = deps.stores;
    let told = false;
    let begun = false;
    const stores = {
      ...deps.stores,
      // What was found and what is to be written do not come to one transaction, so that one comes after the other.
      commit: async (...[changes, checks]: Parameters<typeof commit>) => {
        if (!told && checks !== undefined && checks.length > 0) {
          told = true;
          return err({ kind: "condition-failed", keys: [] } as const);
        }
        return commit(changes, checks);
      },
      killSwitch: {
        ...killSwitch,
        // Between the two the other worker records.
        find: async (id: string) => {
          if (told && !begun) {
            begun = true;
            await governResource(hintOf(short), deps);
          }
          return killSwitch.find(id);
        },
      },
    };
    const late = { ...deps, stores, cloud: { ...cloud, read: async () => ({ kind: "read", state: older }) as const } };
    await governResource(hintOf(short), late);
    expect(begun).toBe(true);
    expect(await actionsOf(deps)).toMatchObject([{ state: "UNKNOWN", changes: [{ before: 14 }] }]);
  });

  test("is no hindrance once it has failed: what is there then is written", async () => {
    const { cloud, deps } = await underWay();
    put(cloud.resources, short.arn, { set: "retention", control: "logs.retention", days: 3 });
    deps.clock.set(at("2026-11-23T09:00:00Z"));
    await resumeDue(deps, unexpected);
    await governResource(hintOf(short), deps);
    expect((await actionsOf(deps)).map(({ state, changes }) => `${state} ${changes[0]?.before}`).toSorted()).toEqual([
      "FAILED 14",
      "UNKNOWN 3",
    ]);
  });

  test("that waits for the kill switch does not have its resource looked at minute by minute", async () => {
    const { deps } = await underWay({ applied: false });
    await deps.stores.commit([
      deps.stores.killSwitch.create(
        KILL_SWITCH,
        { on: true, by: personId("pat"), at: deps.clock.now(), because: "x" },
        { type: "kill-switch.set", by: "pat", data: {} },
      ),
    ]);
    deps.clock.set(at("2026-11-23T09:00:00Z"));
    await resumeDue(deps, unexpected);
    deps.clock.set(at("2026-11-23T09:01:00Z"));
    expect(await resumeDue(deps, unexpected)).toMatchObject({ actions: 0, findings: 0 });
  });
});
