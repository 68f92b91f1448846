import { readFileSync } from "node:fs";
import { join } from "node:path";
import { App, Tags, Validations } from "aws-cdk-lib";
import { Code } from "aws-cdk-lib/aws-lambda";
import { AwsSolutionsChecks } from "cdk-nag";
import { AlarmsStack } from "#infra/aws/alarms-stack.ts";
import { BILLING_REGION, BillingStack } from "#infra/aws/billing-stack.ts";
import { bundleFunctions } from "#infra/aws/bundles.ts";
import { EnvironmentError, payerOf, readEnvironment } from "#infra/aws/environment.ts";
import { ForwardStack } from "#infra/aws/forward-stack.ts";
import { HubStack } from "#infra/aws/hub-stack.ts";
import { MemberStack } from "#infra/aws/member-stack.ts";
import { forwardTemplate, memberTemplate } from "#infra/aws/member-template.ts";
import { hubBusArn } from "#infra/aws/names.ts";
import { OrganizationStack } from "#infra/aws/organization-stack.ts";

const root = join(import.meta.dirname, "../..");
const outdir = join(root, "dist/functions");

try {
  await synthesise();
} catch (fault) {
  if (!(fault instanceof EnvironmentError)) throw fault;
  process.stderr.write(`${fault.message}\n`);
  process.exitCode = 1;
}

async function synthesise(): Promise<void> {
  const app = new App();
  const name = String(app.node.tryGetContext("environment") ?? "example");
  const folder = String(app.node.tryGetContext("environments") ?? join(import.meta.dirname, "environments"));
  const environment = readEnvironment(name, folder);
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
  await bundleFunctions(root, outdir, versionOf(app.node.tryGetContext("build"), version));
  const { account, region, externalId } = environment;
  const hub = new HubStack(app, "tollgate-hub", {
    env: { account, region },
    environment,
    codeOf: (spec) => Code.fromAsset(join(outdir, spec)),
  });
  new AlarmsStack(app, "tollgate-alarms", { env: { account, region }, environment, alarms: hub.alarms });
  new OrganizationStack(app, "tollgate-organization", {
    env: { account, region },
    environment,
    memberTemplate: () => JSON.stringify(memberTemplate(app.node.getAllContext())),
    forwardTemplate: () => JSON.stringify(forwardTemplate(app.node.getAllContext())),
  });
  if (environment.billing !== undefined) {
    const env = { account: payerOf(environment), region: BILLING_REGION };
    new BillingStack(app, "tollgate-billing", { env, environment, billing: environment.billing });
  }
  const busArn = hubBusArn(region, account);
  for (const member of environment.governed) {
    const env = { account: member, region };
    const hubAccount = account;
    new MemberStack(app, `tollgate-member-${member}`, {
      env,
      hubAccount,
      hubBusArn: busArn,
      externalId,
      enrolled: true,
    });
    for (const further of environment.regions) {
      const there = { account: member, region: further };
      new ForwardStack(app, `tollgate-forward-${member}-${further}`, { env: there, hubBusArn: busArn });
    }
  }
  Tags.of(app).add("Workload", "tollgate");
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  app.synth();
}

/** The package's version, and which build of it where the operator says so. */
function versionOf(build: unknown, version: string): string {
  if (build === undefined) return version;
  if (typeof build === "string" && /^[0-9A-Za-z.-]{1,40}$/.test(build)) return `${version}+${build}`;
  throw new EnvironmentError(
    `Cannot name this build "${String(build)}": it takes 1 to 40 letters, digits, "." and "-", such as --context build=4f2c91a`,
  );
}
