import type { DocumentBase } from "#shared/catalog/documents/document.ts";
import type { GroupName } from "#shared/kernel/ids.ts";

/** What a person may do in Tollgate itself. */
export const ROLES = ["requester", "operator", "finance", "auditor", "security"] as const;

export type Role = (typeof ROLES)[number];

/** Where people come from, and what their groups are called here. Exactly one. */
export type Directory = DocumentBase & {
  readonly kind: "Directory";
  readonly issuer: string;
  /** The provider's attribute that names a person's manager. */
  readonly manager?: string;
  /** Our name of a group to the provider's unchangeable id. */
  readonly groups: { readonly [name: string]: string };
  readonly roles: { readonly [role in Role]?: readonly GroupName[] };
};
