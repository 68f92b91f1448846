import { BOUNDARY_DOCUMENT, BROKER_ROLE, boundaryArnOf, PEOPLE_PATH } from "#shared/access/people-role.ts";
import { roleArn } from "#shared/adapters/local/sandbox/api/iam-actions.ts";
import {
  type Caller,
  roleIdOf,
  type SandboxAccount,
  type SandboxRole,
  type SandboxState,
} from "#shared/adapters/local/sandbox/state.ts";
import { SANDBOX_TYPES } from "#shared/adapters/local/sandbox/types/table.ts";
import type { AccountNumber } from "#shared/kernel/ids.ts";
import type { Json, JsonObject } from "#shared/kernel/json.ts";

/** The roles that every account of the sandbox has: three of Tollgate's, two of its people. */
export const ROLES = {
  access: "tollgate-access",
  broker: BROKER_ROLE,
  policy: "tollgate-policy",
  builder: "AWSReservedSSO_Builder_5a6ec0de5a6ec0de",
  administrator: "AWSReservedSSO_Administrator_ad0174702ad01747",
} as const;

export const callerOf = (account: AccountNumber, role: string, session: string): Caller => ({ account, role, session });

/** Whose role it is, by its trust; undefined for a role of nobody. */
export function personOf(role: SandboxRole): string | undefined {
  if (role.path !== PEOPLE_PATH) return undefined;
  const statement = first(role.trust["Statement"]);
  const person = member(member(member(statement, "Condition"), "StringEquals"), "sts:SourceIdentity");
  return typeof person === "string" ? person : undefined;
}

const first = (value: Json | undefined): Json | undefined => (Array.isArray(value) ? value[0] : value);

const member = (value: Json | undefined, name: string): Json | undefined =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject)[name] : undefined;

const SERVICES = [...new Set([...SANDBOX_TYPES.values()].map(({ service }) => service))];

const allow = (
  actions: readonly string[],
  resource: string | readonly string[] = "*",
  condition?: JsonObject,
): JsonObject => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: actions, Resource: resource, ...(condition && { Condition: condition }) }],
});

const RETENTION_CALLS = [
  ...["s3:PutLifecycleConfiguration", "s3:PutBucketTagging", "logs:PutRetentionPolicy", "logs:DeleteRetentionPolicy"],
  ...["kinesis:IncreaseStreamRetentionPeriod", "kinesis:DecreaseStreamRetentionPeriod", "sqs:SetQueueAttributes"],
  ...["rds:ModifyDBInstance", "rds:ModifyDBCluster", "redshift:ModifyCluster", "dynamodb:UpdateContinuousBackups"],
];

const TAG_CALLS = [...SANDBOX_TYPES.values()].flatMap(({ service, tagging }) => [
  `${service}:${tagging.tag}`,
  `${service}:${tagging.untag}`,
]);

// Made once: a simulation opens thousands of accounts.
const SERVICE_TRUST: JsonObject = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
};
const POLICY_WRITES = allow(["tag:*", ...new Set(TAG_CALLS), ...RETENTION_CALLS]);
const BUILDING = {
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Action: SERVICES.map((service) => `${service}:*`), Resource: "*" },
    // Who builds does not thereby read: that is what grants are for.
    { Effect: "Deny", Action: ["s3:GetObject*", "s3:PutBucketPolicy", "s3:DeleteBucketPolicy"], Resource: "*" },
  ],
} as const satisfies JsonObject;
const EVERYTHING = allow(["*"]);

/** Puts a new account in order: the boundary, Tollgate's three roles, a role to build with, and one for all. */
export function layBaseline({ account }: SandboxAccount, state: SandboxState): void {
  const people = `arn:aws:iam::${account}:role${PEOPLE_PATH}*`;
  const boundary = boundaryArnOf(account);
  const sso = "/aws-reserved/sso.amazonaws.com/";
  const put = (path: string, name: string, policies: Readonly<Record<string, JsonObject>>) =>
    state.roles.lay(roleIdOf(account, name), {
      arn: roleArn(account, path, name),
      account,
      name,
      path,
      trust: SERVICE_TRUST,
      policies,
    });
  state.policies.lay(boundary, { arn: boundary, document: BOUNDARY_DOCUMENT });
  put("/tollgate/", ROLES.access, {
    make: allow(["iam:CreateRole", "iam:PutRolePermissionsBoundary"], people, {
      StringEquals: { "iam:PermissionsBoundary": boundary },
    }),
    manage: allow(["iam:PutRolePolicy", "iam:DeleteRolePolicy", "iam:UpdateAssumeRolePolicy"], people),
  });
  put("/tollgate/", ROLES.broker, {
    assume: allow(["sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession"], people),
  });
  put("/tollgate/", ROLES.policy, { write: POLICY_WRITES });
  put(sso, ROLES.builder, { build: BUILDING });
  put(sso, ROLES.administrator, { everything: EVERYTHING });
}
