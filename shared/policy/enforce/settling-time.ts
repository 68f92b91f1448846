import type { Catalog } from "#shared/catalog/catalog.ts";
import type { Account } from "#shared/catalog/documents/account.ts";
import { compileSelector } from "#shared/catalog/fit.ts";
import { type Millis, millis } from "#shared/kernel/time.ts";
import type { ResourceRef } from "#shared/policy/cloud.ts";

/**
 * Compiles how long a new resource is left alone after its event: as long as the one of its policies asks that asks for
 * most, since all of them judge it at once. A policy that names no time lets nothing wait, nor does one that is about
 * other resources.
 *
 * Where a scope asks for what is only known once the account is read (its tags, what it holds), the policy may be about it.
 */
export function compileSettle({ policies, accounts }: Pick<Catalog, "policies" | "accounts">) {
  const byNumber = new Map([...accounts.values()].map((account) => [account.account, account]));
  const letting = [...policies.values()].flatMap(({ trigger: { events, settle }, scope }) =>
    events === false || settle === undefined ? [] : [{ settle, isAbout: compileSelector(scope) }],
  );
  return ({ arn, type, account, region }: ResourceRef): Millis => {
    const subject = { arn, type, region, ...factsOf(byNumber.get(account)) };
    const times = letting.flatMap(({ settle, isAbout }) => (isAbout(subject) === "no" ? [] : [settle]));
    return millis(Math.max(0, ...times));
  };
}

/** An account that the catalogue does not have is no account of ours: no scope that names one fits. */
const factsOf = (account: Account | undefined) => ({
  account: account?.id ?? null,
  ou: account?.ou ?? null,
  environment: account?.environment ?? null,
});
