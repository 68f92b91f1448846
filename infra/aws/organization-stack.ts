import { Stack, type StackProps } from "aws-cdk-lib";
import { CfnStackSet } from "aws-cdk-lib/aws-cloudformation";
import { CfnArchive, CfnEventBusPolicy } from "aws-cdk-lib/aws-events";
import type { Construct } from "constructs";
import { OrganizationTrail } from "#infra/aws/constructs/organization-trail.ts";
import type { Environment } from "#infra/aws/environment.ts";
import type { MemberParameter } from "#infra/aws/member-template.ts";
import { BUS_NAME, hubBusArn } from "#infra/aws/names.ts";

export type OrganizationStackProps = StackProps & {
  readonly environment: Environment;
  /** The member stack's template, as text. */
  readonly memberTemplate: () => string;
};

/**
 * What holds only in an organization, and no emulator has: its accounts, and nobody else, may put events on the hub's
 * bus (EventBridge user guide, "Permissions for event buses"); member stacks in whole organizational units; a trail of
 * all accounts; what they forward, kept for replay. Deployed beside the hub, after it.
 */
export class OrganizationStack extends Stack {
  constructor(scope: Construct, id: string, { environment, memberTemplate, ...props }: OrganizationStackProps) {
    super(scope, id, props);
    const { organization, management = "", stackSet, trail, archive } = environment;
    const bus = hubBusArn(this.region, this.account);
    new CfnEventBusPolicy(this, "FromTheOrganization", {
      eventBusName: BUS_NAME,
      statementId: "from-the-organization",
      statement: {
        Effect: "Allow",
        Principal: "*",
        Action: "events:PutEvents",
        Resource: bus,
        Condition: { StringEquals: { "aws:PrincipalOrgID": organization } },
      },
    });
    if (stackSet !== undefined) rollOut(this, { environment, stackSet, template: memberTemplate() });
    if (trail !== undefined) new OrganizationTrail(this, "Trail", { organization, management, days: trail.days });
    if (archive !== undefined) keep(this, bus, archive.days);
  }
}

/** Accounts at once, and how many of them may fail before it stops: a broken member stack must not reach all. */
const PREFERENCES = { maxConcurrentCount: 10, failureToleranceCount: 2 } as const;

/**
 * Service-managed: accounts that join a unit get the stack by themselves. One that leaves keeps it, since people's
 * access there must still be ended, and their roles hold the stack's boundary.
 */
function rollOut(
  scope: Stack,
  {
    environment: { account, management, externalId },
    stackSet: { units, enrolled },
    template,
  }: {
    readonly environment: Environment;
    readonly stackSet: NonNullable<Environment["stackSet"]>;
    readonly template: string;
  },
): void {
  const values: { readonly [name in MemberParameter]: string } = {
    HubAccount: account,
    HubRegion: scope.region,
    ExternalId: externalId,
    Enrolled: String(enrolled),
  };
  new CfnStackSet(scope, "Members", {
    stackSetName: "tollgate-member",
    description: "Tollgate's member stack in each account of these units",
    permissionModel: "SERVICE_MANAGED",
    callAs: management === account ? "SELF" : "DELEGATED_ADMIN",
    autoDeployment: { enabled: true, retainStacksOnAccountRemoval: true },
    managedExecution: { Active: true },
    capabilities: ["CAPABILITY_NAMED_IAM"],
    operationPreferences: PREFERENCES,
    parameters: Object.entries(values).map(([parameterKey, parameterValue]) => ({ parameterKey, parameterValue })),
    stackInstancesGroup: [{ deploymentTargets: { organizationalUnitIds: [...units] }, regions: [scope.region] }],
    templateBody: template,
  });
}

/** Only what accounts forward: our own events are in the table for good, and say who had access. */
function keep(scope: Stack, bus: string, days: number): void {
  new CfnArchive(scope, "Archive", {
    archiveName: "tollgate-forwarded",
    description: "What governed accounts forwarded, to be replayed where consumers missed it",
    sourceArn: bus,
    retentionDays: days,
    eventPattern: { source: [{ prefix: "aws." }] },
  });
}
