import type { SandboxAccount } from "#shared/adapters/local/sandbox/state.ts";
import type { OrganizationRead, OrganizationSource } from "#shared/catalog/organization.ts";

/** The sandbox's own accounts, as if they were one organization. */
export class SandboxOrganizationSource implements OrganizationSource {
  readonly #accounts: () => readonly SandboxAccount[];

  constructor(accounts: () => readonly SandboxAccount[]) {
    this.#accounts = accounts;
  }

  async read(): Promise<OrganizationRead> {
    const accounts = this.#accounts();
    if (accounts.length === 0)
      return { kind: "unreadable", code: "AWSOrganizationsNotInUse", message: "The sandbox has no account" };
    return {
      kind: "read",
      accounts: accounts.map(({ account, name, ou = "/", environment }) => ({
        account,
        name,
        ou,
        ...(environment === undefined ? {} : { environment }),
      })),
    };
  }
}
