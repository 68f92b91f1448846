import { describe, expect, test } from "vitest";
import { actionId, personId } from "#shared/kernel/ids.ts";
import type { ResourceState } from "#shared/policy/cloud.ts";
import { governResource } from "#shared/policy/enforce/govern-resource.ts";
import { KILL_SWITCH } from "#shared/policy/enforce/kill-switch.ts";
import { resumeUndo } from "#shared/policy/enforce/resume-undo.ts";
import { undoAction } from "#shared/policy/enforce/undo-action.ts";
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

const sanna = personId("sanna");
const noor = personId("noor");
const hintOf = ({ arn, type, account, region }: ResourceState) => ({
  ref: { arn, type, account, region },
  foundBy: "event" as const,
  run: "run-1",
});

/** One resource, put right by its policies, and the id of what did it. */
async function enforced(resource: ResourceState): Promise<{ deps: Enforcement; id: string; arn: string }> {
  const deps = enforcement(scriptedCloud(resource));
  await promoted(deps, CORE_TAGS, LOG_RETENTION);
  await governResource(hintOf(resource), deps);
  const { items } = await deps.stores.actions.list({ limit: 10 });
  const action = items.find(({ policy }) =>
    resource.type === "s3.bucket" ? policy === "core-tags" : policy === "log-retention",
  );
  return { deps, id: action?.id ?? "", arn: resource.arn };
}

const raw = bucketOf("orders-raw", { tags: { Team: "orders" } });
const shortLog = logGroupOf("/etl/orders", 7, { tags: { Workload: "orders-etl" } });
const stateOf = ({ cloud }: Enforcement, arn: string) => cloud.resources.get(arn);

describe("taking back what a policy wrote", () => {
  test("puts the before-image back, opens the finding again and holds it", async () => {
    const { deps, id, arn } = await enforced(raw);
    const undone = await undoAction({ id, by: sanna }, deps);
    expect(undone).toMatchObject({ ok: true, value: { action: { state: "DONE" }, waitsFor: [] } });
    expect(stateOf(deps, arn)?.tags).toEqual({ Team: "orders" });
    const { items } = await deps.stores.findings.list({ shelf: "OPEN", limit: 10 });
    expect(items).toMatchObject([
      {
        state: "REOPENED",
        repeats: 1,
        hold: { by: "sanna" },
        next: {
          what: "Not written: somebody took this change back, and this version of the policy does not repeat it",
        },
      },
    ]);
    await governResource(hintOf(raw), deps);
    expect(deps.cloud.writes).toHaveLength(2);
  });

  test("is refused where somebody changed it since, with what they made of it", async () => {
    const { deps, id, arn } = await enforced(raw);
    put(deps.cloud.resources, arn, { set: "tag", key: "Workload", value: "billing" });
    expect(await undoAction({ id, by: sanna }, deps)).toEqual({
      ok: false,
      error: { kind: "changed-since", found: 'tag Workload: "billing"' },
    });
    expect(stateOf(deps, arn)?.tags).toEqual({ Team: "orders", Workload: "billing" });
  });

  test("touches nothing but what was written: a tag set by somebody else stays", async () => {
    const { deps, id, arn } = await enforced(raw);
    put(deps.cloud.resources, arn, { set: "tag", key: "Note", value: "keep me" });
    await undoAction({ id, by: sanna }, deps);
    expect(stateOf(deps, arn)?.tags).toEqual({ Team: "orders", Note: "keep me" });
  });

  test("asked for twice is done once", async () => {
    const { deps, id } = await enforced(raw);
    const first = await undoAction({ id, by: sanna }, deps);
    const second = await undoAction({ id, by: noor }, deps);
    expect(second.ok && first.ok && second.value.action.id === first.value.action.id).toBe(true);
    expect(deps.cloud.writes).toHaveLength(2);
  });

  test("asked for while it is being written is written once", async () => {
    const { deps, id, arn } = await enforced(raw);
    const asked: unknown[] = [];
    deps.cloud.onWrite = async ({ apply }) => {
      const isFirst = asked.push("asked") === 1;
      if (isFirst) asked[0] = await undoAction({ id, by: noor }, deps);
      apply();
      return { kind: "accepted", requestId: "req-2" };
    };
    const undone = await undoAction({ id, by: sanna }, deps);
    expect(undone).toMatchObject({ ok: true, value: { action: { state: "DONE" } } });
    expect(asked).toMatchObject([{ ok: true, value: { action: { state: "INTENDED" }, waitsFor: [] } }]);
    expect(deps.cloud.writes.filter((each) => each.arn === arn)).toHaveLength(2);
  });

  test.each([{ because: "there is no such action", id: "A-NOWHERE", error: { kind: "no-such-action" } }])(
    "is refused: $because",
    async ({ id, error }) => {
      const { deps } = await enforced(raw);
      expect(await undoAction({ id, by: sanna }, deps)).toEqual({ ok: false, error });
    },
  );

  test("is refused a day too late, and not on the last moment", async () => {
    const { deps, id } = await enforced(raw);
    deps.clock.set(at("2026-12-23T08:00:00Z"));
    const inTime = await undoAction({ id, by: sanna }, deps);
    expect(inTime.ok).toBe(true);
    const other = await enforced(raw);
    other.deps.clock.set(at("2026-12-23T08:00:01Z"));
    expect(await undoAction({ id: other.id, by: sanna }, other.deps)).toEqual({
      ok: false,
      error: { kind: "too-late", until: at("2026-12-23T08:00:00Z") },
    });
  });

  test("of an undo is refused, and a failed undo can be asked for anew", async () => {
    const { deps, id } = await enforced(raw);
    const works = deps.cloud.onWrite;
    deps.cloud.onWrite = () => ({ kind: "refused", code: "AccessDenied", message: "no", forGood: true });
    const failed = await undoAction({ id, by: sanna }, deps);
    expect(failed).toMatchObject({ ok: true, value: { action: { state: "FAILED" } } });
    deps.cloud.onWrite = works;
    const again = await undoAction({ id, by: sanna }, deps);
    expect(again).toMatchObject({ ok: true, value: { action: { state: "DONE" } } });
    const undoId = again.ok ? again.value.action.id : "";
    expect(await undoAction({ id: undoId, by: sanna }, deps)).toEqual({ ok: false, error: { kind: "is-an-undo" } });
  });

  test("is a write, so the kill switch stops it", async () => {
    const { deps, id } = await enforced(raw);
    const on = { on: true, by: "otto", at: deps.clock.now(), because: "drill" };
    await deps.stores.commit([
      deps.stores.killSwitch.create(KILL_SWITCH, on, { type: "kill-switch.on", by: "otto", data: {} }),
    ]);
    expect(await undoAction({ id, by: sanna }, deps)).toEqual({
      ok: false,
      error: { kind: "stopped", because: "the kill switch is on" },
    });
  });
});

