import {
  type Account,
  ListAccountsForParentCommand,
  ListOrganizationalUnitsForParentCommand,
  ListRootsCommand,
  ListTagsForResourceCommand,
  type OrganizationalUnit,
  type OrganizationsClient,
} from "@aws-sdk/client-organizations";
import { allPages } from "#shared/adapters/aws/resources/pages.ts";
import { unreadableOf } from "#shared/adapters/aws/resources/refusal.ts";
import type { OrganizationAccount, OrganizationRead, OrganizationSource } from "#shared/catalog/organization.ts";
import { accountNumber } from "#shared/kernel/ids.ts";

const ENVIRONMENT = "Environment";

/** Units are at most five levels deep (Organizations user guide, "Maximum and minimum values"). */
const DEEPEST = 10;

/** The organization that the caller is in, by its own list calls: from the root down, then the tags of each account. */
export class AwsOrganizationSource implements OrganizationSource {
  readonly #client: OrganizationsClient;

  constructor(client: OrganizationsClient) {
    this.#client = client;
  }

  async read(): Promise<OrganizationRead> {
    try {
      const { Roots = [] } = await this.#client.send(new ListRootsCommand());
      const accounts: OrganizationAccount[] = [];
      for (const { Id = "" } of Roots) await this.#below({ id: Id, ou: "", depth: 0 }, accounts);
      if (accounts.length === 0) throw new Error("Cannot read the organization: it answered with no account at all");
      return { kind: "read", accounts };
    } catch (fault) {
      return unreadableOf(fault);
    }
  }

  async #below(parent: { id: string; ou: string; depth: number }, into: OrganizationAccount[]): Promise<void> {
    if (parent.depth > DEEPEST) throw new Error(`Cannot read the organization: "${parent.ou}" is too deep`);
    for (const account of await this.#accountsOf(parent.id)) into.push(await this.#known(account, parent.ou || "/"));
    for (const { Id = "", Name = "" } of await this.#unitsOf(parent.id))
      await this.#below({ id: Id, ou: `${parent.ou}/${Name}`, depth: parent.depth + 1 }, into);
  }

  #accountsOf(ParentId: string): Promise<Account[]> {
    return allPages(async (NextToken) => {
      const ask = new ListAccountsForParentCommand({ ParentId, ...(NextToken === undefined ? {} : { NextToken }) });
      const answer = await this.#client.send(ask);
      return { items: answer.Accounts ?? [], next: answer.NextToken };
    });
  }

  #unitsOf(ParentId: string): Promise<OrganizationalUnit[]> {
    return allPages(async (NextToken) => {
      const next = NextToken === undefined ? {} : { NextToken };
      const answer = await this.#client.send(new ListOrganizationalUnitsForParentCommand({ ParentId, ...next }));
      return { items: answer.OrganizationalUnits ?? [], next: answer.NextToken };
    });
  }

  async #known({ Id = "", Name = "", ...account }: Account, ou: string): Promise<OrganizationAccount> {
    const tags = await allPages(async (NextToken) => {
      const next = NextToken === undefined ? {} : { NextToken };
      const answer = await this.#client.send(new ListTagsForResourceCommand({ ResourceId: Id, ...next }));
      return { items: answer.Tags ?? [], next: answer.NextToken };
    });
    const environment = tags.find(({ Key }) => Key === ENVIRONMENT)?.Value;
    return {
      account: accountNumber(Id),
      name: Name,
      ou,
      ...(environment === undefined ? {} : { environment }),
      ...(isActive(account) ? {} : { closed: true }),
    };
  }
}

/** `Status` is the older word, which AWS stops to tell on 9 September 2026 (API reference, Account). */
const isActive = ({ State, Status }: Pick<Account, "State" | "Status">): boolean => (State ?? Status) === "ACTIVE";
