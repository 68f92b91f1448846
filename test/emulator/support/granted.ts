import { GetRolePolicyCommand, type IAMClient, paginateListRolePolicies, paginateListRoles } from "@aws-sdk/client-iam";

/** One action that a deployed role may do, on what one pattern of ARNs names (`*` and `?` as IAM reads them). */
export type Permission = { readonly action: string; readonly resource: string };

/** A role of the plane's as it stands in its account, with what it may do. */
export type GrantedRole = {
  readonly role: string;
  /** Twelve digits. */
  readonly account: string;
  readonly permissions: readonly Permission[];
};

type Statement = { readonly Action: string | readonly string[]; readonly Resource: string | readonly string[] };

/** The plane's own; people's roles and those of the CDK's bootstrap are none of it. */
const OF_THE_PLANE = /^tollgate-/;

/** What the roles of an account were granted, as its IAM says it: with the ARNs that the templates left open. */
export async function grantedIn(iam: IAMClient, account: string): Promise<readonly GrantedRole[]> {
  const granted: GrantedRole[] = [];
  for await (const { Roles = [] } of paginateListRoles({ client: iam }, {})) {
    for (const { RoleName: role = "" } of Roles) {
      if (OF_THE_PLANE.test(role)) granted.push({ role, account, permissions: await permissionsOf(iam, role) });
    }
  }
  return granted;
}

async function permissionsOf(iam: IAMClient, RoleName: string): Promise<readonly Permission[]> {
  const permissions = new Map<string, Permission>();
  for await (const { PolicyNames = [] } of paginateListRolePolicies({ client: iam }, { RoleName })) {
    for (const PolicyName of PolicyNames) {
      const { PolicyDocument = "" } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
      const { Statement: statements } = JSON.parse(decodeURIComponent(PolicyDocument)) as {
        readonly Statement: readonly Statement[];
      };
      for (const each of statements.flatMap(pairsOf)) permissions.set(`${each.action} ${each.resource}`, each);
    }
  }
  return [...permissions.values()];
}

const pairsOf = ({ Action, Resource }: Statement): readonly Permission[] =>
  [Action].flat().flatMap((action) => [Resource].flat().map((resource) => ({ action, resource })));
