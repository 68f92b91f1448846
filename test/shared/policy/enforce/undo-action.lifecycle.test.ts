import { describe, expect, test } from "vitest";
import { actionId, personId } from "#shared/kernel/ids.ts";
import type { ResourceState } from "#shared/policy/cloud.ts";
import { governResource } from "#shared/policy/enforce/govern-resource.ts";
import { resumeUndo } from "#shared/policy/enforce/resume-undo.ts";
import { undoAction } from "#shared/policy/enforce/undo-action.ts";
import type { LifecycleRule } from "#shared/policy/lifecycle.ts";
import { facts, retention, verdicts } from "#test/shared/policy/governed.ts";
import {
  actionsOf,
  type Enforcement,
  enforcement,
  hintOf,
  LOG_RETENTION,
  promoted,
} from "#test/support/enforcement.ts";
import { at } from "#test/support/findings.ts";
import { bucketOf, put, scriptedCloud } from "#test/support/scripted-cloud.ts";

const CONTROL = "s3.lifecycle.expiration";
const sanna = personId("sanna");
const noor = personId("noor");

const rule = (id: string, prefix: string, days: number): LifecycleRule => ({
  id,
  prefix,
  enabled: true,
  filtered: false,
  ends: { [CONTROL]: days },
});

/** Two rules of one prefix and one of another: what an undo has to tell apart. */
const RULES = [rule("a", "orders/", 30), rule("b", "orders/", 60), rule("c", "tmp/", 7)];

const POLICY = retention({ id: "log-retention", rules: [{ control: CONTROL, prefix: "orders/", min: 365 }] });

const bucket = bucketOf("sales", { tags: { Workload: "orders-etl" }, lifecycle: RULES });

/** The bucket, put right by the policy as it is really judged, and the id of what did it. */
async function enforced(): Promise<{ deps: Enforcement; id: string }> {
  const judge = (resource: ResourceState) => verdicts({ policies: [POLICY], resource, facts: facts() });
  const deps = enforcement(scriptedCloud(bucket), { judge });
  await promoted(deps, LOG_RETENTION);
  await governResource(hintOf(bucket), deps);
  const [action] = await actionsOf(deps);
  return { deps, id: action?.id ?? "" };
}

const rulesIn = ({ cloud }: Enforcement) => cloud.resources.get(bucket.arn)?.lifecycle;

describe("a lifecycle rule that a policy raised", () => {
  test("is in the ledger by rule, with what each rule said before", async () => {
    const { deps } = await enforced();
    expect(rulesIn(deps)).toEqual([rule("a", "orders/", 365), rule("b", "orders/", 365), rule("c", "tmp/", 7)]);
    const change = (id: string) => ({
      set: "retention",
      control: CONTROL,
      days: 365,
      rule: { id, prefix: "orders/" },
    });
    expect(await actionsOf(deps)).toMatchObject([
      {
        state: "DONE",
        changes: [
          { change: change("a"), before: 30, direction: "raise" },
          { change: change("b"), before: 60, direction: "raise" },
        ],
      },
    ]);
  });

  test("is taken back as a lowering: grace and a yes first, then each rule is what it was", async () => {
    const { deps, id } = await enforced();
    const asked = await undoAction({ id, by: sanna }, deps);
    expect(asked).toMatchObject({ ok: true, value: { waitsFor: ["its grace", "team:security"] } });
    expect(rulesIn(deps)?.[0]).toEqual(rule("a", "orders/", 365));
    await undoAction({ id, by: noor }, deps);
    deps.clock.set(at("2026-12-07T08:00:00Z"));
    expect(await resumeUndo(actionId(asked.ok ? asked.value.action.id : ""), deps)).toMatchObject({ state: "DONE" });
    expect(rulesIn(deps)).toEqual(RULES);
  });

  test("is not taken back once the rule is about other keys, though its id and days are the same", async () => {
    const { deps, id } = await enforced();
    const state = deps.cloud.resources.get(bucket.arn) ?? bucket;
    const [a, ...others] = state.lifecycle ?? [];
    deps.cloud.resources.set(bucket.arn, {
      ...state,
      lifecycle: [{ ...(a ?? rule("a", "", 1)), prefix: "" }, ...others],
    });
    expect(await undoAction({ id, by: sanna }, deps)).toEqual({
      ok: false,
      error: { kind: "changed-since", found: `${CONTROL} of orders/ (rule "a"): nothing` },
    });
  });

  test("is not taken back under a legal hold, though its policy would only raise it again", async () => {
    const { deps, id } = await enforced();
    put(deps.cloud.resources, bucket.arn, { set: "tag", key: "LegalHold", value: "true" });
    expect(await undoAction({ id, by: sanna }, deps)).toEqual({
      ok: false,
      error: { kind: "stopped", because: "a legal hold covers it" },
    });
  });

  test("is taken back beside rules that came since", async () => {
    const { deps, id } = await enforced();
    const theirs = { id: "theirs", prefix: "raw/" };
    put(deps.cloud.resources, bucket.arn, { set: "retention", control: CONTROL, days: 5, rule: theirs });
    const asked = await undoAction({ id, by: noor }, deps);
    deps.clock.set(at("2026-12-07T08:00:00Z"));
    await resumeUndo(actionId(asked.ok ? asked.value.action.id : ""), deps);
    expect(rulesIn(deps)).toEqual([...RULES, rule("theirs", "raw/", 5)]);
  });
});
