import { CfnOutput, Stack, type StackProps } from "aws-cdk-lib";
import { ManagedPolicy, PolicyDocument, PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { Construct } from "constructs";
import { acknowledgeWildcards } from "#infra/aws/constructs/acknowledge.ts";
import { forwardEvents } from "#infra/aws/constructs/forwarding.ts";
import { MemberRoleConstruct } from "#infra/aws/constructs/member-role.ts";
import { hubRolesOf } from "#infra/aws/hub-roles.ts";
import { MEMBER_ROLES } from "#infra/aws/names.ts";
import { accessPermissions, brokerPermissions } from "#infra/aws/permissions/member-permissions.ts";
import { policyPermissions } from "#infra/aws/permissions/policy-permissions.ts";
import { BOUNDARY_DOCUMENT, PEOPLE_BOUNDARY } from "#shared/access/people-role.ts";

export type MemberStackProps = StackProps & {
  readonly hubAccount: string;
  readonly hubBusArn: string;
  readonly externalId: string;
  /** Whether policies may write here: without it Tollgate only looks. */
  readonly enrolled: boolean;
};

/** A governed account: forwards what happens to the hub, and holds the roles that only the hub may assume. */
export class MemberStack extends Stack {
  constructor(scope: Construct, id: string, props: MemberStackProps) {
    super(scope, id, props);
    const { hubAccount, hubBusArn, externalId, enrolled } = props;
    const boundary = new ManagedPolicy(this, "PeopleBoundary", {
      managedPolicyName: PEOPLE_BOUNDARY,
      path: "/tollgate/",
      description: "Whatever a grant says, nothing beyond this works",
      document: PolicyDocument.fromJson(BOUNDARY_DOCUMENT),
    });
    acknowledgeWildcards(
      boundary,
      boundary.document.toJSON().Statement.map((each: object) => ({
        statement: PolicyStatement.fromJson(each),
        wildcard: "A boundary grants nothing: it is the widest that any grant could ever be",
      })),
    );
    const permissions = {
      access: accessPermissions(this.account),
      broker: brokerPermissions(this.account),
      policy: policyPermissions({ account: this.account, enrolled }),
    };
    for (const role of ["access", "broker", "policy"] as const) {
      new MemberRoleConstruct(this, MEMBER_ROLES[role], {
        role,
        hubRoles: hubRolesOf(role, hubAccount),
        externalId,
        permissions: permissions[role],
      });
    }
    forwardEvents(this, hubBusArn);
    new CfnOutput(this, "Governed", { value: this.account });
  }
}
