import { readFileSync } from "node:fs";
import { App, Tags, Validations } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { Code } from "aws-cdk-lib/aws-lambda";
import { AwsSolutionsChecks } from "cdk-nag";
import { AlarmsStack } from "#infra/aws/alarms-stack.ts";
import { BILLING_REGION, BillingStack } from "#infra/aws/billing-stack.ts";
import { type Environment, payerOf, readEnvironment } from "#infra/aws/environment.ts";
import { HubStack } from "#infra/aws/hub-stack.ts";
import { MemberStack } from "#infra/aws/member-stack.ts";
import { OrganizationStack } from "#infra/aws/organization-stack.ts";

export const ENVIRONMENTS = "infra/aws/environments";
export const MEMBER = "111122223333";

/** The flags of the construct library that this app is written for. */
export const CONTEXT = (JSON.parse(readFileSync("cdk.json", "utf8")) as { context: { [flag: string]: unknown } })
  .context;

export type Resource = {
  readonly Type: string;
  readonly Properties: { readonly [name: string]: unknown };
  readonly DeletionPolicy?: string;
};

export type Stacks = {
  readonly app: App;
  readonly hub: Template;
  readonly alarms: Template;
  readonly organization: Template;
  readonly member: Template;
  /** Where bills are asked for. */
  readonly billing?: Template;
};

/** Everything that an environment may ask for beside the core. */
export const WHOLE = {
  management: "999988887777",
  readOrganization: true,
  stackSet: { units: ["ou-ab12-cdef3456"], enrolled: false },
  trail: { days: 365 },
  archive: { days: 30 },
  billing: { focus: "1.2", budget: { monthlyUsd: 2500, notify: "finops@example.com" }, explorerRequests: 20 },
} as const;

const made = new Map<string, Stacks>();

/**
 * The stacks of the example environment and what is asked beside, with code that is one line: nothing is bundled. Made
 * once for all tests of a process, which only look at them.
 */
export function stacks(enrolled = true, asked: object = {}): Stacks {
  const name = JSON.stringify([enrolled, asked]);
  const known = made.get(name) ?? freshStacks(enrolled, asked);
  made.set(name, known);
  return known;
}

function freshStacks(enrolled: boolean, asked: object): Stacks {
  const environment: Environment = { ...readEnvironment("example", ENVIRONMENTS), ...asked };
  const { account, region, externalId } = environment;
  const app = new App({ context: CONTEXT });
  const hub = new HubStack(app, "tollgate-hub", {
    env: { account, region },
    environment,
    codeOf: () => Code.fromInline("exports.handler = async () => undefined"),
  });
  const watch = new AlarmsStack(app, "tollgate-alarms", { env: { account, region }, environment, alarms: hub.alarms });
  const around = new OrganizationStack(app, "tollgate-organization", {
    env: { account, region },
    environment,
    memberTemplate: () => "{}",
    forwardTemplate: () => '{"of":"a further region"}',
  });
  const member = new MemberStack(app, "tollgate-member", {
    env: { account: MEMBER, region },
    hubAccount: account,
    hubBusArn: `arn:aws:events:${region}:${account}:event-bus/tollgate`,
    externalId,
    enrolled,
  });
  const bills =
    environment.billing === undefined
      ? undefined
      : new BillingStack(app, "tollgate-billing", {
          env: { account: payerOf(environment), region: BILLING_REGION },
          environment,
          billing: environment.billing,
        });
  Tags.of(app).add("Workload", "tollgate");
  const [hubTemplate, organizationTemplate] = [Template.fromStack(hub), Template.fromStack(around)];
  return {
    app,
    hub: hubTemplate,
    alarms: Template.fromStack(watch),
    organization: organizationTemplate,
    member: Template.fromStack(member),
    ...(bills === undefined ? {} : { billing: Template.fromStack(bills) }),
  };
}

/** The stacks under the template rules; findings make `synth` throw. */
export function underRules(asked: object = {}): App {
  const { app } = freshStacks(true, asked);
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
