import { cleared } from "#shared/findings/finding-change.ts";
import { type TollgateSight, tollgateFindingId, tollgateSeen } from "#shared/findings/tollgate-finding.ts";
import { type EnforceDeps, findingWrite } from "#shared/policy/enforce/enforce-deps.ts";
import type { Change } from "#shared/storage/records.ts";

export type OwnSight = Omit<TollgateSight, "owner">;

export type OwnFindingDeps = Pick<EnforceDeps, "clock" | "digest" | "governance"> & {
  readonly stores: Pick<EnforceDeps["stores"], "findings">;
};

/** The row of a finding about Tollgate itself, after it was seen to be so or no longer; none where that is no news. */
export async function tollgateRows(seen: OwnSight, wrong: boolean, deps: OwnFindingDeps): Promise<readonly Change[]> {
  const { stores, clock, digest, governance } = deps;
  const sight = { ...seen, owner: (await governance.current()).tollgateOwner() };
  const stored = await stores.findings.find(tollgateFindingId(sight, digest));
  const now = clock.now();
  const change = wrong
    ? tollgateSeen(stored?.value, sight, { now, digest })
    : stored === undefined
      ? undefined
      : cleared(stored.value, "over", now);
  return change === undefined ? [] : [findingWrite(stores, stored, change)];
}
