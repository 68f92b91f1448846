import { describe, expect, test } from "vitest";
import type { Account } from "#shared/catalog/documents/account.ts";
import type { OrganizationAccount, OrganizationRead } from "#shared/catalog/organization.ts";
import { accountNumber } from "#shared/kernel/ids.ts";
import { watchOrganization } from "#shared/policy/enforce/watch-organization.ts";
import { organizationStoreOn } from "#shared/storage/organization-store.ts";
import { recordsOn } from "#shared/storage/records.ts";
import { closedFindings, enforcement, openFindings } from "#test/support/enforcement.ts";
import { at, testDigest } from "#test/support/findings.ts";
import { scriptedCloud } from "#test/support/scripted-cloud.ts";

const accountOf = (account: string, over: Partial<OrganizationAccount> = {}): OrganizationAccount => ({
  account: accountNumber(account),
  name: `name-${account.slice(0, 4)}`,
  ou: "/Data/Prod",
  ...over,
});

const documentOf = (account: string, over: Partial<Account> = {}): Account => ({
  kind: "Account",
  id: `data-${account.slice(0, 4)}`,
  account: accountNumber(account),
  environment: "prod",
  ou: "/Data/Prod",
  regions: ["eu-west-1"],
  ...over,
});

function world(documents: readonly Account[]) {
  const base = enforcement(scriptedCloud());
  const organization = organizationStoreOn(recordsOn(base.table, { clock: base.clock, digest: testDigest }));
  const deps = { ...base, organization, documents: async () => documents, commit: base.stores.commit };
  const read = (answer: OrganizationRead) => watchOrganization({ read: async () => answer }, deps);
  return {
    deps,
    organization,
    fails: () => read({ kind: "unreadable", code: "AccessDenied", message: "not the delegated administrator" }),
    reads: (...accounts: readonly OrganizationAccount[]) => read({ kind: "read", accounts }),
    open: async () => (await openFindings(base)).map(({ rule, resource, why }) => ({ rule, resource, why })),
    closed: async () =>
      (await closedFindings(base)).map(({ rule, because }: { rule: string; because?: string }) => [rule, because]),
  };
}

describe("the organization", () => {
  test("that agrees with the documents is no finding", async () => {
    const { reads, open } = world([documentOf("111122223333")]);
    expect(await reads(accountOf("111122223333", { environment: "prod" }))).toEqual({
      kind: "read",
      accounts: 1,
      ungoverned: 0,
      left: 0,
    });
    expect(await open()).toEqual([]);
  });

  test("has accounts that no document names: one finding says which, until one does; closed ones are not among them", async () => {
    const documents = [documentOf("111122223333")];
    const { reads, open, closed } = world(documents);
    const others = [accountOf("444455556666", { ou: "/Sandbox" }), accountOf("777788889999", { closed: true })];
    await reads(accountOf("111122223333"), ...others);
    expect(await open()).toEqual([
      {
        rule: "account.ungoverned",
        resource: "tollgate:organization",
        why: "No Account document names 1 of the organization's 3 accounts, so nothing there is governed: 444455556666 (name-4444, in /Sandbox)",
      },
    ]);
    documents.push(documentOf("444455556666", { ou: "/Sandbox" }));
    await reads(accountOf("111122223333"), ...others);
    expect(await open()).toEqual([]);
    expect(await closed()).toEqual([["account.ungoverned", "over"]]);
  });

  test("names twenty of many, and counts the rest", async () => {
    const { reads, open } = world([]);
    await reads(...Array.from({ length: 23 }, (_, each) => accountOf(String(100_000_000_000 + each))));
    const [{ why } = { why: "" }] = await open();
    expect(why).toMatch(/^No Account document names 23 of .*100000000019 \(.*\), and 3 more$/);
  });

  test("has lost an account that a document names, or closed it: a finding for each", async () => {
    const { deps, reads, open, organization } = world([documentOf("111122223333"), documentOf("444455556666")]);
    await reads(accountOf("111122223333"), accountOf("444455556666"));
    expect(await open()).toEqual([]);
    deps.clock.set(at("2026-11-23T14:00:00Z"));
    expect(await reads(accountOf("444455556666", { closed: true }))).toMatchObject({ left: 2 });
    expect((await open()).map(({ rule, resource }) => [rule, resource]).toSorted()).toEqual([
      ["account.left", "tollgate:account/111122223333"],
      ["account.left", "tollgate:account/444455556666"],
    ]);
    expect(await organization.all()).toMatchObject([
      { account: "111122223333", leftAt: at("2026-11-23T14:00:00Z") },
      { account: "444455556666", closed: true },
    ]);
    await reads(accountOf("111122223333"), accountOf("444455556666"));
    expect(await open()).toEqual([]);
    expect((await organization.find("111122223333"))?.value).not.toHaveProperty("leftAt");
  });

  test.each<{ because: string; found: Partial<OrganizationAccount>; says: string[] }>([
    {
      because: "another unit",
      found: { ou: "/Data/Test" },
      says: ["its document says ou /Data/Prod, the organization has it in /Data/Test"],
    },
    {
      because: "another environment",
      found: { environment: "test" },
      says: ["its document says environment prod, its tag Environment says test"],
    },
    { because: "no tag, which says nothing", found: {}, says: [] },
  ])("and a document that disagree are told: $because", async ({ found, says }) => {
    const { reads, open } = world([documentOf("111122223333")]);
    await reads(accountOf("111122223333", found));
    const prefix = "Account document data-1111 and the organization disagree on account 111122223333: ";
    expect((await open()).map(({ why }) => why)).toEqual(says.map((each) => `${prefix}${each}`));
  });

  test("that cannot be read is a finding, and no account is said to have left", async () => {
    const { deps, reads, fails, open, organization } = world([documentOf("111122223333")]);
    await reads(accountOf("111122223333"));
    deps.clock.set(at("2026-11-23T14:00:00Z"));
    expect(await fails()).toEqual({ kind: "unreadable", code: "AccessDenied" });
    expect(await open()).toEqual([
      {
        rule: "organization.unreadable",
        resource: "tollgate:organization",
        why: "Cannot read the organization's accounts: AccessDenied",
      },
    ]);
    expect((await organization.reading.find("organization"))?.value).toEqual({
      readAt: at("2026-11-23T08:00:00Z"),
      unreadable: "AccessDenied: not the delegated administrator",
    });
    expect(await organization.all()).toHaveLength(1);
    await reads(accountOf("111122223333"));
    expect(await open()).toEqual([]);
  });

  test("that is as it was writes no account anew", async () => {
    const { reads, organization } = world([documentOf("111122223333")]);
    await reads(accountOf("111122223333"));
    await reads(accountOf("111122223333"));
    expect((await organization.find("111122223333"))?.revision).toBe(1);
  });
});
