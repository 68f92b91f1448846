import { describe, expect, test } from "vitest";
import type { Fault, Faults } from "#shared/adapters/local/sandbox/faults.ts";
import { memorySandboxStore } from "#shared/adapters/local/sandbox/store.ts";
import type { JsonObject } from "#shared/kernel/json.ts";
import { minutes } from "#shared/kernel/time.ts";
import { ACCOUNT, at, DANAS_ROLE, LATER, testSandbox } from "#test/support/sandbox.ts";

const document: JsonObject = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::orders/*" }],
};
const NAME = "tollgate-g1-1";
const HALF_A_MINUTE_ON = at("2026-11-23T03:00:30Z");

/** The role stands; from then on every call of the operation suffers the fault. */
async function suffering(operation: string, fault: Fault, deps: Parameters<typeof testSandbox>[0] = {}) {
  let armed = false;
  const faults: Faults = (call) => (armed && call.operation === operation ? fault : undefined);
  const under = testSandbox({ ...deps, faults });
  await under.sandbox.grants.ensureRole(DANAS_ROLE, LATER);
  armed = true;
  const { grants } = under.sandbox;
  const put = (deadline = HALF_A_MINUTE_ON) => grants.putPolicy({ role: DANAS_ROLE, name: NAME, document }, deadline);
  const stands = async () => {
    const read = await grants.readPolicy(DANAS_ROLE, NAME);
    return read.kind === "read" ? read.value !== undefined : read.code;
  };
  const arm = (on: boolean) => {
    armed = on;
  };
  return { ...under, put, stands, arm };
}

const PUT = "iam:PutRolePolicy";

