import { StoredKillSwitch, StoredPolicyState } from "#shared/contracts/stored/policy-state.ts";
import type { KillSwitch } from "#shared/policy/enforce/kill-switch.ts";
import type { PolicyState } from "#shared/policy/enforce/policy-state.ts";
import type { RecordKind } from "#shared/storage/record.ts";
import { type RecordStore, recordStoreOn } from "#shared/storage/record-store.ts";
import type { Records } from "#shared/storage/records.ts";

/** One row per policy, by its id: promotion, halt and the count of writes that all workers share. */
export const policyStateKind: RecordKind<PolicyState> = {
  name: "policy-state",
  version: 1,
  optimistic: "as-last-seen",
  encode: (state) => state,
  decode: (body) => StoredPolicyState.parse(body),
  indexes: ({ policy }) => ({ list: { partition: "POLICY-STATES", sort: policy } }),
};

/** One row, `all`. */
export const killSwitchKind: RecordKind<KillSwitch> = {
  name: "kill-switch",
  version: 1,
  optimistic: "absent-unless-seen",
  encode: (value) => value,
  decode: (body) => StoredKillSwitch.parse(body),
  indexes: () => ({}),
};

export const policyStateStoreOn = (records: Records): RecordStore<PolicyState> =>
  recordStoreOn(records, policyStateKind);

export const killSwitchStoreOn = (records: Records): RecordStore<KillSwitch> => recordStoreOn(records, killSwitchKind);
