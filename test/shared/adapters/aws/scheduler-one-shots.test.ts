import { describe, expect, test } from "vitest";
import { schedulerClient } from "#shared/adapters/aws/clients/scheduler.ts";
import { scheduleNameOf, schedulerOneShots } from "#shared/adapters/aws/scheduler-one-shots.ts";
import { epochMillis } from "#shared/kernel/time.ts";
import { type Act, clientOf, refusal, scriptedEndpoint } from "#test/support/scripted-endpoint.ts";

/** 2026-11-23T09:00:00Z */
const NOW = epochMillis(1_795_424_400_000);

const made: Act = { status: 200, body: { ScheduleArn: "arn:aws:scheduler:us-east-1:000000000000:schedule/plane/x" } };

async function open(...script: readonly Act[]) {
  const endpoint = await scriptedEndpoint(script);
  const oneShots = schedulerOneShots({
    client: schedulerClient(clientOf(endpoint)),
    clock: { now: () => NOW },
    group: "plane",
    roleArn: "arn:aws:iam::000000000000:role/tollgate-scheduler",
    targets: { "grant-converge": "arn:aws:lambda:us-east-1:000000000000:function:grant-converge" },
    deadLetterArn: "arn:aws:sqs:us-east-1:000000000000:one-shots-dead",
  });
  return { oneShots, calls: endpoint.calls };
}

const shot = (at: number, target = "grant-converge") => ({
  name: "tollgate-g-1-1-1",
  at: epochMillis(at),
  target,
  payload: { grant: "G-1-1" },
});

test("a one-shot is a schedule of the group for the function's ARN, gone when it has fired", async () => {
  const { oneShots, calls } = await open(made);
  await oneShots.create(shot(NOW + 60_000));
  expect(calls[0]).toMatchObject({ operation: "POST", path: "/schedules/tollgate-g-1-1-1" });
  expect(calls[0]?.body).toEqual({
    ClientToken: expect.any(String),
    GroupName: "plane",
    ScheduleExpression: "at(2026-11-23T09:01:00)",
    ScheduleExpressionTimezone: "UTC",
    FlexibleTimeWindow: { Mode: "OFF" },
    ActionAfterCompletion: "DELETE",
    Target: {
      Arn: "arn:aws:lambda:us-east-1:000000000000:function:grant-converge",
      RoleArn: "arn:aws:iam::000000000000:role/tollgate-scheduler",
      Input: '{"grant":"G-1-1"}',
      RetryPolicy: { MaximumEventAgeInSeconds: 900, MaximumRetryAttempts: 5 },
      DeadLetterConfig: { Arn: "arn:aws:sqs:us-east-1:000000000000:one-shots-dead" },
    },
  });
});

test.each([
  { at: NOW + 60_001, expression: "at(2026-11-23T09:01:01)", because: "a second that began is waited for" },
  { at: NOW + 5_000, expression: "at(2026-11-23T09:00:05)", because: "just far enough ahead" },
  { at: NOW + 1, expression: "at(2026-11-23T09:00:05)", because: "it would be past when the call arrives" },
  { at: NOW - 86_400_000, expression: "at(2026-11-23T09:00:05)", because: "what is past fires at once" },
])("$expression: $because", async ({ at, expression }) => {
  const { oneShots, calls } = await open(made);
  await oneShots.create(shot(at));
  expect(calls[0]?.body["ScheduleExpression"]).toBe(expression);
});

test("one that stands is confirmed, one that is gone is gone; anything else fails with the request's id", async () => {
  const standing = await open(refusal("ConflictException"));
  await standing.oneShots.create(shot(NOW));
  const gone = await open({ ...(refusal("ResourceNotFoundException") as object), status: 404 } as Act);
  await gone.oneShots.delete("tollgate-g-1-1-1");
  expect(gone.calls[0]).toMatchObject({ operation: "DELETE" });
  expect(gone.calls[0]?.path).toMatch(/^\/schedules\/tollgate-g-1-1-1\?.*groupName=plane/);
  const { oneShots } = await open(refusal("ValidationException"));
  await expect(oneShots.create(shot(NOW))).rejects.toThrow(
    /^Cannot schedule "tollgate-g-1-1-1": .*\(request r-1, tries 1\)$/,
  );
  await expect(oneShots.delete("x")).rejects.toThrow(/^Cannot delete schedule "x": .*\(request r-2, tries 1\)$/);
});

test("a group that is missing is no schedule made", async () => {
  const { oneShots } = await open({ ...(refusal("ResourceNotFoundException") as object), status: 404 } as Act);
  await expect(oneShots.create(shot(NOW))).rejects.toThrow("ResourceNotFoundException");
});

test("one whose answer was lost is confirmed by the next try", { timeout: 20_000 }, async () => {
  const { oneShots, calls } = await open("silent", refusal("ConflictException"));
  await oneShots.create(shot(NOW));
  expect(new Set(calls.map(({ body }) => body["ClientToken"])).size).toBe(1);
});

test("a function without an ARN is named, with those that have one; nothing is called", async () => {
  const { oneShots, calls } = await open(made);
  await expect(oneShots.create(shot(NOW, "grant-end"))).rejects.toThrow(
    'Cannot schedule "tollgate-g-1-1-1": the ARN of function "grant-end" is not known (known: grant-converge)',
  );
  expect(calls).toHaveLength(0);
});

describe("the name of a schedule", () => {
  test.each([
    { name: "tollgate-g-1043-1-2", becomes: /^tollgate-g-1043-1-2$/, because: "it is one already" },
    { name: "a".repeat(64), becomes: /^a{64}$/, because: "64 characters are allowed" },
    { name: "a".repeat(65), becomes: /^a{47}\.[0-9a-f]{16}$/, because: "65 are not" },
    { name: "end/G 1", becomes: /^end_G_1\.[0-9a-f]{16}$/, because: "neither / nor space is allowed" },
    { name: "", becomes: /^\.[0-9a-f]{16}$/, because: "nothing is no name" },
    { name: "🙂", becomes: /^__\.[0-9a-f]{16}$/, because: "what is kept is told apart by the digest" },
  ])("$because", ({ name, becomes }) => {
    expect(scheduleNameOf(name)).toMatch(becomes);
    expect(scheduleNameOf(name)).toMatch(/^[0-9a-zA-Z\-_.]{1,64}$/);
  });

  test("is another for every other name", () => {
    const names = ["a/b", "a b", "a_b", "a:b", `${"a".repeat(64)}b`, `${"a".repeat(64)}c`];
    expect(new Set(names.map(scheduleNameOf)).size).toBe(names.length);
  });
});
