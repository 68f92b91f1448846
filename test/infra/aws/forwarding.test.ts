import { App } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { beforeAll, describe, expect, test } from "vitest";
import { ForwardStack } from "#infra/aws/forward-stack.ts";
import { CLOUD_FUNCTIONS } from "#infra/aws/functions.ts";
import { forwardTemplate, type Tree } from "#infra/aws/member-template.ts";
import type { FunctionSpec } from "#shared/runtime/function.ts";
import { CONTEXT, MEMBER, ofType, stacks } from "#test/infra/aws/stacks.ts";

const BUS = "arn:aws:events:us-east-1:000000000000:event-bus/tollgate";

describe("what an account forwards to the hub", () => {
  let member: Template;
  let further: Template;
  let template: Tree;

  // The construct library takes seconds to synthesise for the first time.
  beforeAll(() => {
    member = stacks().member;
    const env = { account: MEMBER, region: "eu-central-1" };
    further = Template.fromStack(new ForwardStack(new App({ context: CONTEXT }), "further", { env, hubBusArn: BUS }));
    template = forwardTemplate(CONTEXT);
  }, 120_000);

  const ruleIn = (stack: Template) => {
    const [rule = expect.unreachable("no rule"), ...more] = ofType(stack, "AWS::Events::Rule");
    expect(more).toEqual([]);
    return rule.Properties;
  };

  test("is each service that some function listens to, by management events alone", () => {
    const listening = (CLOUD_FUNCTIONS as readonly FunctionSpec[]).flatMap(({ triggers }) =>
      triggers.flatMap((trigger) => (trigger.kind === "events" ? trigger.source : [])),
    );
    const { source, ...pattern } = ruleIn(member)["EventPattern"] as { readonly source: readonly string[] };
    expect(source.toSorted()).toEqual([...new Set(listening.filter((each) => each.startsWith("aws.")))].toSorted());
    expect(pattern).toEqual({
      "detail-type": ["AWS API Call via CloudTrail"],
      detail: { managementEvent: [true, { exists: false }] },
    });
  });

  test("goes to the hub's bus and nowhere else, by a role that may do just that", () => {
    for (const stack of [member, further]) {
      expect(ruleIn(stack)["Targets"]).toEqual([
        { Arn: BUS, Id: expect.anything(), RoleArn: { "Fn::GetAtt": [expect.stringMatching(/Role/), "Arn"] } },
      ]);
      const forwarding = ofType(stack, "AWS::IAM::Policy").filter(({ Properties }) =>
        JSON.stringify(Properties).includes("events:PutEvents"),
      );
      expect(forwarding.map(({ Properties }) => Properties["PolicyDocument"])).toMatchObject([
        { Statement: [{ Action: "events:PutEvents", Effect: "Allow", Resource: BUS }] },
      ]);
    }
  });

  test("is the same in a further region, where nothing else is made", () => {
    expect(ruleIn(further)["EventPattern"]).toEqual(ruleIn(member)["EventPattern"]);
    const types = Object.values(further.toJSON()["Resources"] as object).map(({ Type }) => Type);
    expect(types.toSorted()).toEqual(["AWS::Events::Rule", "AWS::IAM::Policy", "AWS::IAM::Role"]);
  });

  test("is a template too, for any account and without bootstrapping, that asks where the hub is", () => {
    expect(Object.keys(template["Parameters"] as object)).toEqual(["HubAccount", "HubRegion"]);
    const types = Object.values(template["Resources"] as object).map(({ Type }) => Type);
    expect(types.toSorted()).toEqual(["AWS::Events::Rule", "AWS::IAM::Policy", "AWS::IAM::Role"]);
    expect(JSON.stringify(template)).not.toMatch(/bootstrap|cdk-hnb659fds|asset|aws:cdk|\d{12}/i);
  });
});
