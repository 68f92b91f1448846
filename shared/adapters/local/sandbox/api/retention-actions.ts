import { type ApiAction, done, failed, type Scene, textOf } from "#shared/adapters/local/sandbox/api/action.ts";
import type { Fields } from "#shared/adapters/local/sandbox/api/input.ts";
import { findResource } from "#shared/adapters/local/sandbox/api/resource-actions.ts";
import { arnOf, type SandboxType } from "#shared/adapters/local/sandbox/types/resource-type.ts";
import { SANDBOX_TYPES } from "#shared/adapters/local/sandbox/types/table.ts";
import type { Json, JsonObject } from "#shared/kernel/json.ts";

/** The values that PutRetentionPolicy takes: 123 is refused (CloudWatch Logs API reference). */
const LOG_RETENTION_DAYS: readonly number[] = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

type Settings = Readonly<Record<string, Json>>;

/** One call that changes how long a resource keeps things. */
type Setting = {
  readonly type: string;
  readonly action: string;
  readonly fields: Fields;
  readonly request: (id: string, input: JsonObject) => JsonObject;
  /** The response, where it is not null. */
  readonly response?: (id: string, input: JsonObject) => JsonObject;
  /** What is wrong with the values; AWS's code and words. */
  readonly refuse: (input: JsonObject, now: Settings) => readonly [code: string, message: string] | undefined;
  readonly set: (input: JsonObject, now: Settings) => Settings;
};

const number = (input: JsonObject, name: string): number => Number(input[name]);

const within =
  (name: string, [least, most]: readonly [number, number], code: string): Setting["refuse"] =>
  (input) =>
    number(input, name) >= least && number(input, name) <= most
      ? undefined
      : [code, `${name} must be ${least} to ${most}, and is ${input[name]}`];

const kinesis = (action: string, direction: 1 | -1): Setting => ({
  type: "kinesis.stream",
  action,
  fields: { hours: "whole" },
  request: (streamName, input) => ({ streamName, retentionPeriodHours: number(input, "hours") }),
  refuse(input, now) {
    const odd = within("hours", [24, 8_760], "InvalidArgumentException")(input, now);
    if (odd !== undefined) return odd;
    const step = (number(input, "hours") - Number(now["retentionPeriodHours"])) * direction;
    return step >= 0 ? undefined : ["InvalidArgumentException", `${action} cannot go the other way`];
  },
  set: (input) => ({ retentionPeriodHours: number(input, "hours") }),
});

const backups = (kind: "Instance" | "Cluster", least: number): Setting => ({
  type: `rds.${kind.toLowerCase()}`,
  action: `ModifyDB${kind}`,
  fields: { backupRetentionPeriod: "whole" },
  request: (id, input) => ({
    [`dB${kind}Identifier`]: id,
    backupRetentionPeriod: number(input, "backupRetentionPeriod"),
  }),
  response: (id, input) => ({
    [`dB${kind}Identifier`]: id,
    backupRetentionPeriod: number(input, "backupRetentionPeriod"),
  }),
  refuse: within("backupRetentionPeriod", [least, 35], "InvalidParameterValue"),
  set: (input) => ({ backupRetentionPeriod: number(input, "backupRetentionPeriod") }),
});

