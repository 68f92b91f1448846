import { createHash } from "node:crypto";
import {
  ConflictException,
  CreateScheduleCommand,
  DeleteScheduleCommand,
  ResourceNotFoundException,
  type SchedulerClient,
  type Target,
} from "@aws-sdk/client-scheduler";
import { callFailure } from "#shared/adapters/aws/call-failure.ts";
import { type Clock, type EpochMillis, epochMillis, isoOf, latest, plus, seconds } from "#shared/kernel/time.ts";
import type { OneShots } from "#shared/storage/messaging.ts";

type Names = {
  readonly client: SchedulerClient;
  readonly clock: Clock;
  /** The schedule group that holds ours and nobody else's. */
  readonly group: string;
  /** The role that the Scheduler takes on to call a target. */
  readonly roleArn: string;
  /** ARNs of the functions by their names. */
  readonly targets: Readonly<Record<string, string>>;
  /** The queue of what could not be delivered. */
  readonly deadLetterArn?: string;
};

/** A hint is not worth a day of tries (the Scheduler's default): the sweep does what it missed. */
const RETRY = { MaximumEventAgeInSeconds: 900, MaximumRetryAttempts: 5 } as const;

/** A moment that is past is put this far ahead, so that it is still to come when the call arrives. */
const AHEAD = seconds(5);

/**
 * One-time schedules of EventBridge Scheduler, each gone once it has fired. They fire within the minute that
 * follows their moment (user guide, "Schedule types": 60 seconds precision).
 */
export const schedulerOneShots = (names: Names): OneShots => ({
  async create(shot) {
    const target = targetOf(shot, names);
    try {
      await names.client.send(
        new CreateScheduleCommand({
          Name: scheduleNameOf(shot.name),
          GroupName: names.group,
          ScheduleExpression: atExpression(latest(shot.at, plus(names.clock.now(), AHEAD))),
          ScheduleExpressionTimezone: "UTC",
          FlexibleTimeWindow: { Mode: "OFF" },
          ActionAfterCompletion: "DELETE",
          Target: target,
        }),
      );
    } catch (fault) {
      // It stands already: made before, or by a try of this call whose answer was lost.
      if (fault instanceof ConflictException) return;
      throw callFailure(`Cannot schedule "${shot.name}"`, fault);
    }
  },
  async delete(name) {
    try {
      await names.client.send(new DeleteScheduleCommand({ Name: scheduleNameOf(name), GroupName: names.group }));
    } catch (fault) {
      if (fault instanceof ResourceNotFoundException) return;
      throw callFailure(`Cannot delete schedule "${name}"`, fault);
    }
  },
});

/**
 * The name of a schedule: 1 to 64 letters, digits, `-`, `_` and `.` (CreateSchedule, `Name`). A name that is
 * not one of those keeps what it can, and is told from every other by a digest of the whole.
 */
export function scheduleNameOf(name: string): string {
  if (/^[0-9a-zA-Z\-_.]{1,64}$/.test(name)) return name;
  const digest = createHash("sha256").update(name).digest("hex").slice(0, 16);
  return `${name.replaceAll(/[^0-9a-zA-Z\-_.]/g, "_").slice(0, 47)}.${digest}`;
}

/** `at(2026-11-23T09:00:01)`: whole seconds, rounded up, so that nothing fires early. */
const atExpression = (moment: EpochMillis): string =>
  `at(${isoOf(epochMillis(Math.ceil(moment / 1_000) * 1_000)).slice(0, 19)})`;

function targetOf({ name, target, payload }: Parameters<OneShots["create"]>[0], names: Names): Target {
  const arn = names.targets[target];
  if (arn === undefined) {
    const known = Object.keys(names.targets).join(", ");
    throw new Error(`Cannot schedule "${name}": the ARN of function "${target}" is not known (known: ${known})`);
  }
  return {
    Arn: arn,
    RoleArn: names.roleArn,
    Input: JSON.stringify(payload),
    RetryPolicy: RETRY,
    ...(names.deadLetterArn === undefined ? {} : { DeadLetterConfig: { Arn: names.deadLetterArn } }),
  };
}
