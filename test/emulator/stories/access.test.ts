import {
  DeleteRolePermissionsBoundaryCommand,
  DeleteRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { MEMBER } from "#infra/emulator/deploy.ts";
import { boundaryArnOf } from "#shared/access/people-role.ts";
import { layCompany, tokenOf } from "#test/emulator/support/deployed.ts";
import { deployedHost } from "#test/emulator/support/deployed-host.ts";
import { iamOfMember } from "#test/emulator/support/governed-account.ts";
import { figureLines } from "#test/emulator/support/hub.ts";
import { activeRequest, requestIn } from "#test/scenario/journeys/access-journeys.ts";
import { answerTo, until } from "#test/scenario/journeys/journey-host.ts";

type Conditions = { readonly [operator: string]: { readonly [key: string]: string } };

type Shown = { readonly grants: readonly { readonly state: string; readonly says: string }[] };

const policiesOf = async (person: string): Promise<readonly string[]> =>
  (await iamOfMember().send(new ListRolePoliciesCommand({ RoleName: person }))).PolicyNames ?? [];

beforeAll(layCompany);

describe("access on the deployed plane", () => {
  test("a grant is one inline policy whose every statement begins and ends by itself, and is gone when it is over", async () => {
    const host = deployedHost();
    const request = await activeRequest(host, "1h");
    const grant = request.grants[0] ?? expect.unreachable("no grant");
    const name = `tollgate-${grant.id.toLowerCase()}-1`;
    expect(await policiesOf("liv.sand")).toContain(name);
    const policy = await iamOfMember().send(new GetRolePolicyCommand({ RoleName: "liv.sand", PolicyName: name }));
    const document = JSON.parse(decodeURIComponent(policy.PolicyDocument ?? "")) as {
      Statement: readonly { Condition: Conditions }[];
    };
    const wholeSeconds = (moment: string) => moment.replace(/\.\d+Z$/, "Z");
    for (const { Condition } of document.Statement) {
      expect(Condition["DateLessThan"]?.["aws:CurrentTime"]).toBe(wholeSeconds(grant.expiresAt));
      expect(Condition["DateGreaterThanEquals"]?.["aws:CurrentTime"]).toBe(wholeSeconds(grant.notBefore));
    }
    await answerTo(host, "liv.sand", "access", "give-back", request.id);
    expect((await requestIn(host, request.id, "ENDED")).grants[0]?.state).toBe("REVOKED");
    expect(await policiesOf("liv.sand")).not.toContain(name);
  });

  test("bad day: account refusing a call: a revoke that the account refuses is tried again, and ends when the account lets it", async () => {
    const host = deployedHost();
    await iamOfMember().send(new DeleteRolePermissionsBoundaryCommand({ RoleName: "liv.sand" }));
    const request = await activeRequest(host, "1h");
    // Somebody took the boundary away: a role that is not as it must be is mended before anything is granted on it.
    const { Role } = await iamOfMember().send(new GetRoleCommand({ RoleName: "liv.sand" }));
    expect(Role?.PermissionsBoundary?.PermissionsBoundaryArn).toBe(boundaryArnOf(MEMBER));
    const grant = request.grants[0]?.id ?? expect.unreachable("no grant");
    const obstacle = { RoleName: "tollgate-access", PolicyName: "nobody-deletes" };
    const Statement = [{ Effect: "Deny", Action: "iam:DeleteRolePolicy", Resource: "*" }];
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
    await iamOfMember().send(new PutRolePolicyCommand({ ...obstacle, PolicyDocument }));
    try {
      await answerTo(host, "liv.sand", "access", "give-back", request.id);
      const held = await until(
        host,
        () => answerTo<Shown>(host, "liv.sand", "access", "show", request.id),
        ({ grants }) => grants[0]?.state === "REVOKE_RETRY",
      );
      expect(held.grants[0]?.says).toMatch(/^could not be taken back yet \(AccessDenied\); tried again at 20/);
      expect(await policiesOf("liv.sand")).toContain(`tollgate-${grant.toLowerCase()}-1`);
    } finally {
      await iamOfMember().send(new DeleteRolePolicyCommand(obstacle));
    }
    expect((await requestIn(host, request.id, "ENDED")).grants[0]?.state).toBe("REVOKED");
    expect(await policiesOf("liv.sand")).not.toContain(`tollgate-${grant.toLowerCase()}-1`);
  });

  test("what a request caused is found by its id in the logs of every function that acted for it", async () => {
    const host = deployedHost();
    const request = await activeRequest(host, "1h");
    const causesIn = async (fn: string, key: string) =>
      (await figureLines(fn, key)).filter((line) => line["request"] === request.id).map(({ cause }) => cause);
    const [approved] = await until(
      host,
      () => causesIn("grant-converge", "requests_approved"),
      (causes) => causes.length > 0,
    );
    expect(approved).toMatch(/^[\w+/=.:@-]{4,}$/);
    // Another function, by a queue of its own: a message that stood for itself would have an id of its own.
    const told = await until(
      host,
      () => causesIn("request-notify", "destinations"),
      (causes) => causes.includes(approved),
    );
    expect(told).toContain(approved);
    await answerTo(host, "liv.sand", "access", "give-back", request.id);
  });

  test("how late access is, and how long an end took, stand in the logs as metrics", async () => {
    const host = deployedHost();
    for (const [fn, figure] of [
      ["access-sweep", "overdue_seconds"],
      ["grant-converge", "revocation_latency_seconds"],
    ] as const) {
      const lines = await until(
        host,
        () => figureLines(fn, figure),
        (found) => found.length > 0,
      );
      const [line = expect.unreachable(`no ${figure}`)] = lines;
      expect(line[figure]).toBeTypeOf("number");
      expect(line).toMatchObject({ Service: "tollgate", _aws: { CloudWatchMetrics: [{ Namespace: "Tollgate" }] } });
    }
  });

  test("who has no token is 401, and who is unknown is 403", async () => {
    const url = `${inject("plane").url}/v1/access/catalog`;
    expect((await fetch(url)).status).toBe(401);
    const nobody = await fetch(url, { headers: { authorization: `Bearer ${await tokenOf("nobody")}` } });
    expect(nobody.status).toBe(403);
  });
});
