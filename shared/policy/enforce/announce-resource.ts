import type { EpochMillis } from "#shared/kernel/time.ts";
import type { ResourceRef } from "#shared/policy/cloud.ts";
import { type Coverage, type FirstKnown, firstKnownOf, type MadeBy, shardId } from "#shared/policy/enforce/coverage.ts";
import { ENFORCEMENT, type EnforceDeps, withRetries } from "#shared/policy/enforce/enforce-deps.ts";
import type { Stored } from "#shared/storage/record.ts";
import type { Change } from "#shared/storage/records.ts";

type Deps = Pick<EnforceDeps, "stores" | "clock">;

/** An event spoke of the resource: it is counted as announced, once, unless it was known before. Who made it is kept. */
export const announceResource = (ref: ResourceRef, creator: string | undefined, deps: Deps): Promise<FirstKnown> => {
  const made = creator === undefined ? {} : { made: { is: "known", principal: creator, by: "event" } as const };
  return countOnce(ref, { by: () => "event", ...made }, deps) as Promise<FirstKnown>;
};

/** A sweep came to the resource: one that should have been announced and was not is counted as missed, once. */
export const sweptResource = (
  ref: ResourceRef,
  createdAt: EpochMillis | undefined,
  deps: Deps,
): Promise<FirstKnown | undefined> =>
  countOnce(ref, { by: (coverage) => firstKnownOf(createdAt, { coverage, now: deps.clock.now() }) }, deps);

/** The row of a shard that nobody looked at before: from now on its events are expected. */
export const freshCoverage = ({ account, region, type }: Omit<ResourceRef, "arn">, now: EpochMillis): Coverage => ({
  account,
  region,
  type,
  since: now,
  announced: 0,
  missed: 0,
});

const countOnce = (
  ref: ResourceRef,
  { by, made }: { readonly by: (coverage: Coverage) => FirstKnown | undefined; readonly made?: MadeBy },
  { stores, clock }: Deps,
): Promise<FirstKnown | undefined> =>
  withRetries(async () => {
    const shard = shardId(ref);
    const [known, stored] = await Promise.all([stores.coverage.sighted.find(ref.arn), stores.coverage.find(shard)]);
    if (known !== undefined) return known.value.by;
    const coverage = stored?.value ?? freshCoverage(ref, clock.now());
    const how = by(coverage);
    if (how === undefined) return undefined;
    const sighted = { arn: ref.arn, shard, by: how, at: clock.now(), ...(made === undefined ? {} : { made }) };
    const event = { type: "sighted.first", by: ENFORCEMENT, data: { by: how, type: ref.type } };
    const rows = [
      stores.coverage.sighted.create(ref.arn, sighted, event),
      ...(how === "baseline" && stored !== undefined
        ? []
        : [coverageWrite(stored, { coverage: counted(coverage, how), type: `coverage.${how}` }, { stores })]),
    ];
    return (await stores.commit(rows)).ok ? how : "moved";
  });

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
  return stored === undefined
    ? stores.coverage.create(id, coverage, event)
    : stores.coverage.change(id, stored, { value: coverage, event });
}
