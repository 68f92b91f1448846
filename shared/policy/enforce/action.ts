import type { ActionId, FindingId, PersonId } from "#shared/kernel/ids.ts";
import type { EpochMillis, Millis } from "#shared/kernel/time.ts";
import type { ResourceChange, ResourceRef } from "#shared/policy/cloud.ts";
import type { Direction } from "#shared/policy/judgement.ts";
import { prefixText } from "#shared/policy/lifecycle.ts";

/** What a setting held: a tag's value, whole days, `unset` for a retention, null for no such tag. */
export type SettingValue = string | number | null;

/** One write of one setting with its before-image. Both are stored before the first call. */
export type ActionChange = {
  readonly change: ResourceChange;
  readonly before: SettingValue;
  readonly direction: Direction;
};

/** Why it is done: a policy in force, or a person who takes back an earlier action. */
export type ActionCause =
  | { readonly kind: "enforce"; readonly openSince: EpochMillis }
  | { readonly kind: "undo"; readonly action: ActionId; readonly by: PersonId };

export type ActionApproval = { readonly stage: number; readonly by: PersonId; readonly at: EpochMillis };

/**
 * Where an action stands.
 *
 * - `WAITING`: an undo that lowers a retention, until its grace is over and its approvals are there
 * - `INTENDED`: recorded; one worker holds it until `nextAt`, from then on any other may take it up
 * - `UNKNOWN`: sent, and nobody knows whether it happened; re-read at `nextAt`, never assumed
 * - `DONE`: seen in the account by a read after the write, which cannot be older than it
 * - `FAILED`: seen not to have happened, or refused for good
 */
export type ActionStatus =
  | { readonly state: "WAITING"; readonly nextAt: EpochMillis; readonly approvals: readonly ActionApproval[] }
  | { readonly state: "INTENDED"; readonly attempts: number; readonly nextAt: EpochMillis }
  | {
      readonly state: "UNKNOWN";
      readonly attempts: number;
      readonly nextAt: EpochMillis;
      readonly because: string;
    }
  | { readonly state: "DONE"; readonly at: EpochMillis }
  | { readonly state: "FAILED"; readonly at: EpochMillis; readonly because: string };

export type ActionFacts = {
  readonly id: ActionId;
  readonly policy: string;
  readonly policyHash: string;
  /** The plan that the policy's promotion rests on. */
  readonly plan: string;
  /** The sweep or the hour of events that it counts in. */
  readonly run: string;
  readonly resource: ResourceRef & { readonly name: string };
  readonly changes: readonly ActionChange[];
  readonly findings: readonly FindingId[];
  readonly cause: ActionCause;
  readonly intendedAt: EpochMillis;
  /** How long after it is done it can be taken back. */
  readonly undo: Millis;
  /** The action that took this one back, or is about to. */
  readonly undoneBy?: ActionId;
};

/** One row of the before-image ledger: no call that changes the cloud is made without one. */
export type Action = ActionFacts & ActionStatus;

/** Whether something still is to happen to it. */
export const isUnsettled = (action: Action): action is Action & { readonly nextAt: EpochMillis } =>
  action.state === "INTENDED" || action.state === "UNKNOWN" || action.state === "WAITING";

/** The value that a change sets, as the ledger compares it. */
export const afterOf = (change: ResourceChange): SettingValue =>
  change.set === "tag" ? (change.value ?? null) : change.days;

/** What the change writes to, for people: `tag Workload`, `logs.retention`, `s3.lifecycle.expiration of orders/ (rule "a")`. */
export function settingOf(change: ResourceChange): string {
  if (change.set === "tag") return `tag ${change.key}`;
  const { control, rule } = change;
  return rule === undefined ? control : `${control} of ${prefixText(rule.prefix)} (rule "${rule.id}")`;
}

/** A value for people: `"orders-etl"`, `7 days`, `nothing`. */
export function valueText(change: ResourceChange, value: SettingValue): string {
  if (value === null || value === "unset") return "nothing";
  return change.set === "tag" ? `"${value}"` : `${value} ${value === 1 ? "day" : "days"}`;
}

/** `tag Workload: nothing → "orders-etl"` */
export const changeText = ({ change, before }: Pick<ActionChange, "change" | "before">): string =>
  `${settingOf(change)}: ${valueText(change, before)} → ${valueText(change, afterOf(change))}`;

/** The change that puts the before-image back. */
export function inverseOf({ change, before, direction }: ActionChange): ActionChange {
  const turned = direction === "none" ? "none" : direction === "raise" ? "lower" : "raise";
  return { change: withValue(change, before), before: afterOf(change), direction: turned };
}

function withValue(change: ResourceChange, value: SettingValue): ResourceChange {
  if (change.set === "tag") return { ...change, value: value === null ? undefined : String(value) };
  return { ...change, days: typeof value === "number" ? value : "unset" };
}
