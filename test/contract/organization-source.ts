import { describe, expect, test } from "vitest";
import type { OrganizationSource } from "#shared/catalog/organization.ts";
import type { AccountNumber } from "#shared/kernel/ids.ts";

export type OrganizationUnderTest = {
  readonly source: OrganizationSource;
  /** An account in this unit, made with those above it; with a tag `Environment` where given. */
  readonly join: (made: {
    readonly name: string;
    readonly ou: string;
    readonly environment?: string;
  }) => Promise<AccountNumber>;
};

/** What every {@link OrganizationSource} keeps to. Run once per adapter, each time on an organization of its own. */
export function organizationSourceContract(name: string, open: () => Promise<OrganizationUnderTest>): void {
  const accountsOf = async ({ source }: OrganizationUnderTest) => {
    const read = await source.read();
    return read.kind === "read" ? read.accounts : expect.unreachable(`${read.code}: ${read.message}`);
  };

  describe(`${name} as the accounts of an organization`, () => {
    test("has each account with the units that it is in, from the root down, and its environment", async () => {
      const organization = await open();
      const prod = await organization.join({ name: "data-prod", ou: "/Data/Prod", environment: "prod" });
      const dev = await organization.join({ name: "data-dev", ou: "/Data/Dev", environment: "dev" });
      expect(await accountsOf(organization)).toEqual(
        expect.arrayContaining([
          { account: prod, name: "data-prod", ou: "/Data/Prod", environment: "prod" },
          { account: dev, name: "data-dev", ou: "/Data/Dev", environment: "dev" },
        ]),
      );
    });

    test("has one right below the root in no unit, and no environment where there is no tag", async () => {
      const organization = await open();
      const plain = await organization.join({ name: "sandbox", ou: "/" });
      expect(await accountsOf(organization)).toContainEqual({ account: plain, name: "sandbox", ou: "/" });
    });

    test("has all of many, each once", async () => {
      const organization = await open();
      const made = new Set<string>();
      for (let each = 0; each < 25; each += 1) made.add(await organization.join({ name: `a-${each}`, ou: "/Data" }));
      const accounts = (await accountsOf(organization)).filter(({ ou }) => ou === "/Data");
      expect(accounts).toHaveLength(25);
      expect(new Set(accounts.map(({ account }) => account))).toEqual(made);
    });

    test("that there is not says so, and is no organization without accounts", async () => {
      const { source } = await open();
      expect(await source.read()).toMatchObject({ kind: "unreadable" });
    });
  });
}
