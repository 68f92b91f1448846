import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { STSClient } from "@aws-sdk/client-sts";
import { policyPermissions } from "#infra/aws/permissions/policy-permissions.ts";
import { type MemberSessions, memberSessions } from "#shared/adapters/aws/member-sessions.ts";
import type { AccountNumber } from "#shared/kernel/ids.ts";
import { epochMillis } from "#shared/kernel/time.ts";

export type MemberOptions = {
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly account: AccountNumber;
};

const EXTERNAL_ID = "of-this-test";

/**
 * Sessions of the account's policy role with the actions that the member stack gives it, and no others. On every
 * resource, because the emulator takes many calls that AWS scopes for calls to "*": test/infra/aws holds the resources.
 */
export async function policySessions({ account, ...options }: MemberOptions): Promise<MemberSessions> {
  const iam = new IAMClient(options);
  const actions = policyPermissions({ account, enrolled: true }).flatMap(({ statement }) => statement.actions);
  const statement = { Effect: "Allow", Action: [...new Set(actions)], Resource: "*" };
  const trust = {
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${account}:root` },
    Action: "sts:AssumeRole",
    Condition: { StringEquals: { "sts:ExternalId": EXTERNAL_ID } },
  };
  const document = (Statement: readonly object[]): string => JSON.stringify({ Version: "2012-10-17", Statement });
  const RoleName = "tollgate-policy";
  await iam.send(new CreateRoleCommand({ RoleName, Path: "/tollgate/", AssumeRolePolicyDocument: document([trust]) }));
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "policy", PolicyDocument: document([statement]) }));
  return memberSessions({
    sts: new STSClient(options),
    externalId: EXTERNAL_ID,
    sessionName: "tollgate-test",
    clock: { now: () => epochMillis(Date.now()) },
  });
}
