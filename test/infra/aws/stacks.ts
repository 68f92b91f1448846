import { readFileSync } from "node:fs";
import { App, Validations } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { Code } from "aws-cdk-lib/aws-lambda";
import { AwsSolutionsChecks } from "cdk-nag";
import { type Environment, readEnvironment } from "#infra/aws/environment.ts";
import { HubStack } from "#infra/aws/hub-stack.ts";
import { MemberStack } from "#infra/aws/member-stack.ts";
import { OrganizationStack } from "#infra/aws/organization-stack.ts";

export const ENVIRONMENTS = "infra/aws/environments";
export const MEMBER = "111122223333";

/** The flags of the construct library that this app is written for. */
const CONTEXT = (JSON.parse(readFileSync("cdk.json", "utf8")) as { context: { [flag: string]: unknown } }).context;

export type Resource = {
  readonly Type: string;
  readonly Properties: { readonly [name: string]: unknown };
  readonly DeletionPolicy?: string;
};

export type Stacks = {
  readonly app: App;
  readonly hub: Template;
  readonly organization: Template;
  readonly member: Template;
};

/** The stacks of the example environment, with code that is one line: nothing is bundled. */
export function stacks(enrolled = true): Stacks {
  const environment: Environment = readEnvironment("example", ENVIRONMENTS);
  const { account, region, externalId, organization } = environment;
  const app = new App({ context: CONTEXT });
  const hub = new HubStack(app, "tollgate-hub", {
    env: { account, region },
    environment,
    version: "0.0.0",
    codeOf: () => Code.fromInline("exports.handler = async () => undefined"),
  });
  const around = new OrganizationStack(app, "tollgate-organization", { env: { account, region }, organization });
  const member = new MemberStack(app, "tollgate-member", {
    env: { account: MEMBER, region },
    hubAccount: account,
    hubBusArn: `arn:aws:events:${region}:${account}:event-bus/tollgate`,
    externalId,
    enrolled,
  });
  const [hubTemplate, organizationTemplate] = [Template.fromStack(hub), Template.fromStack(around)];
  return { app, hub: hubTemplate, organization: organizationTemplate, member: Template.fromStack(member) };
}

/** The stacks under the template rules; findings make `synth` throw. */
export function underRules(): App {
  const { app } = stacks();
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return app;
}

export const resourcesOf = (template: Template): { readonly [id: string]: Resource } =>
  (template.toJSON() as { Resources: { [id: string]: Resource } }).Resources;

export const ofType = (template: Template, type: string): readonly Resource[] =>
  Object.values(resourcesOf(template)).filter((resource) => resource.Type === type);

export type Statement = {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource?: unknown;
  readonly Condition?: { readonly [operator: string]: { readonly [key: string]: unknown } };
};

/** Every statement of every identity policy of a stack. */
export const statementsOf = (template: Template): readonly Statement[] =>
  ofType(template, "AWS::IAM::Policy").flatMap(
    ({ Properties }) => (Properties["PolicyDocument"] as { Statement: readonly Statement[] }).Statement,
  );

export const listOf = <Value>(value: Value | readonly Value[]): readonly Value[] =>
  Array.isArray(value) ? (value as readonly Value[]) : [value as Value];
