import type { ActiveGrant, Grant } from "#shared/access/grant.ts";
import { artifactName, artifactOf } from "#shared/access/grant-names.ts";
import { ORPHAN_GRACE, orphanId, orphanSeen, roleOf } from "#shared/access/orphan.ts";
import { documentHash } from "#shared/access/policy-document.ts";
import type { AccessStore } from "#shared/access/ports.ts";
import type { Leftover, Seen, TakeBackDeps } from "#shared/access/take-back.ts";
import type { AccountNumber } from "#shared/kernel/ids.ts";
import { everyItem } from "#shared/kernel/page.ts";
import { plus } from "#shared/kernel/time.ts";
import type { Stored } from "#shared/storage/record.ts";

export type ReconcileDeps = TakeBackDeps;

export type Reconciled =
  | { readonly kind: "unreadable"; readonly code: string; readonly message: string }
  /** More than the caps: nothing was taken, somebody has to look. */
  | { readonly kind: "stopped"; readonly would: readonly string[]; readonly live: number }
  | {
      readonly kind: "done";
      readonly tampered: readonly string[];
      readonly leftovers: readonly string[];
      readonly orphansSeen: readonly string[];
      readonly orphansDeleted: readonly string[];
      /** Deleted, and not yet seen to be gone: the next pass tries again. */
      readonly orphansLeft: readonly string[];
      readonly collected: readonly string[];
    };

/** One pass takes back more than 5 grants and more than 10 % of the live ones: it stops and pages. */
const CAP_COUNT = 5;
const CAP_SHARE = 0.1;

type Sorted = {
  readonly leftovers: Leftover[];
  readonly orphans: Seen[];
  readonly older: Seen[];
};

/**
 * Compares an account with the rows, both ways. A list only nominates: each nominee's row is read again,
 * then its one artifact, then it is written under its revision.
 *
 * It takes back and never puts: what a person deleted or altered was meant, and ends the grant.
 */
export async function reconcile(account: AccountNumber, deps: ReconcileDeps): Promise<Reconciled> {
  const list = await deps.cloud.listRoles(account);
  if (list.kind === "unreadable") return list;
  const seen = list.value.flatMap(({ roleName, policyNames }) =>
    policyNames.map((name) => ({ role: roleOf(account, roleName), name })),
  );
  const sorted = await sortedOut(seen, deps.store);
  const active = await activeIn(account, deps.store);
  const tampered = await tamperedOf(active, deps);
  const { fresh, ripe } = await ripeOf(sorted.orphans, deps);
  const takes = tampered.length + ripe.length;
  if (takes > CAP_COUNT && takes > active.length * CAP_SHARE) {
    return {
      kind: "stopped",
      would: [...tampered.map(({ value }) => value.id), ...ripe.map(nameOf)],
      live: active.length,
    };
  }
  const { leftovers, older } = sorted;
  let gone: readonly Seen[] = [];
  // Most passes find nothing: what takes back is loaded with the first of what they do find.
  if (takes + leftovers.length + older.length > 0) {
    const { takeBack } = await import("#shared/access/take-back.ts");
    gone = await takeBack({ leftovers, older, tampered, orphans: ripe }, deps);
  }
  return {
    kind: "done",
    tampered: tampered.map(({ value }) => value.id),
    leftovers: leftovers.map(nameOf),
    orphansSeen: fresh.map(nameOf),
    orphansDeleted: gone.map(nameOf),
    orphansLeft: ripe.filter((each) => !gone.includes(each)).map(nameOf),
    collected: older.map(nameOf),
  };
}

const nameOf = ({ name }: Seen): string => name;

/** Whose each name is, by rows read after the list. */
async function sortedOut(seen: readonly Seen[], store: AccessStore): Promise<Sorted> {
  const sorted: Sorted = { leftovers: [], orphans: [], older: [] };
  for (const each of seen) {
    const artifact = artifactOf(each.name);
    const stored = artifact === undefined ? undefined : await store.grant(artifact.grant);
    if (artifact === undefined || stored === undefined || stored.value.role.roleName !== each.role.roleName) {
      sorted.orphans.push(each);
      continue;
    }
    const { value } = stored;
    if (value.state === "REVOKED") sorted.leftovers.push({ ...each, stored: { ...stored, value } });
    else if (value.state === "NEVER_STARTED" || isOlder(value, artifact.generation)) sorted.older.push(each);
  }
  return sorted;
}

/** Needed by nothing: a generation that an extension in effect has replaced, and a crash has left. */
const isOlder = (grant: Grant, generation: number): boolean =>
  grant.state === "ACTIVE" && grant.seenGeneration === grant.generation && generation < grant.generation;

async function activeIn(account: AccountNumber, store: AccessStore): Promise<readonly Stored<Grant>[]> {
  const active = await everyItem((from) => store.grantsIn("ACTIVE", { limit: 200, ...from }));
  return active.filter(({ value }) => value.role.account === account);
}

/** Live grants whose access a fresh read does not show, judged in quiet only: past the fence, nothing under way. */
async function tamperedOf(
  listed: readonly Stored<Grant>[],
  deps: ReconcileDeps,
): Promise<readonly Stored<ActiveGrant>[]> {
  const found: Stored<ActiveGrant>[] = [];
  for (const { value: nominee } of listed) {
    const stored = await deps.store.grant(nominee.id);
    if (stored === undefined || stored.value.state !== "ACTIVE" || !isQuiet(stored.value, deps)) continue;
    const grant = stored.value;
    const read = await deps.cloud.readPolicy(grant.role, artifactName(grant.id, grant.generation));
    if (read.kind === "unreadable") continue;
    const meant = grant.artifacts.find(({ generation }) => generation === grant.generation)?.hash;
    if (read.value !== undefined && documentHash(read.value, deps.digest) === meant) continue;
    found.push({ ...stored, value: grant });
  }
  return found;
}

const isQuiet = (grant: ActiveGrant, { clock, readStaleness }: ReconcileDeps): boolean =>
  grant.seenGeneration === grant.generation &&
  clock.now() > plus(grant.fence, readStaleness) &&
  clock.now() < grant.expiresAt;

async function ripeOf(orphans: readonly Seen[], deps: ReconcileDeps) {
  const fresh: Seen[] = [];
  const ripe: Seen[] = [];
  for (const each of orphans) {
    const where = { account: each.role.account, roleName: each.role.roleName, name: each.name };
    const stored = await deps.orphans.find(orphanId(where));
    const now = deps.clock.now();
    if (stored === undefined || stored.value.state === "DELETED") {
      await deps.orphans.save(stored, orphanSeen(where, now));
      fresh.push(each);
    } else if (now >= plus(stored.value.firstSeen, ORPHAN_GRACE)) {
      ripe.push(each);
    }
  }
  return { fresh, ripe };
}
