import { Template } from "aws-cdk-lib/assertions";
import { describe, expect, test } from "vitest";
import { UNSCOPED_ACTIONS } from "#infra/aws/permissions/unscoped-actions.ts";
import { boundaryArnOf } from "#shared/access/people-role.ts";
import {
  listOf,
  MEMBER,
  ofType,
  type Statement,
  stacks,
  statementsOf,
  underRules,
  WHOLE,
} from "#test/infra/aws/stacks.ts";

const { hub, organization, member } = stacks();
const all = [...statementsOf(hub), ...statementsOf(member)];
const actionsOf = (statement: Statement) => listOf(statement.Action);
const changesIn = (statements: readonly Statement[]) =>
  [...new Set(statements.flatMap(actionsOf))].filter((action) => /^iam:(?!Get|List)/.test(action)).toSorted();

/** All that any environment may ask for. */
const whole = stacks(true, WHOLE);
const templates = [whole.hub, whole.member, whole.organization, whole.alarms, whole.billing ?? Template.fromJSON({})];
const everywhere = templates.flatMap(statementsOf);
const everyRole = templates.flatMap((template) =>
  ofType(template, "AWS::IAM::Role").map(({ Properties }) => Properties),
);

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
    const bounded = { StringEquals: { "iam:PermissionsBoundary": boundaryArnOf(MEMBER) } };
    const without = changing.filter(({ Condition }) => JSON.stringify(Condition) !== JSON.stringify(bounded));
    expect(changing.length).toBeGreaterThan(without.length);
    // AWS knows no boundary in a change of trust (service authorization reference, "Actions defined by AWS IAM").
    expect(changesIn(without)).toEqual(["iam:UpdateAssumeRolePolicy"]);
    expect(changesIn(changing)).toEqual([
      "iam:CreateRole",
      "iam:DeleteRolePolicy",
      "iam:PutRolePermissionsBoundary",
      "iam:PutRolePolicy",
      "iam:UpdateAssumeRolePolicy",
    ]);
  });

  test.each([
    {
      what: "a policy, a boundary or a role of its own",
      touching: /^iam:(?!(Get|List|PassRole$))/,
      but: /role\/tollgate\/people\/\*$/,
    },
    { what: "a trail", touching: /^cloudtrail:(?!LookupEvents$)/ },
    { what: "a key, or what it is for", touching: /^kms:/ },
    {
      what: "the policy of a table, of a bucket, of a queue or of the bus",
      touching: /:(Put|Delete|Add|Remove|Set)\w*(Policy|Permission)$/,
      but: /role\/tollgate\/people\/\*$|^\*?arn:aws:logs:/,
    },
    {
      what: "a stack, a function, an alarm or a schedule group",
      touching: /^(cloudformation|cloudwatch):|^lambda:(Update|Create|Delete|Publish)|^scheduler:\w+Group$/,
    },
    { what: "an account or a policy of the organization", touching: /^organizations:(?!List)/ },
  ])("no part of the plane can touch $what", ({ touching, but }) => {
    const reached = everywhere.flatMap((statement) =>
      actionsOf(statement)
        .filter((action) => touching.test(action))
        .flatMap((action) => listOf(statement.Resource).map((resource) => ({ action, resource: String(resource) }))),
    );
    expect(reached.filter(({ resource }) => but?.test(resource) !== true)).toEqual([]);
  });

  test("the path of people's roles has none of the plane's own beside it", () => {
    const own = everyRole.map(({ Path = "/", RoleName = "" }) => `${String(Path)}${String(RoleName)}`);
    expect(own).toContain("/tollgate/tollgate-access");
    expect(own.filter((name) => name.startsWith("/tollgate/people/"))).toEqual([]);
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