describe("taking back a raise is a lowering", () => {
  test("waits for its grace and for somebody who may agree, and says what it destroys", async () => {
    const { deps, id, arn } = await enforced(shortLog);
    expect(await undoAction({ id, by: sanna }, deps)).toMatchObject({
      ok: true,
      value: {
        action: { state: "WAITING", approvals: [] },
        waitsFor: ["its grace", "team:security"],
        cannot: "Taking it back deletes what has been kept longer since",
      },
    });
    expect(stateOf(deps, arn)?.retention).toEqual({ "logs.retention": 30 });
    expect(deps.cloud.writes).toHaveLength(1);
  });

  test("is done when the grace is over and an approver has agreed, not a second before", async () => {
    const { deps, id, arn } = await enforced(shortLog);
    const asked = await undoAction({ id, by: sanna }, deps);
    const undo = actionId(asked.ok ? asked.value.action.id : "");
    expect(await undoAction({ id, by: noor }, deps)).toMatchObject({ ok: true, value: { waitsFor: ["its grace"] } });
    deps.clock.set(at("2026-12-07T07:59:59Z"));
    expect(await resumeUndo(undo, deps)).toBeUndefined();
    deps.clock.set(at("2026-12-07T08:00:00Z"));
    expect(await resumeUndo(undo, deps)).toMatchObject({ state: "DONE" });
    expect(stateOf(deps, arn)?.retention).toEqual({ "logs.retention": 7 });
    const { items } = await deps.stores.findings.list({ shelf: "OPEN", limit: 10 });
    expect(items).toMatchObject([{ state: "REOPENED", hold: { by: "sanna" } }]);
  });

  test("is not done by time alone: without a yes it waits, and is given up after 30 days", async () => {
    const { deps, id, arn } = await enforced(shortLog);
    const asked = await undoAction({ id, by: sanna }, deps);
    const undo = actionId(asked.ok ? asked.value.action.id : "");
    deps.clock.set(at("2026-12-20T08:00:00Z"));
    expect(await resumeUndo(undo, deps)).toMatchObject({ state: "WAITING" });
    deps.clock.set(at("2026-12-24T08:00:00Z"));
    expect(await resumeUndo(undo, deps)).toMatchObject({ state: "FAILED" });
    expect(stateOf(deps, arn)?.retention).toEqual({ "logs.retention": 30 });
  });

  test("a person who may not agree cannot, and an approver counts once", async () => {
    const { deps, id } = await enforced(shortLog);
    await undoAction({ id, by: sanna }, deps);
    expect(await undoAction({ id, by: personId("mallory") }, deps)).toEqual({
      ok: false,
      error: { kind: "not-an-approver", needs: ["team:security"] },
    });
    await undoAction({ id, by: noor }, deps);
    const again = await undoAction({ id, by: noor }, deps);
    expect(again.ok && again.value.action.state === "WAITING" && again.value.action.approvals).toHaveLength(1);
  });

  test.each([
    { because: "the approver set is empty", stages: [{ text: "team:security", need: 1, people: new Set<never>() }] },
    { because: "nobody is asked at all", stages: [] },
  ])("is refused: $because", async ({ stages }) => {
    const { deps, id } = await enforced(shortLog);
    deps.set({ stages });
    expect(await undoAction({ id, by: sanna }, deps)).toMatchObject({ ok: false, error: { kind: "stopped" } });
  });

  test("is refused under a legal hold", async () => {
    const { deps, id } = await enforced(shortLog);
    deps.set({
      judge: (state) =>
        verdictsOf(state).map((each) => (each.is === "violating" ? { ...each, held: "legal-hold" as const } : each)),
    });
    expect(await undoAction({ id, by: sanna }, deps)).toEqual({
      ok: false,
      error: { kind: "stopped", because: "a legal hold covers it" },
    });
  });
});
