import type { FindingStore, PendingStore } from "#shared/findings/ports.ts";
import type { From, Page } from "#shared/kernel/page.ts";
import type { EpochMillis } from "#shared/kernel/time.ts";
import type { Action } from "#shared/policy/enforce/action.ts";
import type { Coverage, Sighted } from "#shared/policy/enforce/coverage.ts";
import type { KillSwitch } from "#shared/policy/enforce/kill-switch.ts";
import type { Plan, PlanPage } from "#shared/policy/enforce/plan.ts";
import type { PolicyState } from "#shared/policy/enforce/policy-state.ts";
import type { PopulationPage } from "#shared/policy/enforce/population.ts";
import type { optimistically } from "#shared/storage/optimistic.ts";
import type { RecordStore } from "#shared/storage/record-store.ts";
import type { Records } from "#shared/storage/records.ts";

/** The before-image ledger. */
export type ActionStore = RecordStore<Action> & {
  /** Newest first. */
  list(query: From & { readonly limit: number }): Promise<Page<Action>>;
  /** Unsettled ones whose next look is due. */
  due(now: EpochMillis, limit: number): Promise<readonly Action[]>;
};

export type PlanStore = RecordStore<Plan> & {
  /** By `<plan>#<page>`. */
  readonly pages: RecordStore<PlanPage>;
  /** Newest first. */
  latest(policy: string, limit: number): Promise<readonly Plan[]>;
};

/** How well each account, region and type is seen. */
export type CoverageStore = RecordStore<Coverage> & {
  /** By ARN. */
  readonly sighted: RecordStore<Sighted>;
  list(from?: From): Promise<Page<Coverage>>;
  /** What the last sweep of each saw, by `<shard>#<page>`. */
  readonly pages: RecordStore<PopulationPage> & { list(from?: From): Promise<Page<PopulationPage>> };
};

/** All rows that judging and writing touch, and the one way to change several of them at once. */
export type EnforceStores = {
  readonly findings: FindingStore;
  readonly pending: PendingStore;
  readonly actions: ActionStore;
  readonly policyStates: RecordStore<PolicyState>;
  readonly killSwitch: RecordStore<KillSwitch>;
  readonly coverage: CoverageStore;
  readonly commit: Records["commit"];
  /** Does `work` on rows as they were seen last, each of them a condition of its first transaction. */
  readonly optimistically: typeof optimistically;
};
