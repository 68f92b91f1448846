import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { MEMBER_ROLE_OF, memberRoleArn } from "#infra/aws/names.ts";
import type { HubResources } from "#infra/aws/permissions/hub-resources.ts";
import type { Permission } from "#infra/aws/permissions/permission.ts";
import { UNSCOPED_ACTIONS } from "#infra/aws/permissions/unscoped-actions.ts";
import { SEALED } from "#shared/audit/sealed-copy.ts";
import type { Capability, FunctionSpec } from "#shared/runtime/function.ts";
import type { IndexName } from "#shared/storage/table.ts";

type Granted = {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly condition?: { readonly [operator: string]: { readonly [key: string]: string | readonly string[] } };
  /** Why a `*` in it is as narrow as it can be. */
  readonly wildcard?: string;
};

const OBJECTS = "Objects of this one bucket: their keys are made as they are written";

const UNITS = "Units and accounts of this one organization: which there are is what is to be read";

const SCHEDULES = "Schedules of our own group: one for the end of each grant";

/** Exact actions and resources of each capability: the one place where a permission of a function comes from. */
const GRANTS: { readonly [name in Capability]: (hub: HubResources) => readonly Granted[] } = {
  // Reads that are asked for at once go as one call, which is another action and shows nothing more.
  "table.get": ({ table }) => [{ actions: ["dynamodb:BatchGetItem"], resources: [table] }],
  "table.query": ({ table }) => [{ actions: ["dynamodb:Query"], resources: [table] }],
  "index.due": ({ table }) => [listOf(table, "due")],
  "index.list": ({ table }) => [listOf(table, "list")],
  "index.person": ({ table }) => [listOf(table, "person")],
  "index.thing": ({ table }) => [listOf(table, "thing")],
  "table.write": ({ table }) => [{ actions: ["dynamodb:PutItem"], resources: [table] }],
  "table.check": ({ table }) => [{ actions: ["dynamodb:ConditionCheckItem"], resources: [table] }],
  "table.delete": ({ table }) => [{ actions: ["dynamodb:DeleteItem"], resources: [table] }],
  "stream.read": ({ stream }) => [
    { actions: ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"], resources: [stream] },
    // Lambda makes no mapping without it, and it tells names alone.
    {
      actions: ["dynamodb:ListStreams"],
      resources: ["*"],
      wildcard: UNSCOPED_ACTIONS["dynamodb:ListStreams"] ?? "",
    },
  ],
  "bus.publish": ({ bus }) => [{ actions: ["events:PutEvents"], resources: [bus] }],
  "queue.send": ({ sweepQueue }) => [{ actions: ["sqs:SendMessage"], resources: [sweepQueue] }],
  "schedule.one-shot": ({ schedules, scheduleRole }) => [
    { actions: ["scheduler:CreateSchedule"], resources: [schedules], wildcard: SCHEDULES },
    {
      actions: ["iam:PassRole"],
      resources: [scheduleRole],
      condition: { StringEquals: { "iam:PassedToService": "scheduler.amazonaws.com" } },
    },
  ],
  "schedule.cancel": ({ schedules }) => [
    { actions: ["scheduler:DeleteSchedule"], resources: [schedules], wildcard: SCHEDULES },
  ],
  "people-roles.manage": (hub) => memberRole("people-roles.manage", hub),
  "people-roles.read": (hub) => memberRole("people-roles.read", hub),
  "people-roles.broker": (hub) => memberRole("people-roles.broker", hub),
  "resources.read": (hub) => memberRole("resources.read", hub),
  "resources.write": (hub) => memberRole("resources.write", hub),
  "billing.read": ({ billsBucket }) => [
    { actions: ["s3:GetObject"], resources: [`${billsBucket}/*`], wildcard: OBJECTS },
    { actions: ["s3:ListBucket"], resources: [billsBucket] },
  ],
  "reports.write": ({ reportsBucket }) => [
    { actions: ["s3:PutObject"], resources: [`${reportsBucket}/*`], wildcard: OBJECTS },
  ],
  "reports.read": ({ reportsBucket }) => [
    // Without it S3 answers 403 instead of 404 for a key that is not there (S3 API reference, HeadObject).
    { actions: ["s3:ListBucket"], resources: [reportsBucket] },
    { actions: ["s3:GetObject"], resources: [`${reportsBucket}/*`], wildcard: OBJECTS },
  ],
  // Object Lock needs nothing more: the bucket's own default holds what is put, and a put that names no retention
  // needs no s3:PutObjectRetention (S3 user guide, "Managing Object Lock"). Reading is to find the newest copy, and
  // to hold it against the table.
  "audit.write": ({ auditBucket }) => [
    { actions: ["s3:ListBucket"], resources: [auditBucket] },
    { actions: ["s3:PutObject", "s3:GetObject"], resources: [`${auditBucket}/${SEALED}/*`], wildcard: OBJECTS },
  ],
  "audit.read": ({ auditBucket }) => [
    { actions: ["s3:GetObject"], resources: [`${auditBucket}/*`], wildcard: OBJECTS },
  ],
  "cost-explorer.read": ({ payer }) =>
    payer === undefined ? [] : [{ actions: ["sts:AssumeRole"], resources: [memberRoleArn(payer, "billing")] }],
  "organization.read": ({ organization }) =>
    organization === undefined
      ? []
      : [
          {
            actions: ["organizations:ListRoots"],
            resources: ["*"],
            wildcard: UNSCOPED_ACTIONS["organizations:ListRoots"] ?? "",
          },
          {
            actions: ["organizations:ListAccountsForParent", "organizations:ListOrganizationalUnitsForParent"],
            resources: ["root", "ou"].map((kind) => `arn:aws:organizations::*:${kind}/${organization}/*`),
            wildcard: UNITS,
          },
          {
            actions: ["organizations:ListTagsForResource"],
            resources: [`arn:aws:organizations::*:account/${organization}/*`],
            wildcard: UNITS,
          },
        ],
  "mail.send": ({ mailIdentity }) => [{ actions: ["ses:SendEmail"], resources: [mailIdentity] }],
  "webhook.send": ({ connectionsParameter }) => [{ actions: ["ssm:GetParameter"], resources: [connectionsParameter] }],
};

const listOf = (table: string, index: IndexName): Granted => ({
  actions: ["dynamodb:Query"],
  resources: [`${table}/index/${index}`],
});

function memberRole(capability: keyof typeof MEMBER_ROLE_OF, { governed }: HubResources): readonly Granted[] {
  const resources = governed.map((account) => memberRoleArn(account, MEMBER_ROLE_OF[capability]));
  return [{ actions: ["sts:AssumeRole"], resources }];
}

/**
 * The permissions of one function: what its capabilities say, on its own partitions of the table where the
 * spec names them (dynamodb:LeadingKeys; developer guide, "Using IAM policy conditions for fine-grained access control").
 */
export const permissionsOf = (spec: FunctionSpec, hub: HubResources): readonly Permission[] =>
  merged(isOff(spec, hub) ? [] : spec.capabilities.flatMap((capability) => GRANTS[capability](hub))).map(
    ({ actions, resources, condition, wildcard }) => ({
      statement: new PolicyStatement({
        actions: [...actions],
        resources: [...resources],
        conditions: { ...condition, ...leadingKeys(spec, resources, hub) },
      }),
      ...(wildcard === undefined ? {} : { wildcard }),
    }),
  );

/**
 * One that is there to ask Cost Explorer or the organization, where nobody may ask it, may do nothing at all: it ends
 * before it reads.
 */
const isOff = ({ capabilities }: FunctionSpec, { payer, organization }: HubResources): boolean =>
  (payer === undefined && capabilities.includes("cost-explorer.read")) ||
  (organization === undefined && capabilities.includes("organization.read"));

function leadingKeys({ partitions }: FunctionSpec, resources: readonly string[], { table }: HubResources) {
  if (partitions === undefined || !resources.some((resource) => resource.startsWith(table))) return {};
  return { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": [...partitions] } };
}

/** Two capabilities may need the same: it is written once. */
function merged(granted: readonly Granted[]): readonly Granted[] {
  const byWords = new Map(granted.map((each) => [JSON.stringify(each), each]));
  return [...byWords.values()];
}
