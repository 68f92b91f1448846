import { type LIFECYCLE_DAYS, type LifecycleControl, rulesOf } from "#shared/adapters/local/sandbox/api/lifecycle.ts";
import { lifecycleDays, withDaysOfRule, withLifecycleDays } from "#shared/adapters/local/sandbox/lifecycle-settings.ts";
import type { SandboxResource } from "#shared/adapters/local/sandbox/state.ts";
import type { Json, JsonObject } from "#shared/kernel/json.ts";
import type { ResourceChange } from "#shared/policy/cloud.ts";
import type { RuleRef } from "#shared/policy/lifecycle.ts";

type Settings = Readonly<Record<string, Json>>;

/** One call of the service, by action and input without the resource's name. */
export type SettingCall = { readonly operation: string; readonly input: JsonObject };

type Days = number | "unset";

/** How a control is read from what the service keeps, and the call that sets it. */
type Control = {
  readonly read: (settings: Settings) => Days;
  /** Undefined: the service cannot do that. */
  readonly write: (days: Days, settings: Settings, rule?: RuleRef) => SettingCall | undefined;
  /** It is set rule by rule, so a change may name one. */
  readonly byRule?: true;
};

/** Half a day is less than a day: rounded down, so that rounding never meets a minimum. */
const inDays = (value: Json | undefined, perDay: number): Days =>
  typeof value === "number" ? Math.floor(value / perDay) : "unset";

/** A setting in days that always has a value. */
const always = (setting: string, operation: string): Control => ({
  read: (settings) => inDays(settings[setting], 1),
  write: (days) => (days === "unset" ? undefined : { operation, input: { [setting]: days } }),
});

const lifecycle = (control: LifecycleControl): Control => ({
  read: (settings) => lifecycleDays(rulesOf(settings), control),
  byRule: true,
  write(days, settings, rule) {
    const now = rulesOf(settings);
    const rules =
      rule === undefined ? withLifecycleDays(now, control, days) : withDaysOfRule(now, control, { rule, days });
    if (rules === undefined) return undefined;
    return rules.length === 0
      ? { operation: "s3:DeleteBucketLifecycle", input: {} }
      : { operation: "s3:PutBucketLifecycleConfiguration", input: { rules } };
  },
});

const CONTROLS: Readonly<Record<string, Readonly<Record<string, Control>>>> = {
  "s3.bucket": {
    "s3.lifecycle.expiration": lifecycle("s3.lifecycle.expiration"),
    "s3.lifecycle.noncurrent": lifecycle("s3.lifecycle.noncurrent"),
    "s3.lifecycle.abortMultipart": lifecycle("s3.lifecycle.abortMultipart"),
  } satisfies Record<keyof typeof LIFECYCLE_DAYS, Control>,
  "logs.log-group": {
    "logs.retention": {
      read: (settings) => inDays(settings["retentionInDays"], 1),
      write: (days) =>
        days === "unset"
          ? { operation: "logs:DeleteRetentionPolicy", input: {} }
          : { operation: "logs:PutRetentionPolicy", input: { retentionInDays: days } },
    },
  },
  "kinesis.stream": {
    "kinesis.retention": {
      read: (settings) => inDays(settings["retentionPeriodHours"], 24),
      write(days, settings) {
        if (days === "unset") return undefined;
        const raises = days * 24 >= Number(settings["retentionPeriodHours"] ?? 0);
        const operation = `kinesis:${raises ? "Increase" : "Decrease"}StreamRetentionPeriod`;
        return { operation, input: { hours: days * 24 } };
      },
    },
  },
  "sqs.queue": {
    "sqs.retention": {
      read: (settings) => inDays(settings["messageRetentionPeriod"], 86_400),
      write: (days) =>
        days === "unset"
          ? undefined
          : { operation: "sqs:SetQueueAttributes", input: { retentionSeconds: days * 86_400 } },
    },
  },
  "rds.instance": { "rds.backup": always("backupRetentionPeriod", "rds:ModifyDBInstance") },
  "rds.cluster": { "rds.backup": always("backupRetentionPeriod", "rds:ModifyDBCluster") },
  "redshift.cluster": {
    "redshift.autoSnapshot": always("automatedSnapshotRetentionPeriod", "redshift:ModifyCluster"),
  },
  "dynamodb.table": {
    "dynamodb.pitr": {
      read: (settings) => inDays(settings["recoveryPeriodInDays"], 1),
      write: (days) => ({
        operation: "dynamodb:UpdateContinuousBackups",
        input: days === "unset" ? { enabled: false } : { enabled: true, recoveryPeriodInDays: days },
      }),
    },
  },
};

/** Every retention control of the resource, in whole days. */
export const retentionOf = (resource: SandboxResource): Readonly<Record<string, Days>> =>
  Object.fromEntries(
    Object.entries(CONTROLS[resource.type] ?? {}).map(([id, control]) => [id, control.read(resource.settings)]),
  );

type RetentionChange = Extract<ResourceChange, { set: "retention" }>;

/**
 * The call that sets a control; undefined where the type has no such control, it cannot be unset, or the rule that
 * is named is another by now.
 */
export function retentionCall(resource: SandboxResource, change: RetentionChange): SettingCall | undefined {
  const controls = CONTROLS[resource.type] ?? {};
  const control = Object.hasOwn(controls, change.control) ? controls[change.control] : undefined;
  if (change.rule !== undefined && control?.byRule !== true) return undefined;
  return control?.write(change.days, resource.settings, change.rule);
}
