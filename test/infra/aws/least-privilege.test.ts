import { describe, expect, test } from "vitest";
import { UNSCOPED_ACTIONS } from "#infra/aws/permissions/unscoped-actions.ts";
import { boundaryArnOf } from "#shared/access/people-role.ts";
import { listOf, MEMBER, ofType, type Statement, stacks, statementsOf, underRules } from "#test/infra/aws/stacks.ts";

const { hub, organization, member } = stacks();
const all = [...statementsOf(hub), ...statementsOf(member)];
const actionsOf = (statement: Statement) => listOf(statement.Action);

describe("what functions and roles may do", () => {
  test("no statement allows an action by wildcard", () => {
    expect(all.flatMap(actionsOf).filter((action) => action.includes("*"))).toEqual([]);
  });

  test("no statement allows anything on everything, but for actions that AWS does not scope", () => {
    const everywhere = all.filter(({ Resource }) => listOf(Resource).includes("*"));
    expect(everywhere.length).toBeGreaterThan(0);
    expect(everywhere.flatMap(actionsOf).filter((action) => UNSCOPED_ACTIONS[action] === undefined)).toEqual([]);
  });

  test("the hub may do nothing with IAM but hand one role to the Scheduler", () => {
    const iam = statementsOf(hub).filter((statement) =>
      actionsOf(statement).some((action) => action.startsWith("iam:")),
    );
    expect(iam.length).toBeGreaterThan(0);
    for (const statement of iam) {
      expect(actionsOf(statement)).toEqual(["iam:PassRole"]);
      expect(statement.Condition).toEqual({ StringEquals: { "iam:PassedToService": "scheduler.amazonaws.com" } });
    }
  });

  test("a member account's roles are made and changed only under the path, and made only with the boundary", () => {
    const changing = statementsOf(member).filter((statement) =>
      actionsOf(statement).some((action) => /^iam:(Create|Put|Delete|Update|Attach|Detach)/.test(action)),
    );
    expect(changing.length).toBeGreaterThan(0);
    for (const statement of changing) {
      expect(listOf(statement.Resource)).toEqual([`arn:aws:iam::${MEMBER}:role/tollgate/people/*`]);
    }
    const making = changing.filter((statement) => actionsOf(statement).includes("iam:CreateRole"));
    expect(making.map(({ Condition }) => Condition)).toEqual([
      { StringEquals: { "iam:PermissionsBoundary": boundaryArnOf(MEMBER) } },
    ]);
  });

  test("a member account's roles are assumed by functions of the hub alone, each with the external id, under a boundary", () => {
    const roles = ofType(member, "AWS::IAM::Role").map(({ Properties }) => Properties);
    const assumed = roles.filter(({ Path }) => Path === "/tollgate/");
    expect(assumed.length).toBeGreaterThanOrEqual(2);
    for (const role of assumed) {
      const { Statement: statements } = role["AssumeRolePolicyDocument"] as {
        Statement: readonly { Principal: { AWS: string | readonly string[] }; Condition: object }[];
      };
      for (const { Principal, Condition } of statements) {
        for (const arn of listOf(Principal.AWS))
          expect(arn).toMatch(/^arn:aws:iam::000000000000:role\/tollgate-[a-z-]+$/);
        expect(Condition).toEqual({ StringEquals: { "sts:ExternalId": "tollgate-example-external-id" } });
      }
      expect(role["PermissionsBoundary"]).toBeDefined();
    }
  });

  test("only accounts of the organization may put events on the hub's bus", () => {
    const policies = ofType(organization, "AWS::Events::EventBusPolicy").map(({ Properties }) => Properties);
    const bus = "arn:aws:events:us-east-1:000000000000:event-bus/tollgate";
    expect(policies.map(({ EventBusName, Statement: statement }) => [EventBusName, statement])).toEqual([
      [
        "tollgate",
        {
          Effect: "Allow",
          Principal: "*",
          Action: "events:PutEvents",
          Resource: bus,
          Condition: { StringEquals: { "aws:PrincipalOrgID": "o-exampleorg1" } },
        },
      ],
    ]);
    // The hub itself opens its bus to nobody.
    expect(ofType(hub, "AWS::Events::EventBusPolicy")).toEqual([]);
  });

  test("functions that own their partitions of the table are held to them", () => {
    const held = statementsOf(hub).filter(({ Condition }) => Condition?.["ForAllValues:StringLike"] !== undefined);
    const keys = held.map(({ Condition }) => Condition?.["ForAllValues:StringLike"]?.["dynamodb:LeadingKeys"]);
    expect(keys).toContainEqual(["UNPUBLISHED#*"]);
    expect(keys).toContainEqual(["health"]);
  });

  test("of the bucket of the sealed log, one function may put and read copies; nobody may delete or change what is kept", () => {
    const s3 = statementsOf(hub).filter((statement) => actionsOf(statement).some((action) => action.startsWith("s3:")));
    const ofAudit = s3.filter(({ Resource }) => JSON.stringify(Resource).includes("Audit"));
    expect(ofAudit.map(({ Action, Resource }) => [Action, JSON.stringify(Resource).includes("/sealed/*")])).toEqual([
      ["s3:ListBucket", false],
      [["s3:GetObject", "s3:PutObject"], true],
    ]);
    const may = new Set(s3.flatMap(actionsOf));
    expect([...may].toSorted()).toEqual(["s3:GetObject", "s3:ListBucket", "s3:PutObject"]);
  });

  test("nothing is open under the rules of AWS Solutions", () => {
    expect(() => underRules().synth()).not.toThrow();
  }, 30_000);
});