describe("a put that goes wrong", () => {
  test("throttled: refused for now, recorded as rejected, not there", async () => {
    const { put, stands, records } = await suffering(PUT, { kind: "throttled" });
    expect(await put()).toEqual({
      kind: "refused",
      code: "ThrottlingException",
      message: "Rate exceeded",
      forGood: false,
    });
    expect(await stands()).toBe(false);
    expect(records.at(-1)).toMatchObject({ eventName: "PutRolePolicy", errorCode: "ThrottlingException" });
  });

  test("refused with a code: for good or not as the code says", async () => {
    const refused = { kind: "refused", code: "LimitExceeded", message: "too many" } as const;
    const { put } = await suffering(PUT, refused);
    expect(await put()).toEqual({ ...refused, forGood: true });
  });

  test("timed out before: unknown, and not there", async () => {
    const { put, stands } = await suffering(PUT, { kind: "times-out-before" });
    expect(await put()).toEqual({ kind: "unknown", because: "the call timed out" });
    expect(await stands()).toBe(false);
  });

  test("timed out after: unknown, and there", async () => {
    const { put, stands } = await suffering(PUT, { kind: "times-out-after" });
    expect(await put()).toEqual({ kind: "unknown", because: "the call timed out" });
    expect(await stands()).toBe(true);
  });

  test("late: unknown, and there from its moment on, at the moment of its record", async () => {
    const { put, stands, clock, records } = await suffering(PUT, { kind: "late", at: at("2026-11-23T03:00:20Z") });
    expect(await put()).toEqual({ kind: "unknown", because: "the call timed out" });
    clock.set("2026-11-23T03:00:19Z");
    expect(await stands()).toBe(false);
    clock.set("2026-11-23T03:00:25Z");
    expect(await stands()).toBe(true);
    expect(records.at(-1)).toMatchObject({ eventName: "PutRolePolicy", eventTime: "2026-11-23T03:00:20Z" });
  });

  test("late: it lands after the delete that was sent in between", async () => {
    const { sandbox, put, stands, clock } = await suffering(PUT, { kind: "late", at: at("2026-11-23T03:00:20Z") });
    await put();
    await sandbox.grants.deletePolicy(DANAS_ROLE, NAME, LATER);
    expect(await stands()).toBe(false);
    clock.set("2026-11-23T03:00:20Z");
    expect(await stands()).toBe(true);
  });

  test.each([
    { because: "at the deadline it still lands", lands: "2026-11-23T03:00:30Z", fenceMargin: 0, stood: true },
    { because: "past the deadline it never does", lands: "2026-11-23T03:00:31Z", fenceMargin: 0, stood: false },
    { because: "within the fence it does", lands: "2026-11-23T03:01:30Z", fenceMargin: 60_000, stood: true },
    { because: "past the fence it never does", lands: "2026-11-23T03:01:31Z", fenceMargin: 60_000, stood: false },
  ])("late: $because", async ({ lands, fenceMargin, stood }) => {
    const { put, stands, clock, sandbox } = await suffering(PUT, { kind: "late", at: at(lands) }, { fenceMargin });
    expect(sandbox.grants.fenceMargin).toBe(fenceMargin);
    await put();
    clock.set("2026-11-23T05:00:00Z");
    expect(await stands()).toBe(stood);
  });

  test("accepted in vain: answered and recorded as done, and never there", async () => {
    const { put, stands, clock, records } = await suffering(PUT, { kind: "accepted-in-vain" });
    expect(await put()).toMatchObject({ kind: "accepted" });
    expect(records.at(-1)).toMatchObject({ eventName: "PutRolePolicy" });
    expect(records.at(-1)).not.toHaveProperty("errorCode");
    expect(await stands()).toBe(false);
    clock.set("2026-11-24T03:00:00Z");
    expect(await stands()).toBe(false);
  });

  test("accepted in vain: a delete leaves the policy, in the list too", async () => {
    const { put, sandbox, stands } = await suffering("iam:DeleteRolePolicy", { kind: "accepted-in-vain" });
    await put();
    expect(await sandbox.grants.deletePolicy(DANAS_ROLE, NAME, LATER)).toMatchObject({ kind: "accepted" });
    expect(await stands()).toBe(true);
    expect(await sandbox.grants.listPolicies(DANAS_ROLE, "tollgate-")).toMatchObject({ value: [NAME] });
  });

  test("accepted in vain: who may not do it is refused all the same", async () => {
    const { put, sandbox } = await suffering(PUT, { kind: "accepted-in-vain" });
    expect(await put()).toMatchObject({ kind: "accepted" });
    const nobodys = { ...DANAS_ROLE, roleName: "nobody" };
    expect(await sandbox.grants.putPolicy({ role: nobodys, name: NAME, document }, LATER)).toMatchObject({
      kind: "refused",
      code: "AccessDenied",
    });
  });

  test("accepted late: answered as done, and there from its moment on", async () => {
    const { put, stands, clock } = await suffering(PUT, { kind: "accepted-late", at: at("2026-11-23T03:00:04Z") });
    expect(await put()).toMatchObject({ kind: "accepted" });
    expect(await stands()).toBe(false);
    clock.set("2026-11-23T03:00:03.999Z");
    expect(await stands()).toBe(false);
    clock.set("2026-11-23T03:00:04Z");
    expect(await stands()).toBe(true);
  });

  test("accepted late: past deadline and fence it never takes effect", async () => {
    const { put, stands, clock } = await suffering(PUT, { kind: "accepted-late", at: at("2026-11-23T03:00:31Z") });
    expect(await put()).toMatchObject({ kind: "accepted" });
    clock.set("2026-11-23T05:00:00Z");
    expect(await stands()).toBe(false);
  });

  test("late past its deadline: assumption A1 is broken, and it lands", async () => {
    const { put, stands, clock } = await suffering(PUT, { kind: "late-past-deadline", at: at("2026-11-23T04:00:00Z") });
    await put();
    clock.set("2026-11-23T05:00:00Z");
    expect(await stands()).toBe(true);
  });

  test("late: a restart in between does not lose it", async () => {
    const store = memorySandboxStore();
    const fault = { kind: "late", at: at("2026-11-23T03:00:20Z") } as const;
    const { put } = await suffering(PUT, fault, { store });
    await put();
    const again = testSandbox({ store });
    again.clock.set("2026-11-23T03:00:20Z");
    expect(await again.sandbox.grants.readPolicy(DANAS_ROLE, NAME)).toMatchObject({ value: document });
  });

  test("several late calls land in the order of their moments", async () => {
    let lands = at("2026-11-23T03:00:20Z");
    const { sandbox, clock } = testSandbox({
      faults: ({ operation }) =>
        operation.endsWith("RolePolicy") && operation !== "iam:GetRolePolicy" ? { kind: "late", at: lands } : undefined,
    });
    await sandbox.grants.ensureRole(DANAS_ROLE, LATER);
    await sandbox.grants.deletePolicy(DANAS_ROLE, NAME, LATER);
    lands = at("2026-11-23T03:00:10Z");
    await sandbox.grants.putPolicy({ role: DANAS_ROLE, name: NAME, document }, LATER);
    clock.set("2026-11-23T03:00:15Z");
    expect(await sandbox.grants.listPolicies(DANAS_ROLE, "")).toMatchObject({ value: [NAME] });
    clock.set("2026-11-23T03:00:20Z");
    expect(await sandbox.grants.listPolicies(DANAS_ROLE, "")).toMatchObject({ value: [] });
  });

  test("past its deadline it is not sent at all, and leaves no record", async () => {
    const { put, stands, clock, records } = await suffering(PUT, { kind: "stale", by: minutes(0) });
    clock.set("2026-11-23T03:00:30.001Z");
    const before = records.length;
    expect(await put()).toMatchObject({ kind: "refused", code: "DeadlinePassed", forGood: false });
    expect(await stands()).toBe(false);
    expect(records).toHaveLength(before);
  });

  test("ignoring its deadline it is sent, and acts", async () => {
    const { put, stands, clock } = await suffering(PUT, { kind: "ignores-deadline" });
    clock.set("2026-11-23T05:00:00Z");
    expect(await put()).toMatchObject({ kind: "accepted" });
    expect(await stands()).toBe(true);
  });
});

