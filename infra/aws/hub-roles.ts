import { CLOUD_FUNCTIONS } from "#infra/aws/functions.ts";
import { functionRoleOf, MEMBER_ROLE_OF, type MemberRole } from "#infra/aws/names.ts";
import type { Capability, FunctionSpec } from "#shared/runtime/function.ts";

/** The roles of those functions of the hub that have a capability which needs this role of another account. */
export function hubRolesOf(role: MemberRole, hubAccount: string): readonly string[] {
  const needs = (capability: Capability): boolean =>
    capability in MEMBER_ROLE_OF && MEMBER_ROLE_OF[capability as keyof typeof MEMBER_ROLE_OF] === role;
  return (CLOUD_FUNCTIONS as readonly FunctionSpec[])
    .filter(({ capabilities }) => capabilities.some(needs))
    .map(({ name }) => `arn:aws:iam::${hubAccount}:role/${functionRoleOf(name)}`);
}
