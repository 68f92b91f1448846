import {
  CreateAccountCommand,
  CreateOrganizationalUnitCommand,
  CreateOrganizationCommand,
  ListOrganizationalUnitsForParentCommand,
  ListRootsCommand,
  MoveAccountCommand,
  type OrganizationsClient,
  TagResourceCommand,
} from "@aws-sdk/client-organizations";
import { afterAll, beforeAll } from "vitest";
import { AwsOrganizationSource } from "#shared/adapters/aws/aws-organization-source.ts";
import { organizationsClient } from "#shared/adapters/aws/clients/organizations.ts";
import { accountNumber } from "#shared/kernel/ids.ts";
import { organizationSourceContract } from "#test/contract/organization-source.ts";
import { type Moto, startMoto } from "#test/emulator/support/moto.ts";

let moto: Moto;

beforeAll(async () => {
  moto = await startMoto();
});

afterAll(() => moto.stop());

async function unitIn(client: OrganizationsClient, ParentId: string, Name: string): Promise<string> {
  const { OrganizationalUnits = [] } = await client.send(new ListOrganizationalUnitsForParentCommand({ ParentId }));
  const known = OrganizationalUnits.find((each) => each.Name === Name)?.Id;
  if (known !== undefined) return known;
  const made = await client.send(new CreateOrganizationalUnitCommand({ ParentId, Name }));
  return made.OrganizationalUnit?.Id ?? "";
}

organizationSourceContract("AwsOrganizationSource at moto", async () => {
  await fetch(`${moto.url}/moto-api/reset`, { method: "POST" });
  const client = organizationsClient({
    endpoint: moto.url,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  let begun = false;
  return {
    source: new AwsOrganizationSource(client),
    async join({ name, ou, environment }) {
      if (!begun) await client.send(new CreateOrganizationCommand({}));
      begun = true;
      const { Roots } = await client.send(new ListRootsCommand());
      const root = Roots?.[0]?.Id ?? "";
      const made = await client.send(new CreateAccountCommand({ AccountName: name, Email: `${name}@example.com` }));
      const AccountId = made.CreateAccountStatus?.AccountId ?? "";
      let parent = root;
      for (const unit of ou.split("/").filter((part) => part !== "")) parent = await unitIn(client, parent, unit);
      if (parent !== root)
        await client.send(new MoveAccountCommand({ AccountId, SourceParentId: root, DestinationParentId: parent }));
      const Tags = environment === undefined ? [] : [{ Key: "Environment", Value: environment }];
      if (Tags.length > 0) await client.send(new TagResourceCommand({ ResourceId: AccountId, Tags }));
      return accountNumber(AccountId);
    },
  };
});
