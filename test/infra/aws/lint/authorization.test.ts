import { describe, expect, test } from "vitest";
import { authorizationFaults, type Services } from "#infra/aws/lint/authorization.ts";

const SERVICES: Services = {
  dynamodb: { Actions: { liststreams: {}, getitem: { Resources: ["table"] } } },
  ce: { Actions: { getcostandusage: { Resources: ["billingview"] } } },
  logs: { Actions: { describeloggroups: {} } },
};

const ROLE = { Ref: "Role" };
const TABLE = { "Fn::GetAtt": ["Table", "Arn"] };

const templateOf = (...statements: readonly object[]) => ({
  Resources: {
    Policy: { Type: "AWS::IAM::Policy", Properties: { Roles: [ROLE], PolicyDocument: { Statement: statements } } },
    Queue: { Type: "AWS::SQS::Queue" },
  },
});

const allow = (Action: unknown, Resource: unknown) => ({ Effect: "Allow", Action, Resource });

describe("identity policies, by AWS's own reference", () => {
  test.each([
    ["a scoped action on a resource", allow("dynamodb:GetItem", TABLE)],
    ["an unscoped one on everything", allow("dynamodb:ListStreams", "*")],
    ["what AWS decides otherwise", allow(["ce:GetCostAndUsage"], "*")],
    ["what AWS decides otherwise, by a resource", allow("logs:DescribeLogGroups", "arn:aws:logs:*:1:log-group:*")],
    ["what is denied", { Effect: "Deny", Action: "dynamodb:GetItem", Resource: "*" }],
    [
      "a list that a condition of the template chooses",
      allow({ "Fn::If": ["IsEnrolled", ["dynamodb:GetItem"], []] }, [TABLE]),
    ],
  ])("are taken: %s", (_, statement) => {
    expect(authorizationFaults(templateOf(statement), SERVICES)).toEqual([]);
  });

  test.each([
    ["a pattern of actions", allow("dynamodb:*", TABLE), "dynamodb:*: AWS knows no such action"],
    ["an action that there is not", allow("dynamodb:GetItems", TABLE), "dynamodb:GetItems: AWS knows no such action"],
    ["a service that there is not", allow("dynamo:GetItem", TABLE), "dynamo:GetItem: AWS knows no such action"],
    [
      "everything, for what AWS scopes",
      allow(["dynamodb:GetItem"], ["*"]),
      'dynamodb:GetItem: AWS scopes it to table, and "*" is granted',
    ],
    [
      "a resource, for what AWS does not scope: it would allow nothing",
      allow("dynamodb:ListStreams", TABLE),
      'dynamodb:ListStreams: AWS scopes it to nothing, so that only "*" allows it',
    ],
    [
      "the same where a condition of the template decides on the statement",
      { "Fn::If": ["IsEnrolled", allow("dynamodb:ListStreams", TABLE), allow("dynamodb:ListStreams", "*")] },
      'dynamodb:ListStreams: AWS scopes it to nothing, so that only "*" allows it',
    ],
  ])("are faulted for %s", (_, statement, fault) => {
    expect(authorizationFaults(templateOf(statement, statement), SERVICES)).toEqual([fault]);
  });

  test("are not those of a boundary, which hangs on nobody and grants nothing", () => {
    const Statement = [allow("dynamodb:*", "*")];
    const Boundary = { Type: "AWS::IAM::ManagedPolicy", Properties: { PolicyDocument: { Statement } } };
    expect(authorizationFaults({ Resources: { Boundary } }, SERVICES)).toEqual([]);
  });

  test("are looked at too where a condition of the template decides on all of them", () => {
    const Statement = { "Fn::If": ["IsEnrolled", [allow("dynamodb:GetItem", "*")], []] };
    const Policy = { Type: "AWS::IAM::ManagedPolicy", Properties: { Roles: [ROLE], PolicyDocument: { Statement } } };
    expect(authorizationFaults({ Resources: { Policy } }, SERVICES)).toEqual([
      'dynamodb:GetItem: AWS scopes it to table, and "*" is granted',
    ]);
  });
});
