import type { Moved } from "#shared/access/moved.ts";
import { type AccountNumber, personId } from "#shared/kernel/ids.ts";
import { type EpochMillis, hours, type Millis } from "#shared/kernel/time.ts";
import type { Stored } from "#shared/storage/record.ts";

/** Under our path, and no grant of ours knows it: said at once, taken away after the grace period. */
export type Orphan = {
  readonly account: AccountNumber;
  readonly roleName: string;
  readonly name: string;
  readonly state: "SEEN" | "DELETED";
  readonly firstSeen: EpochMillis;
  readonly deletedAt?: EpochMillis;
};

/** Time for people to say whose it is, and for a restored table to be put right. */
export const ORPHAN_GRACE: Millis = hours(24);

export const orphanId = ({ account, roleName, name }: Pick<Orphan, "account" | "roleName" | "name">): string =>
  `${account}/${roleName}/${name}`;

/** What was seen without a grant, by {@link orphanId}. */
export interface OrphanStore {
  find(id: string): Promise<Stored<Orphan> | undefined>;
  /** False when the row is no longer as read. */
  save(stored: Stored<Orphan> | undefined, moved: Moved<Orphan>): Promise<boolean>;
}

const event = (type: `orphan.${string}`, orphan: Orphan) => ({
  type,
  by: "function:grant-reconcile",
  data: { account: orphan.account, role: orphan.roleName, name: orphan.name },
});

/** Seen for the first time, or again after it had been deleted: the grace period begins. */
export function orphanSeen(where: Pick<Orphan, "account" | "roleName" | "name">, now: EpochMillis): Moved<Orphan> {
  const value: Orphan = { ...where, state: "SEEN", firstSeen: now };
  return { value, event: event("orphan.seen", value) };
}

export function orphanDeleted(orphan: Orphan, now: EpochMillis): Moved<Orphan> {
  const value: Orphan = { ...orphan, state: "DELETED", deletedAt: now };
  return { value, event: event("orphan.deleted", value) };
}

/** The role of the path as the account names it. The person is whoever the name says: nobody is looked up by it. */
export const roleOf = (account: AccountNumber, roleName: string) => ({ account, roleName, person: personId(roleName) });
