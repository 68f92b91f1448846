import { callDeadline } from "#shared/access/call-window.ts";
import type { PeopleRole } from "#shared/access/cloud.ts";
import { converge } from "#shared/access/converge.ts";
import type { ConvergeDeps } from "#shared/access/converge-deps.ts";
import { type ActiveGrant, isOver, type RevokedGrant } from "#shared/access/grant.ts";
import { leftover, startEnding } from "#shared/access/grant-end.ts";
import { artifactOf } from "#shared/access/grant-names.ts";
import { type OrphanStore, orphanDeleted, orphanId } from "#shared/access/orphan.ts";
import type { Stored } from "#shared/storage/record.ts";

export type TakeBackDeps = ConvergeDeps & { readonly orphans: OrphanStore };

/** A policy as an account's list names it. */
export type Seen = { readonly role: PeopleRole; readonly name: string };
export type Leftover = Seen & { readonly stored: Stored<RevokedGrant> };

/** What an account holds otherwise than the rows say. */
export type Differences = {
  readonly leftovers: readonly Leftover[];
  /** Needed by nothing: of an older generation, or of a grant that never started. */
  readonly older: readonly Seen[];
  readonly tampered: readonly Stored<ActiveGrant>[];
  readonly orphans: readonly Seen[];
};

/** Takes back what no row gives, and ends what others have altered. Answers the orphans that a reading then shows to be gone. */
export async function takeBack(
  { leftovers, older, tampered, orphans }: Differences,
  deps: TakeBackDeps,
): Promise<readonly Seen[]> {
  for (const each of leftovers) await clearLeftover(each, deps);
  for (const each of older) await remove(each, deps);
  for (const each of tampered) await takeTampered(each, deps);
  const gone: Seen[] = [];
  for (const each of orphans) if (await isDeleted(each, deps)) gone.push(each);
  return gone;
}

const remove = ({ role, name }: Seen, { cloud, clock }: TakeBackDeps) =>
  cloud.deletePolicy(role, name, callDeadline(clock.now()));

async function takeTampered(stored: Stored<ActiveGrant>, deps: TakeBackDeps): Promise<void> {
  const moved = startEnding(stored.value, {
    now: deps.clock.now(),
    reason: "tampered",
    by: "function:grant-reconcile",
  });
  if ((await deps.store.saveGrant(stored, moved)) !== undefined) await converge(stored.value.id, deps);
}

/** A name of a grant whose end was proved: an alarm, and gone at once. */
async function clearLeftover(each: Leftover, deps: TakeBackDeps): Promise<void> {
  await deps.store.saveGrant(each.stored, leftover(each.stored.value, [each.name]));
  await remove(each, deps);
}

/** Whether a reading after the delete shows it gone: the answer to the delete proves nothing. */
async function isDeleted(each: Seen, deps: TakeBackDeps): Promise<boolean> {
  const artifact = artifactOf(each.name);
  // Read once more: the row may have come back meanwhile (a restored table, a late write).
  const grant = artifact === undefined ? undefined : await deps.store.grant(artifact.grant);
  if (grant !== undefined && !isOver(grant.value) && grant.value.role.roleName === each.role.roleName) return false;
  await remove(each, deps);
  const read = await deps.cloud.readPolicy(each.role, each.name);
  if (read.kind !== "read" || read.value !== undefined) return false;
  const stored = await deps.orphans.find(
    orphanId({ account: each.role.account, roleName: each.role.roleName, name: each.name }),
  );
  if (stored !== undefined) await deps.orphans.save(stored, orphanDeleted(stored.value, deps.clock.now()));
  return true;
}
