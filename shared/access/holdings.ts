import { type Grant, isBegun, isOver } from "#shared/access/grant.ts";
import { intendedDocument } from "#shared/access/grant-begin.ts";
import { documentSize, policyDocument } from "#shared/access/policy-document.ts";
import type { AccountNumber, GrantId, PersonId } from "#shared/kernel/ids.ts";
import { plus } from "#shared/kernel/time.ts";

/** A grant that is not over, as far as the limits on what one person may hold go by it. */
export type HeldGrant = {
  readonly id: GrantId;
  readonly account: AccountNumber;
  /** Of its policy, from the plan to the end: dates are of one length whatever they are. */
  readonly characters: number;
};

/**
 * What one person holds: every grant of theirs that is not over. A row of its own, written in the very transactions
 * that make grants and end them, so that asking and activating need no list.
 *
 * Never short of a grant that may give access, but for what a version of before opened; it may for a while still name
 * one that is over. Either is put right every hour. @see reconcileHoldings
 */
export type Holdings = { readonly person: PersonId; readonly grants: readonly HeldGrant[] };

export const heldGrant = (grant: Grant): HeldGrant => ({
  id: grant.id,
  account: grant.role.account,
  characters: documentSize(documentOf(grant)),
});

function documentOf(grant: Grant) {
  if (isBegun(grant)) return intendedDocument(grant);
  const window = { notBefore: grant.approvedUntil, until: plus(grant.approvedUntil, grant.duration) };
  return policyDocument(grant.statements, window);
}

/** Whether a write of a grant changes what its person holds: its first state, and the one that ends it. */
export const turnsHoldings = (before: Grant | undefined, after: Grant): boolean =>
  before === undefined ? !isOver(after) : isOver(after) && !isOver(before);

/** What a person holds once these grants are as given; grants of other people are no matter. */
export function holdingsAfter(holdings: Holdings, changed: readonly Grant[]): Holdings {
  const own = changed.filter(({ role }) => role.person === holdings.person);
  const others = holdings.grants.filter(({ id }) => own.every((each) => each.id !== id));
  return { ...holdings, grants: [...others, ...own.filter((each) => !isOver(each)).map(heldGrant)] };
}

/** Whether both name the same grants. */
export const holdsTheSame = (left: Holdings, right: Holdings): boolean => namesOf(left) === namesOf(right);

const namesOf = ({ grants }: Holdings): string =>
  grants
    .map(({ id }) => id)
    .toSorted()
    .join(" ");
