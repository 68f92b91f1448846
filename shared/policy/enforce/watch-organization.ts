import type { Account } from "#shared/catalog/documents/account.ts";
import type { OrganizationAccount, OrganizationSource } from "#shared/catalog/organization.ts";
import { canonicalJson } from "#shared/kernel/json.ts";
import { withRetries } from "#shared/policy/enforce/enforce-deps.ts";
import {
  differencesOf,
  type KnownAccount,
  type OrganizationReading,
  ungovernedIn,
} from "#shared/policy/enforce/organization.ts";
import { type OwnFindingDeps, type OwnSight, tollgateRows } from "#shared/policy/enforce/tollgate-rows.ts";
import type { Actor } from "#shared/storage/event.ts";
import type { RecordStore } from "#shared/storage/record-store.ts";
import type { Change, Records } from "#shared/storage/records.ts";

/** The organization as it was read last: its accounts by number, and how the reading went. */
export type OrganizationStore = RecordStore<KnownAccount> & {
  all(): Promise<readonly KnownAccount[]>;
  readonly reading: RecordStore<OrganizationReading>;
};

/** The one row of how the last reading went. */
export const ORGANIZATION = "organization";

export type WatchDeps = OwnFindingDeps & {
  readonly organization: OrganizationStore;
  readonly documents: () => Promise<readonly Account[]>;
  readonly commit: Records["commit"];
};

/** What one reading brought. */
export type Watched =
  | { readonly kind: "read"; readonly accounts: number; readonly ungoverned: number; readonly left: number }
  | { readonly kind: "unreadable"; readonly code: string };

const BY: Actor = "function:organization-read";

/**
 * Reads the organization, keeps its accounts, and holds the Account documents against them: accounts that no document
 * names, documents whose account has left, and those that say another unit or environment, are findings about Tollgate.
 *
 * An organization that cannot be read whole is a finding, and says nothing of any account: what was kept stays.
 */
export async function watchOrganization(source: OrganizationSource, deps: WatchDeps): Promise<Watched> {
  const read = await source.read();
  if (read.kind === "unreadable") {
    await keepReading({ unreadable: `${read.code}: ${read.message}` }, deps);
    await sayAll([[unreadableSight(read.code), true]], deps);
    return { kind: "unreadable", code: read.code };
  }
  await keepAccounts(read.accounts, deps);
  await keepReading({ readAt: deps.clock.now() }, deps);
  const documents = await deps.documents();
  const known = await deps.organization.all();
  const ungoverned = ungovernedIn(known, documents);
  const present = new Map<string, OrganizationAccount>(read.accounts.map((each) => [each.account, each]));
  const left = documents.filter(({ account }) => isOver(present.get(account)));
  await sayAll(
    [
      [unreadableSight(""), false],
      [ungovernedSight(ungoverned, read.accounts.length), ungoverned.length > 0],
      ...documents.flatMap((document) => sightsOf(document, present.get(document.account))),
    ],
    deps,
  );
  return { kind: "read", accounts: read.accounts.length, ungoverned: ungoverned.length, left: left.length };
}

const isOver = (account: OrganizationAccount | undefined): boolean => account === undefined || account.closed === true;

type Seen = readonly [sight: OwnSight, wrong: boolean];

function sightsOf(document: Account, found: OrganizationAccount | undefined): readonly Seen[] {
  const differences = found === undefined ? [] : differencesOf(document, found);
  return [
    [leftSight(document, found), isOver(found)],
    [differsSight(document, differences), differences.length > 0],
  ];
}

const sayAll = async (seen: readonly Seen[], deps: WatchDeps): Promise<void> => {
  for (const [sight, wrong] of seen) {
    await withRetries(async () => {
      const rows = await tollgateRows(sight, wrong, deps);
      return rows.length === 0 || (await deps.commit(rows)).ok ? undefined : "moved";
    });
  }
};

const unreadableSight = (code: string): OwnSight => ({
  rule: "organization.unreadable",
  about: ORGANIZATION,
  severity: "medium",
  why: `Cannot read the organization's accounts: ${code}`,
  foundBy: "sweep",
});

/** So many are named; `tollgate policy coverage` lists all of them. */
const NAMED = 20;

function ungovernedSight(accounts: readonly KnownAccount[], all: number): OwnSight {
  const named = accounts.slice(0, NAMED).map(({ account, name, ou }) => `${account} (${name}, in ${ou})`);
  const more = accounts.length > NAMED ? `, and ${accounts.length - NAMED} more` : "";
  return {
    rule: "account.ungoverned",
    about: ORGANIZATION,
    severity: "low",
    why: `No Account document names ${accounts.length} of the organization's ${all} accounts, so nothing there is governed: ${named.join(", ")}${more}`,
    foundBy: "sweep",
  };
}

const leftSight = ({ id, account }: Account, found: OrganizationAccount | undefined): OwnSight => ({
  rule: "account.left",
  about: `account/${account}`,
  severity: "high",
  why: `Account document ${id} names account ${account}, which ${found === undefined ? "is not in the organization" : "is closed or suspended"}: nothing there can be read or put right`,
  foundBy: "sweep",
});

const differsSight = ({ id, account }: Account, differences: readonly string[]): OwnSight => ({
  rule: "account.differs",
  about: `account/${account}`,
  severity: "medium",
  why: `Account document ${id} and the organization disagree on account ${account}: ${differences.join("; ")}`,
  foundBy: "sweep",
});

/** One row for each account, written where it is news. One that is not in the organization any more has left. */
async function keepAccounts(accounts: readonly OrganizationAccount[], deps: WatchDeps): Promise<void> {
  const now = deps.clock.now();
  const present = new Set(accounts.map(({ account }) => account));
  for (const account of accounts) await keepAccount(account.account, (before) => seenNow(account, before, now), deps);
  for (const known of await deps.organization.all()) {
    if (known.leftAt !== undefined || present.has(known.account)) continue;
    await keepAccount(known.account, (before) => (before === undefined ? undefined : { ...before, leftAt: now }), deps);
  }
}

const seenNow = (account: OrganizationAccount, before: KnownAccount | undefined, now: KnownAccount["seenAt"]) => ({
  ...account,
  seenAt: before?.seenAt ?? now,
});

const keepAccount = (
  account: string,
  next: (before: KnownAccount | undefined) => KnownAccount | undefined,
  { organization, commit }: WatchDeps,
): Promise<void> =>
  withRetries(async () => {
    const stored = await organization.find(account);
    const value = next(stored?.value);
    if (value === undefined || (stored !== undefined && canonicalJson(stored.value) === canonicalJson(value))) return;
    const left = value.leftAt !== undefined;
    const event = { type: `organization-account.${left ? "left" : "seen"}`, by: BY, data: { account, ou: value.ou } };
    const row: Change = organization.upsert(account, stored, { value, event });
    return (await commit([row])).ok ? undefined : "moved";
  });

const keepReading = (made: OrganizationReading, { organization, commit }: WatchDeps): Promise<void> =>
  withRetries(async () => {
    const stored = await organization.reading.find(ORGANIZATION);
    // When it was whole last stays known while it cannot be read.
    const value = made.readAt === undefined ? { ...stored?.value, ...made } : made;
    const event = { type: "organization-reading.made", by: BY, data: { whole: made.readAt !== undefined } };
    const row = organization.reading.upsert(ORGANIZATION, stored, { value, event });
    return (await commit([row])).ok ? undefined : "moved";
  });
