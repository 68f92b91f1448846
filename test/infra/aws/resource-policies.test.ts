import { describe, expect, test } from "vitest";
import { listOf, ofType, resourcesOf, type Statement, stacks } from "#test/infra/aws/stacks.ts";

const { hub, alarms } = stacks();

type ResourceStatement = Statement & { readonly Sid?: string; readonly Principal: unknown };

const statementsIn = (document: unknown): readonly ResourceStatement[] =>
  (document as { readonly Statement: readonly ResourceStatement[] }).Statement;

describe("the key of the table", () => {
  const tableKey = () => {
    const [table = expect.unreachable("no table")] = ofType(hub, "AWS::DynamoDB::Table");
    const { KMSMasterKeyId: arn } = table.Properties["SSESpecification"] as {
      readonly KMSMasterKeyId: { readonly "Fn::GetAtt": readonly string[] };
    };
    return resourcesOf(hub)[arn["Fn::GetAtt"][0] ?? ""] ?? expect.unreachable("no key");
  };

  // A statement that names the account gives its roles nothing; no function has a permission on the key of its own.
  test("may be used by whoever may use the table, which no emulator asks: everybody of this account, through DynamoDB alone", () => {
    const [, use, ...more] = statementsIn(tableKey().Properties["KeyPolicy"]);
    expect(more).toEqual([]);
    expect(use).toMatchObject({
      Effect: "Allow",
      Principal: { AWS: "*" },
      Condition: {
        StringEquals: { "kms:ViaService": "dynamodb.us-east-1.amazonaws.com", "kms:CallerAccount": "000000000000" },
      },
    });
    expect(listOf(use?.Action ?? [])).toEqual([
      "kms:CreateGrant",
      "kms:Decrypt",
      "kms:DescribeKey",
      "kms:Encrypt",
      "kms:GenerateDataKey",
      "kms:GenerateDataKeyWithoutPlaintext",
      "kms:ReEncryptFrom",
      "kms:ReEncryptTo",
    ]);
  });

  test("is managed by the account alone, by policies of its own", () => {
    expect(statementsIn(tableKey().Properties["KeyPolicy"])[0]).toMatchObject({
      Action: "kms:*",
      Principal: { AWS: "arn:aws:iam::000000000000:root" },
    });
  });
});

describe.each([
  { which: "the hub's alarms", template: hub },
  { which: "the one page", template: alarms },
])("the topic of $which", ({ template }) => {
  test("takes what alarms of this plane publish: its own policy replaces the one by which SNS would let them", () => {
    const [policy = expect.unreachable("no policy")] = ofType(template, "AWS::SNS::TopicPolicy");
    const [alarm, tls, ...more] = statementsIn(policy.Properties["PolicyDocument"]);
    expect(more).toEqual([]);
    expect(alarm).toMatchObject({
      Effect: "Allow",
      Action: "sns:Publish",
      Principal: { Service: "cloudwatch.amazonaws.com" },
      Condition: { ArnLike: { "aws:SourceArn": "arn:aws:cloudwatch:us-east-1:000000000000:alarm:tollgate-*" } },
    });
    expect(tls).toMatchObject({ Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } });
    for (const name of ["AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm"].flatMap((type) =>
      ofType(template, type).map(({ Properties }) => Properties["AlarmName"]),
    ))
      expect(name).toMatch(/^tollgate-/);
  });

  test("has a key that alarms of this account may use", () => {
    const keys = ofType(template, "AWS::KMS::Key").flatMap(({ Properties }) => statementsIn(Properties["KeyPolicy"]));
    expect(keys.filter(({ Principal }) => JSON.stringify(Principal).includes("cloudwatch"))).toMatchObject([
      {
        Effect: "Allow",
        Action: ["kms:Decrypt", "kms:GenerateDataKey"],
        Condition: { StringEquals: { "aws:SourceAccount": "000000000000" } },
      },
    ]);
  });
});
