import type { AccountNumber } from "#shared/kernel/ids.ts";

/** An account as the organization has it. */
export type OrganizationAccount = {
  readonly account: AccountNumber;
  readonly name: string;
  /** The units that it is in, from the root down: `/Data/Prod`; `/` right below the root. */
  readonly ou: string;
  /** Its tag `Environment`, where it has one. */
  readonly environment?: string;
  /** Suspended, or being closed: it cannot be used, and is gone within 90 days. */
  readonly closed?: true;
};

export type OrganizationRead =
  | { readonly kind: "read"; readonly accounts: readonly OrganizationAccount[] }
  /** Also where only a part could be read: a part is not the whole. */
  | { readonly kind: "unreadable"; readonly code: string; readonly message: string };

/** The accounts of an organization, whole. Every implementation passes test/contract/organization-source.ts. */
export interface OrganizationSource {
  read(): Promise<OrganizationRead>;
}
