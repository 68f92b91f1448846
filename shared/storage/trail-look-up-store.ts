import { StoredTrailLookUps } from "#shared/contracts/stored/trail-look-ups.ts";
import { ENFORCEMENT } from "#shared/policy/enforce/enforce-deps.ts";
import type { LookUpBudget, TrailLookUps } from "#shared/policy/enforce/find-creator.ts";
import type { RecordKind, Stored } from "#shared/storage/record.ts";
import type { Change, Records } from "#shared/storage/records.ts";

/** One row for each account and region, by `<account>#<region>`: of the newest sweep. */
export const trailLookUpsKind: RecordKind<TrailLookUps> = {
  name: "trail-look-ups",
  version: 1,
  encode: (value) => value,
  decode: (body) => StoredTrailLookUps.parse(body),
  indexes: () => ({}),
};

/** So many of one sweep in one account and region: at two requests a second it takes some ten minutes. */
const MOST_A_SWEEP = 500;

/**
 * The count is changed under the revision that was read, so two workers cannot take the same ones; one that finds it
 * moved again and again takes none, and asks at the next sweep.
 */
export const lookUpBudgetOn = (records: Records, most = MOST_A_SWEEP): LookUpBudget => ({
  async take({ account, region, run }, want) {
    const id = `${account}#${region}`;
    for (let attempt = 0; attempt < 10; attempt += 1) {
      const stored = await records.find(trailLookUpsKind, id);
      const before = takenBefore(stored?.value, run);
      const granted = Math.min(want, most - before);
      if (granted <= 0) return 0;
      const value = { account, region, run, taken: before + granted };
      if ((await records.commit([taking(records, { id, stored, value })])).ok) return granted;
    }
    return 0;
  },
});

/** Runs are named after their moment, so an older one is told by its name: nothing is left for it. */
function takenBefore(newest: TrailLookUps | undefined, run: string): number {
  if (newest === undefined || newest.run < run) return 0;
  return newest.run === run ? newest.taken : Number.POSITIVE_INFINITY;
}

type Taking = {
  readonly id: string;
  readonly stored: Stored<TrailLookUps> | undefined;
  readonly value: TrailLookUps;
};

function taking(records: Records, { id, stored, value }: Taking): Change {
  const data = { run: value.run, taken: value.taken };
  const made = { value, event: { type: "trail-look-ups.taken", by: ENFORCEMENT, data } };
  return records.upsert(trailLookUpsKind, id, { stored, ...made });
}
