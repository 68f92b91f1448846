import { expect, test } from "vitest";
import { makeHandler, type OrganizationReadDeps } from "#functions/organization-read/handler.ts";
import type { OrganizationRead } from "#shared/catalog/organization.ts";
import { accountNumber } from "#shared/kernel/ids.ts";
import type { JsonObject } from "#shared/kernel/json.ts";
import { organizationStoreOn } from "#shared/storage/organization-store.ts";
import { recordsOn } from "#shared/storage/records.ts";
import { enforcement, openFindings } from "#test/support/enforcement.ts";
import { testDigest } from "#test/support/findings.ts";
import { scriptedCloud } from "#test/support/scripted-cloud.ts";

async function run(answer?: OrganizationRead) {
  const base = enforcement(scriptedCloud());
  const lines: { readonly level: string; readonly fields: JsonObject | undefined }[] = [];
  const at = (level: string) => (_: string, fields?: JsonObject) => void lines.push({ level, fields });
  const deps: OrganizationReadDeps = {
    ...base,
    organization: organizationStoreOn(recordsOn(base.table, { clock: base.clock, digest: testDigest })),
    documents: async () => [],
    commit: base.stores.commit,
    log: { info: at("info"), warn: at("warn"), error: at("error") },
    ...(answer === undefined ? {} : { source: { read: async () => answer } }),
  };
  const handler = makeHandler(deps);
  await handler({} as never, {} as never, { signal: new AbortController().signal } as never);
  return { lines, rules: (await openFindings(base)).map(({ rule }) => rule) };
}

test("reads nothing where nobody may read the organization", async () => {
  expect(await run()).toEqual({ lines: [{ level: "info", fields: { outcome: "off" } }], rules: [] });
});

test("says how many accounts there are, and how many nobody governs", async () => {
  const account = { account: accountNumber("111122223333"), name: "data-prod", ou: "/Data/Prod" };
  expect(await run({ kind: "read", accounts: [account] })).toEqual({
    lines: [{ level: "info", fields: { kind: "read", accounts: 1, ungoverned: 1, left: 0 } }],
    rules: ["account.ungoverned"],
  });
});

test("an organization that cannot be read fails no run, and is a finding", async () => {
  expect(await run({ kind: "unreadable", code: "AccessDenied", message: "no" })).toEqual({
    lines: [{ level: "warn", fields: { outcome: "AccessDenied" } }],
    rules: ["organization.unreadable"],
  });
});
