import type { EpochMillis } from "#shared/kernel/time.ts";
import type { ResourceRef } from "#shared/policy/cloud.ts";
import {
  type Coverage,
  type FirstKnown,
  firstKnownOf,
  type MadeBy,
  type Sighted,
  shardId,
} from "#shared/policy/enforce/coverage.ts";
import { ENFORCEMENT, type EnforceDeps, withRetries } from "#shared/policy/enforce/enforce-deps.ts";
import type { Stored } from "#shared/storage/record.ts";
import type { Change } from "#shared/storage/records.ts";

type Deps = Pick<EnforceDeps, "stores" | "clock">;

/** A resource that somebody or something spoke of. */
export type Hint = {
  readonly ref: ResourceRef;
  /** Who made it, where the record said so and the account does not. */
  readonly creator?: string;
  /** Its create event speaks of it, which is not recorded yet: it is with the first that is written of the resource. */
  readonly isNews?: true;
};

/** What is known of a resource and of its shard. */
export type SightingRows = {
  readonly sighted: Stored<Sighted> | undefined;
  readonly coverage: Stored<Coverage> | undefined;
};

export async function sightingRows(ref: ResourceRef, { coverage }: Deps["stores"]): Promise<SightingRows> {
  const [sighted, stored] = await Promise.all([coverage.sighted.find(ref.arn), coverage.find(shardId(ref))]);
  return { sighted, coverage: stored };
}

/** What records the event that spoke of a resource. None where that is done, or where no event did. */
export const newsOf = async (hint: Hint, deps: Deps): Promise<readonly Change[]> =>
  hint.isNews === true ? announcement(hint, await sightingRows(hint.ref, deps.stores), deps) : [];

/** Records it alone; true once that is done. */
export const recordNews = (hint: Hint, deps: Deps): Promise<true> =>
  withRetries(async () => ((await deps.stores.commit(await newsOf(hint, deps))).ok ? true : "moved"));

/** An event spoke of the resource: it is counted as announced, once, unless it was known before. Who made it is kept. */
export function announcement({ ref, creator }: Hint, rows: SightingRows, deps: Deps): readonly Change[] {
  if (rows.sighted !== undefined) return [];
  const made = creator === undefined ? {} : { made: { is: "known", principal: creator, by: "event" } as const };
  return sightingWrites({ ref, how: "event", ...made }, rows, deps);
}

/** A sweep came to the resource: one that should have been announced and was not is counted as missed, once. */
export const sweptResource = (
  ref: ResourceRef,
  createdAt: EpochMillis | undefined,
  deps: Deps,
): Promise<FirstKnown | undefined> =>
  withRetries(async () => {
    const rows = await sightingRows(ref, deps.stores);
    if (rows.sighted !== undefined) return rows.sighted.value.by;
    const now = deps.clock.now();
    const how = firstKnownOf(createdAt, { coverage: rows.coverage?.value ?? freshCoverage(ref, now), now });
    if (how === undefined) return undefined;
    return (await deps.stores.commit(sightingWrites({ ref, how }, rows, deps))).ok ? how : "moved";
  });

/** The row of a shard that nobody looked at before: from now on its events are expected. */
export const freshCoverage = ({ account, region, type }: Omit<ResourceRef, "arn">, now: EpochMillis): Coverage => ({
  account,
  region,
  type,
  since: now,
  announced: 0,
  missed: 0,
});

type Sighting = { readonly ref: ResourceRef; readonly how: FirstKnown; readonly made?: MadeBy };

/** The first sight of a resource, and its shard with one more that was announced or missed. */
function sightingWrites(
  { ref, how, made }: Sighting,
  { coverage: stored }: SightingRows,
  { stores, clock }: Deps,
): readonly Change[] {
  const at = clock.now();
  const sighted = { arn: ref.arn, shard: shardId(ref), by: how, at, ...(made === undefined ? {} : { made }) };
  const event = { type: "sighted.first", by: ENFORCEMENT, data: { by: how, type: ref.type } };
  const first = stores.coverage.sighted.create(ref.arn, sighted, event);
  if (how === "baseline" && stored !== undefined) return [first];
  const coverage = counted(stored?.value ?? freshCoverage(ref, at), how);
  return [first, coverageWrite(stored, { coverage, type: `coverage.${how}` }, { stores })];
}

const counted = (coverage: Coverage, how: FirstKnown): Coverage => ({
  ...coverage,
  announced: coverage.announced + (how === "event" ? 1 : 0),
  missed: coverage.missed + (how === "missed" ? 1 : 0),
  ...(coverage.running === undefined || how !== "missed"
    ? {}
    : { running: { ...coverage.running, missed: coverage.running.missed + 1 } }),
});

export function coverageWrite(
  stored: Stored<Coverage> | undefined,
  { coverage, type }: { readonly coverage: Coverage; readonly type: string },
  { stores }: Pick<EnforceDeps, "stores">,
): Change {
  const { announced, missed } = coverage;
  const event = { type, by: ENFORCEMENT, data: { announced, missed, listed: coverage.last?.listed ?? 0 } };
  const id = shardId(coverage);
  return stores.coverage.upsert(id, stored, { value: coverage, event });
}
