import { CreatePolicyCommand, CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { inject } from "vitest";
import { REGION } from "#infra/emulator/environment.ts";
import type { PeopleRole } from "#shared/access/cloud.ts";
import { BOUNDARY_DOCUMENT, boundaryArnOf, PEOPLE_BOUNDARY } from "#shared/access/people-role.ts";
import { stsClient } from "#shared/adapters/aws/clients/sts.ts";
import { IamCalls } from "#shared/adapters/aws/iam-calls.ts";
import { IamGrantCloud } from "#shared/adapters/aws/iam-grant-cloud.ts";
import { memberSessions } from "#shared/adapters/aws/member-sessions.ts";
import { peopleSessions } from "#shared/adapters/aws/people-sessions.ts";
import { wallClock } from "#shared/adapters/aws/wall-clock.ts";
import { accountNumber, personId } from "#shared/kernel/ids.ts";
import { grantCloudContract } from "#test/contract/grant-cloud.ts";

let made = 0;

/** An account of its own for each test, with Tollgate's two roles for people as a member stack makes them. */
async function freshAccount(): Promise<string> {
  made += 1;
  const account = `9${String(Date.now() % 1e8).padStart(8, "0")}${String(made).padStart(3, "0")}`;
  const iam = new IAMClient({
    endpoint: inject("emulator").url,
    region: REGION,
    credentials: { accessKeyId: account, secretAccessKey: "test" },
  });
  const people = `arn:aws:iam::${account}:role/tollgate/people/*`;
  const trust = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { AWS: "arn:aws:iam::000000000000:root" }, Action: "sts:AssumeRole" }],
  });
  const put = async (role: string, statements: readonly object[]) => {
    await iam.send(new CreateRoleCommand({ RoleName: role, Path: "/tollgate/", AssumeRolePolicyDocument: trust }));
    await iam.send(
      new PutRolePolicyCommand({
        RoleName: role,
        PolicyName: "what-it-may",
        PolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: statements }),
      }),
    );
  };
  await iam.send(
    new CreatePolicyCommand({
      PolicyName: PEOPLE_BOUNDARY,
      Path: "/tollgate/",
      PolicyDocument: JSON.stringify(BOUNDARY_DOCUMENT),
    }),
  );
  await put("tollgate-access", [
    {
      Effect: "Allow",
      Action: ["iam:CreateRole", "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy", "iam:DeleteRolePolicy"],
      Resource: people,
      Condition: { StringEquals: { "iam:PermissionsBoundary": boundaryArnOf(account) } },
    },
    {
      Effect: "Allow",
      Action: ["iam:GetRole", "iam:GetRolePolicy", "iam:ListRolePolicies", "iam:UpdateAssumeRolePolicy"],
      Resource: people,
    },
    { Effect: "Allow", Action: "iam:ListRoles", Resource: "*" },
  ]);
  await put("tollgate-broker", [
    { Effect: "Allow", Action: ["sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession"], Resource: people },
  ]);
  return account;
}

grantCloudContract("IamGrantCloud", async () => {
  const account = accountNumber(await freshAccount());
  const sts = stsClient();
  const sessions = memberSessions({
    sts,
    externalId: "contract-external-id",
    sessionName: "tollgate-contract",
    clock: wallClock,
  });
  const role: PeopleRole = { account, person: personId("dana.voss"), roleName: "dana.voss" };
  const people = peopleSessions({ sessions, clock: wallClock });
  return {
    cloud: new IamGrantCloud({ calls: new IamCalls({ sessions, clock: wallClock }), people }),
    role,
    now: wallClock.now,
  };
});