const SETTINGS: readonly Setting[] = [
  {
    type: "logs.log-group",
    action: "PutRetentionPolicy",
    fields: { retentionInDays: "whole" },
    request: (logGroupName, input) => ({ logGroupName, retentionInDays: number(input, "retentionInDays") }),
    refuse: (input) =>
      LOG_RETENTION_DAYS.includes(number(input, "retentionInDays"))
        ? undefined
        : ["InvalidParameterException", `retentionInDays must be one of ${LOG_RETENTION_DAYS.join(", ")}`],
    set: (input) => ({ retentionInDays: number(input, "retentionInDays") }),
  },
  {
    type: "logs.log-group",
    action: "DeleteRetentionPolicy",
    fields: {},
    request: (logGroupName) => ({ logGroupName }),
    refuse: () => undefined,
    set: () => ({ retentionInDays: null }),
  },
  kinesis("IncreaseStreamRetentionPeriod", 1),
  kinesis("DecreaseStreamRetentionPeriod", -1),
  backups("Instance", 0),
  backups("Cluster", 1),
  {
    type: "redshift.cluster",
    action: "ModifyCluster",
    fields: { automatedSnapshotRetentionPeriod: "whole" },
    request: (clusterIdentifier, input) => ({ clusterIdentifier, ...input }),
    response: (clusterIdentifier, input) => ({ clusterIdentifier, ...input }),
    refuse: within("automatedSnapshotRetentionPeriod", [0, 35], "InvalidParameterValue"),
    set: (input) => input,
  },
  {
    type: "sqs.queue",
    action: "SetQueueAttributes",
    fields: { retentionSeconds: "whole" },
    request: (queue, input) => ({
      queueUrl: queue,
      attributes: { MessageRetentionPeriod: String(input["retentionSeconds"]) },
    }),
    refuse: within("retentionSeconds", [60, 1_209_600], "InvalidAttributeValue"),
    set: (input) => ({ messageRetentionPeriod: number(input, "retentionSeconds") }),
  },
  {
    type: "dynamodb.table",
    action: "UpdateContinuousBackups",
    fields: { enabled: "flag", recoveryPeriodInDays: "whole?" },
    request: (tableName, input) => ({
      tableName,
      pointInTimeRecoverySpecification: {
        pointInTimeRecoveryEnabled: input["enabled"] ?? false,
        ...(input["recoveryPeriodInDays"] === undefined ? {} : { recoveryPeriodInDays: input["recoveryPeriodInDays"] }),
      },
    }),
    refuse: (input, now) =>
      input["recoveryPeriodInDays"] === undefined
        ? undefined
        : within("recoveryPeriodInDays", [1, 35], "ValidationException")(input, now),
    // Without a period AWS keeps 35 days (DynamoDB, PointInTimeRecoverySpecification).
    set: (input) => ({
      recoveryPeriodInDays: input["enabled"] === true ? (input["recoveryPeriodInDays"] ?? 35) : null,
    }),
  },
];

/** Every call of the sandbox that changes a retention, but for S3's lifecycle. */
export const RETENTION_ACTIONS: readonly ApiAction[] = SETTINGS.flatMap((setting) => {
  const type = SANDBOX_TYPES.get(setting.type);
  return type === undefined ? [] : [settingAction(setting, type)];
});

function settingAction(setting: Setting, type: SandboxType): ApiAction {
  const arn = (input: JsonObject, { account, region }: Scene) =>
    arnOf(type, { id: textOf(input, type.idField), account, region });
  const values = (input: JsonObject): JsonObject => {
    const { [type.idField]: _id, ...rest } = input;
    return rest;
  };
  return {
    name: `${type.service}:${setting.action}`,
    event: { source: type.source, name: setting.action },
    fields: { [type.idField]: "text", ...setting.fields },
    resource: arn,
    request: (input, { account, region }) =>
      setting.request(shownId(type, textOf(input, type.idField), { account, region }), values(input)),
    act(input, scene) {
      const found = findResource(type, arn(input, scene), scene);
      if (found.kind === "failed") return found;
      const { settings } = found.resource;
      const odd = setting.refuse(values(input), settings);
      if (odd !== undefined) return failed(...odd);
      scene.state.resources.put(found.resource.arn, {
        ...found.resource,
        settings: { ...settings, ...setting.set(values(input), settings) },
      });
      return done(setting.response?.(found.resource.id, values(input)) ?? null);
    },
  };
}

/** SQS names a queue by its URL in all calls but the one that makes it. */
const shownId = (
  type: SandboxType,
  id: string,
  where: { readonly account: string; readonly region: string },
): string => (type.key === "sqs.queue" ? `https://sqs.${where.region}.amazonaws.com/${where.account}/${id}` : id);
