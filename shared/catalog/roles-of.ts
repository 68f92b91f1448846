import type { Catalog } from "#shared/catalog/catalog.ts";
import { ROLES, type Role } from "#shared/catalog/documents/directory.ts";
import type { GroupName } from "#shared/kernel/ids.ts";

/** What somebody in these groups may do in Tollgate itself. */
export const rolesOf = ({ directory }: Catalog, groups: readonly GroupName[]): readonly Role[] =>
  ROLES.filter((role) => directory.roles[role]?.some((group) => groups.includes(group)));
