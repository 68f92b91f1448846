import { LOOKS, lookAgainAt, type Pending } from "#shared/findings/pending.ts";
import { type TollgateSight, tollgateFindingId, tollgateSeen } from "#shared/findings/tollgate-finding.ts";
import type { JsonObject } from "#shared/kernel/json.ts";
import { type EpochMillis, minutes, plus } from "#shared/kernel/time.ts";
import type { ReadResource, ResourceRef } from "#shared/policy/cloud.ts";
import { type Hint, newsOf } from "#shared/policy/enforce/announce-resource.ts";
import { ENFORCEMENT, type EnforceDeps, findingWrite, withRetries } from "#shared/policy/enforce/enforce-deps.ts";
import type { Stored } from "#shared/storage/record.ts";
import type { RowChange } from "#shared/storage/record-store.ts";
import type { Change } from "#shared/storage/records.ts";

type Unready = Extract<ReadResource, { kind: "not-ready" | "unreadable" }>;

/**
 * Keeps a resource that cannot be judged yet, to be looked at again with growing pauses; after the
 * last look it is a finding. It is never dropped, and never judged by what it is not (c7n-1415).
 */
export const waitToJudge = (hint: Hint, read: Unready, deps: EnforceDeps): Promise<Pending> =>
  withRetries(async () => {
    const { stores, clock } = deps;
    const now = clock.now();
    const [stored, news] = await Promise.all([stores.pending.find(hint.ref.arn), newsOf(hint, deps)]);
    const before = stored?.value.over === true ? undefined : stored?.value;
    const attempts = (before?.because === "settling" ? 0 : (before?.attempts ?? 0)) + 1;
    const pending: Pending = {
      ...rowOf(hint, before),
      because: read.kind,
      since: before?.since ?? now,
      attempts,
      nextAt: attempts < LOOKS ? lookAgainAt(now, attempts - 1) : plus(now, minutes(60)),
    };
    const rows: Change[] = [pendingWrite({ stored, pending, type: "pending-judgement.waits" }, deps), ...news];
    if (attempts >= LOOKS) rows.push(...(await giveUp({ hint, read }, deps)));
    return (await stores.commit(rows)).ok ? pending : "moved";
  });

/** Leaves a resource alone for a while after its event, so that whoever makes it can finish. */
export const letSettle = (hint: Hint, until: EpochMillis, deps: EnforceDeps): Promise<void> =>
  withRetries(async () => {
    const [stored, news] = await Promise.all([deps.stores.pending.find(hint.ref.arn), newsOf(hint, deps)]);
    const rows = [...settleWrite({ hint, until, stored }, deps), ...news];
    return (await deps.stores.commit(rows)).ok ? undefined : "moved";
  });

/** The row of a resource that is let settle. None where it waits already: news of it does not put its judgement off. */
export function settleWrite(
  { hint, until, stored }: { readonly hint: Hint; readonly until: EpochMillis; readonly stored: Fence },
  deps: Pick<EnforceDeps, "stores" | "clock">,
): readonly Change[] {
  if (stored !== undefined && stored.value.over !== true) return [];
  const pending: Pending = {
    ...rowOf(hint, undefined),
    because: "settling",
    since: deps.clock.now(),
    attempts: 0,
    nextAt: until,
  };
  return [pendingWrite({ stored, pending, type: "pending-judgement.settles" }, deps)];
}

/** It was judged, or is gone: nothing waits. Undefined where nothing did. */
export function judgedNoMore(stored: Fence, deps: Pick<EnforceDeps, "stores">): RowChange<Pending> | undefined {
  if (stored === undefined || stored.value.over === true) return undefined;
  return pendingWrite({ stored, pending: { ...stored.value, over: true }, type: "pending-judgement.over" }, deps);
}

/** The row of a resource whose findings a judgement changes, to be written with them. */
export function judgedWrite(
  { ref, fence }: { readonly ref: ResourceRef; readonly fence: Fence },
  deps: Pick<EnforceDeps, "stores" | "clock">,
): RowChange<Pending> {
  const now = deps.clock.now();
  const pending: Pending = {
    ...rowOf({ ref }, fence?.value),
    because: "judged",
    since: now,
    attempts: 0,
    nextAt: now,
    over: true,
  };
  return pendingWrite({ stored: fence, pending, type: "pending-judgement.judged" }, deps);
}

/** The row as it was before the account was read; undefined where there was none. */
export type Fence = Stored<Pending> | undefined;

const rowOf = ({ ref, creator }: Hint, before: Pending | undefined) => ({
  resource: { arn: ref.arn, type: ref.type, account: ref.account, region: ref.region },
  ...(creator === undefined ? (before?.creator === undefined ? {} : { creator: before.creator }) : { creator }),
});

function pendingWrite(
  made: { readonly stored: Stored<Pending> | undefined; readonly pending: Pending; readonly type: string },
  { stores }: Pick<EnforceDeps, "stores">,
): RowChange<Pending> {
  const { stored, pending, type } = made;
  const data: JsonObject = { resource: pending.resource.arn, because: pending.because, attempts: pending.attempts };
  const event = { type, by: ENFORCEMENT, data };
  return stores.pending.upsert(pending.resource.arn, stored, { value: pending, event });
}

async function giveUp({ hint, read }: { hint: Hint; read: Unready }, deps: EnforceDeps): Promise<readonly Change[]> {
  const { type, account, region, arn } = hint.ref;
  const neverReady = read.kind === "not-ready";
  const sight: TollgateSight = {
    rule: neverReady ? "resource.never-ready" : "resource.unreadable",
    about: arn,
    severity: "high",
    // The same text at every later look, so that looking on is no news.
    why: neverReady
      ? `Was announced, but the account does not describe it after ${LOOKS} looks`
      : `Cannot be read: ${read.code}`,
    owner: (await deps.governance.current()).tollgateOwner(),
    foundBy: "event",
    at: { type, name: arn.slice(arn.lastIndexOf(":") + 1), account, region },
  };
  const stored = await deps.stores.findings.find(tollgateFindingId(sight, deps.digest));
  const change = tollgateSeen(stored?.value, sight, { now: deps.clock.now(), digest: deps.digest });
  return change === undefined ? [] : [findingWrite(deps.stores, stored, change)];
}
