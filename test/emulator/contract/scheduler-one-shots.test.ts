import { setTimeout as pause } from "node:timers/promises";
import { CreateScheduleGroupCommand, GetScheduleCommand, ListSchedulesCommand } from "@aws-sdk/client-scheduler";
import { expect, test } from "vitest";
import { schedulerClient } from "#shared/adapters/aws/clients/scheduler.ts";
import { sqsClient } from "#shared/adapters/aws/clients/sqs.ts";
import { schedulerOneShots } from "#shared/adapters/aws/scheduler-one-shots.ts";
import type { JsonObject } from "#shared/kernel/json.ts";
import { epochMillis, seconds } from "#shared/kernel/time.ts";
import { oneShotsContract } from "#test/contract/one-shots.ts";
import { freshQueue } from "#test/emulator/contract/fresh-queue.ts";

const scheduler = schedulerClient();
const sqs = sqsClient();
const clock = { now: () => epochMillis(Date.now()) };
const roleArn = "arn:aws:iam::000000000000:role/tollgate-scheduler";

/** The emulator looks every ten seconds what is due, and a moment is rounded up to a whole second; the rest is for its look. */
const LATEST = 12_500;

let made = 0;

/** One-shots that wake a queue instead of a function: the queue keeps what the function would be given. */
async function freshOneShots() {
  made += 1;
  const group = `group-${process.pid}-${Date.now()}-${made}`;
  await scheduler.send(new CreateScheduleGroupCommand({ Name: group }));
  const queue = await freshQueue(sqs, 300);
  const targets = { "grant-converge": queue.arn };
  return { group, queue, oneShots: schedulerOneShots({ client: scheduler, clock, group, roleArn, targets }) };
}

oneShotsContract("EventBridge Scheduler", async () => {
  const { queue, oneShots } = await freshOneShots();
  const fired = async () =>
    (await queue.take()).map(({ Body = "" }) => ({
      name: "end-G-1-1",
      target: "grant-converge",
      payload: JSON.parse(Body) as JsonObject,
    }));
  return {
    oneShots,
    now: clock.now(),
    // More than the adapter puts a moment ahead that is past.
    minute: seconds(8),
    async firedBefore(moment) {
      await pause(moment - Date.now() - 1);
      return fired();
    },
    async firedBy(moment) {
      // A moment that is past is put five seconds ahead.
      await pause(Math.max(moment, Date.now() + 5_000) - Date.now() + LATEST);
      return fired();
    },
  };
});

test("a schedule stands in its group, for its function, until it is deleted", async () => {
  const { group, queue, oneShots } = await freshOneShots();
  const at = epochMillis(Date.parse("2036-11-23T09:00:00.001Z"));
  await oneShots.create({ name: "end/1", at, target: "grant-converge", payload: { grant: "G-1-1" } });
  const { Schedules = [] } = await scheduler.send(new ListSchedulesCommand({ GroupName: group }));
  const [{ Name = "" } = {}] = Schedules;
  expect(await scheduler.send(new GetScheduleCommand({ GroupName: group, Name }))).toMatchObject({
    Name: expect.stringMatching(/^end_1\.[0-9a-f]{16}$/),
    ScheduleExpression: "at(2036-11-23T09:00:01)",
    ScheduleExpressionTimezone: "UTC",
    ActionAfterCompletion: "DELETE",
    Target: { Arn: queue.arn, RoleArn: roleArn, Input: '{"grant":"G-1-1"}' },
  });
  await oneShots.delete("end/1");
  expect((await scheduler.send(new ListSchedulesCommand({ GroupName: group }))).Schedules).toEqual([]);
});
