import type { Account } from "#shared/catalog/documents/account.ts";
import type { OrganizationAccount } from "#shared/catalog/organization.ts";
import type { EpochMillis } from "#shared/kernel/time.ts";

/** An account as it was seen in the organization; kept when it left, so that this can be told. */
export type KnownAccount = OrganizationAccount & {
  readonly seenAt: EpochMillis;
  readonly leftAt?: EpochMillis;
};

/** How the last reading of the organization went. */
export type OrganizationReading = {
  /** Of the last one that was whole. */
  readonly readAt?: EpochMillis;
  /** Why it could not be read since. */
  readonly unreadable?: string;
};

/** Accounts of the organization that no Account document names, and that can be used; by number. */
export function ungovernedIn(
  known: readonly KnownAccount[],
  documents: readonly Pick<Account, "account">[],
): readonly KnownAccount[] {
  const named = new Set<string>(documents.map(({ account }) => account));
  return known
    .filter(({ account, leftAt, closed }) => leftAt === undefined && closed !== true && !named.has(account))
    .toSorted((left, right) => left.account.localeCompare(right.account));
}

/** What is wrong between one Account document and the organization, as sentences; empty where they agree. */
export function differencesOf(document: Account, found: OrganizationAccount): readonly string[] {
  const { ou, environment } = found;
  return [
    ...(document.ou === ou ? [] : [`its document says ou ${document.ou}, the organization has it in ${ou}`]),
    ...(environment === undefined || document.environment === environment
      ? []
      : [`its document says environment ${document.environment}, its tag Environment says ${environment}`]),
  ];
}
