import { Stack, type StackProps } from "aws-cdk-lib";
import { CfnEventBusPolicy } from "aws-cdk-lib/aws-events";
import type { Construct } from "constructs";
import { BUS_NAME } from "#infra/aws/names.ts";

export type OrganizationStackProps = StackProps & {
  /** `o-…`: whose accounts may send the hub what happens in them. */
  readonly organization: string;
};

/**
 * What holds only in an organization, and no emulator has: the accounts of this one, and nobody else, may put events
 * on the hub's bus (EventBridge user guide, "Permissions for event buses"). Deployed beside the hub, after it.
 */
export class OrganizationStack extends Stack {
  constructor(scope: Construct, id: string, { organization, ...props }: OrganizationStackProps) {
    super(scope, id, props);
    new CfnEventBusPolicy(this, "FromTheOrganization", {
      eventBusName: BUS_NAME,
      statementId: "from-the-organization",
      statement: {
        Effect: "Allow",
        Principal: "*",
        Action: "events:PutEvents",
        Resource: `arn:aws:events:${this.region}:${this.account}:event-bus/${BUS_NAME}`,
        Condition: { StringEquals: { "aws:PrincipalOrgID": organization } },
      },
    });
  }
}