describe("a read that goes wrong", () => {
  test("stale: shows the account before the latest change, and the next shows it as it is", async () => {
    const { sandbox, stands, arm } = await suffering("iam:GetRolePolicy", { kind: "stale", by: minutes(1) });
    await sandbox.grants.putPolicy({ role: DANAS_ROLE, name: NAME, document }, LATER);
    expect(await stands()).toBe(false);
    arm(false);
    expect(await stands()).toBe(true);
  });

  test("stale: a minute later the change shows", async () => {
    const { sandbox, stands, clock } = await suffering("iam:GetRolePolicy", { kind: "stale", by: minutes(1) });
    await sandbox.grants.putPolicy({ role: DANAS_ROLE, name: NAME, document }, LATER);
    clock.set("2026-11-23T03:00:59Z");
    expect(await stands()).toBe(false);
    clock.set("2026-11-23T03:01:00Z");
    expect(await stands()).toBe(true);
  });

  test("stale: a deleted policy still shows, in the list too", async () => {
    const { sandbox, clock, arm } = await suffering("iam:ListRoles", { kind: "stale", by: minutes(1) });
    await sandbox.grants.putPolicy({ role: DANAS_ROLE, name: NAME, document }, LATER);
    clock.set("2026-11-23T04:00:00Z");
    await sandbox.grants.deletePolicy(DANAS_ROLE, NAME, LATER);
    const names = async () => {
      const read = await sandbox.grants.listRoles(ACCOUNT);
      return read.kind === "read" && read.value[0]?.policyNames;
    };
    expect(await names()).toEqual([NAME]);
    arm(false);
    expect(await names()).toEqual([]);
  });

  test.each([
    { fault: { kind: "throttled" } as const, code: "ThrottlingException" },
    { fault: { kind: "times-out-before" } as const, code: "RequestTimeout" },
    { fault: { kind: "times-out-after" } as const, code: "RequestTimeout" },
    { fault: { kind: "refused", code: "AccessDenied", message: "no" } as const, code: "AccessDenied" },
  ])("$fault.kind: unreadable, never an empty answer", async ({ fault, code }) => {
    const { stands } = await suffering("iam:GetRolePolicy", fault);
    expect(await stands()).toBe(code);
  });

  test("a role that cannot be read is neither made nor believed in", async () => {
    const { sandbox } = testSandbox({
      faults: ({ operation }) => (operation === "iam:GetRole" ? { kind: "throttled" } : undefined),
    });
    expect(await sandbox.grants.ensureRole(DANAS_ROLE, LATER)).toMatchObject({ kind: "unknown" });
    expect(await sandbox.grants.readRole(DANAS_ROLE)).toMatchObject({ kind: "unreadable" });
  });

  test("making a role that an old read does not show yet is accepted, and its policies stay", async () => {
    const { sandbox } = await suffering("iam:GetRole", { kind: "stale", by: minutes(1) });
    await sandbox.grants.putPolicy({ role: DANAS_ROLE, name: NAME, document }, LATER);
    expect(await sandbox.grants.readRole(DANAS_ROLE)).toMatchObject({ value: "absent" });
    expect(await sandbox.grants.ensureRole(DANAS_ROLE, LATER)).toMatchObject({ kind: "accepted" });
    expect(await sandbox.grants.listPolicies(DANAS_ROLE, "")).toMatchObject({ value: [NAME] });
  });
});
