import { Duration } from "aws-cdk-lib";
import {
  ArnPrincipal,
  CompositePrincipal,
  ManagedPolicy,
  Policy,
  PolicyDocument,
  PrincipalWithConditions,
  Role,
} from "aws-cdk-lib/aws-iam";
import { Construct } from "constructs";
import { acknowledgeWildcards } from "#infra/aws/constructs/acknowledge.ts";
import { MEMBER_ROLES, type MemberRole } from "#infra/aws/names.ts";
import type { Permission } from "#infra/aws/permissions/permission.ts";

export type MemberRoleProps = {
  readonly role: MemberRole;
  /** The execution roles of the hub's functions that may assume it. */
  readonly hubRoles: readonly string[];
  readonly externalId: string;
  readonly permissions: readonly Permission[];
};

/** A role of another account than the hub: assumed by named functions of the hub alone, with the external id, under a boundary. */
export class MemberRoleConstruct extends Construct {
  constructor(scope: Construct, id: string, { role, hubRoles, externalId, permissions }: MemberRoleProps) {
    super(scope, id);
    const statements = permissions.map(({ statement }) => statement);
    // The boundary holds what the role's own policy may ever be changed to.
    const boundary = new ManagedPolicy(this, "Boundary", {
      managedPolicyName: `${MEMBER_ROLES[role]}-boundary`,
      path: "/tollgate/",
      document: new PolicyDocument({ statements }),
    });
    const made = new Role(this, "Role", {
      roleName: MEMBER_ROLES[role],
      path: "/tollgate/",
      permissionsBoundary: boundary,
      maxSessionDuration: Duration.hours(1),
      assumedBy: new PrincipalWithConditions(new CompositePrincipal(...hubRoles.map((arn) => new ArnPrincipal(arn))), {
        StringEquals: { "sts:ExternalId": externalId },
      }),
    });
    const policy = new Policy(this, "Policy", { roles: [made], statements });
    acknowledgeWildcards(boundary, permissions);
    acknowledgeWildcards(policy, permissions);
  }
}
