import { SandboxOrganizationSource } from "#shared/adapters/local/sandbox/organization-source.ts";
import type { SandboxAccount } from "#shared/adapters/local/sandbox/state.ts";
import { accountNumber } from "#shared/kernel/ids.ts";
import { organizationSourceContract } from "#test/contract/organization-source.ts";

organizationSourceContract("SandboxOrganizationSource", async () => {
  const accounts: SandboxAccount[] = [];
  return {
    source: new SandboxOrganizationSource(() => accounts),
    async join(made) {
      const account = accountNumber(String(111_111_111_111 + accounts.length));
      accounts.push({ ...made, account, region: "eu-west-1" });
      return account;
    },
  };
});
