import { StoredPlan, StoredPlanPage } from "#shared/contracts/stored/plan.ts";
import { isoOf } from "#shared/kernel/time.ts";
import type { Plan, PlanPage } from "#shared/policy/enforce/plan.ts";
import type { PlanStore } from "#shared/policy/enforce/ports.ts";
import type { RecordKind } from "#shared/storage/record.ts";
import { recordStoreOn } from "#shared/storage/record-store.ts";
import type { Records } from "#shared/storage/records.ts";

/** A plan's head, by its id; listed under its policy by the moment it was made. */
export const planKind: RecordKind<Plan> = {
  name: "plan",
  version: 1,
  encode: (plan) => plan,
  decode: (body) => StoredPlan.parse(body),
  indexes: ({ policy, at, id }) => ({ list: { partition: `PLANS#${policy}`, sort: `${isoOf(at)}#${id}` } }),
};

/** A page of entries, by `<plan>#<page>`: a plan of a large population does not fit into one item. */
export const planPageKind: RecordKind<PlanPage> = {
  name: "plan-page",
  version: 2,
  // A body of version 1 names no lifecycle rule, and reads the same.
  migrations: { 1: (body) => body },
  encode: (page) => JSON.parse(JSON.stringify(page)),
  decode: (body) => StoredPlanPage.parse(body),
  indexes: () => ({}),
};

export const planStoreOn = (records: Records): PlanStore => ({
  ...recordStoreOn(records, planKind),
  pages: recordStoreOn(records, planPageKind),
  async latest(policy, limit) {
    const query = { index: "list" as const, partition: `PLANS#${policy}`, newestFirst: true, limit };
    return (await records.list(planKind, query)).items.map(({ value }) => value);
  },
});
