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
  /** The same of what a further region of an account needs. */
  readonly forwardTemplate: () => string;
};

/**
 * What holds only in an organization, and no emulator has: its accounts, and nobody else, may put events on the hub's
 * bus (EventBridge user guide, "Permissions for event buses"); member stacks in whole organizational units; a trail of
 * all accounts; what they forward, kept for replay. Deployed beside the hub, after it.
 */
export class OrganizationStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    { environment, memberTemplate, forwardTemplate, ...props }: OrganizationStackProps,
  ) {
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
    if (stackSet !== undefined)
      rollOut(this, { environment, stackSet, templates: { memberTemplate, forwardTemplate } });
    if (trail !== undefined) new OrganizationTrail(this, "Trail", { organization, management, days: trail.days });
    if (archive !== undefined) keep(this, bus, archive.days);
  }
}

/** Accounts at once, and how many of them may fail before it stops: a broken member stack must not reach all. */
const PREFERENCES = { maxConcurrentCount: 10, failureToleranceCount: 2 } as const;

type RollOut = {
  readonly environment: Environment;
  readonly stackSet: NonNullable<Environment["stackSet"]>;
  readonly templates: Pick<OrganizationStackProps, "memberTemplate" | "forwardTemplate">;
};

/** The member stack in the hub's region, and where there are further ones, in each what forwards its events. */
function rollOut(scope: Stack, { environment, stackSet, templates }: RollOut): void {
  const { account, externalId, regions } = environment;
  const hub = { HubAccount: account, HubRegion: scope.region };
  const values: { readonly [name in MemberParameter]: string } = {
    ...hub,
    ExternalId: externalId,
    Enrolled: String(stackSet.enrolled),
  };
  const members = inUnits(scope, environment, {
    id: "Members",
    stackSetName: "tollgate-member",
    description: "Tollgate's member stack in each account of these units",
    capabilities: ["CAPABILITY_NAMED_IAM"],
    values,
    units: stackSet.units,
    regions: [scope.region],
    templateBody: templates.memberTemplate(),
  });
  if (regions.length === 0) return;
  const forwarding = inUnits(scope, environment, {
    id: "Forwarding",
    stackSetName: "tollgate-forward",
    description: "Events of further regions in each account of these units",
    capabilities: ["CAPABILITY_IAM"],
    values: hub,
    units: stackSet.units,
    regions,
    templateBody: templates.forwardTemplate(),
  });
  // The one that governs first: what another region forwards is nothing until there is a role to judge it by.
  forwarding.addResourceDependency(members);
}

type InUnits = {
  readonly id: string;
  readonly stackSetName: string;
  readonly description: string;
  readonly capabilities: string[];
  readonly values: { readonly [name: string]: string };
  readonly units: readonly string[];
  readonly regions: readonly string[];
  readonly templateBody: string;
};

/**
 * Service-managed: accounts that join a unit get the stack by themselves. One that leaves keeps it, since people's
 * access there must still be ended, and their roles hold the stack's boundary.
 */
const inUnits = (
  scope: Stack,
  { account, management }: Environment,
  { id, values, units, regions, ...set }: InUnits,
): CfnStackSet =>
  new CfnStackSet(scope, id, {
    ...set,
    permissionModel: "SERVICE_MANAGED",
    callAs: management === account ? "SELF" : "DELEGATED_ADMIN",
    autoDeployment: { enabled: true, retainStacksOnAccountRemoval: true },
    managedExecution: { Active: true },
    operationPreferences: PREFERENCES,
    parameters: Object.entries(values).map(([parameterKey, parameterValue]) => ({ parameterKey, parameterValue })),
    stackInstancesGroup: [{ deploymentTargets: { organizationalUnitIds: [...units] }, regions: [...regions] }],
  });

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
