import { virtualClock } from "#shared/adapters/local/clocks.ts";
import { openStateFile } from "#shared/adapters/local/sqlite-file.ts";
import { SqliteTable } from "#shared/adapters/local/sqlite-table.ts";
import { personId } from "#shared/kernel/ids.ts";
import { days, type EpochMillis, millis } from "#shared/kernel/time.ts";
import type { ResourceState } from "#shared/policy/cloud.ts";
import { announcement, sightingRows } from "#shared/policy/enforce/announce-resource.ts";
import type { EnforceDeps } from "#shared/policy/enforce/enforce-deps.ts";
import type { ApproverStage, Force, Governed } from "#shared/policy/enforce/governed.ts";
import type { PolicyState } from "#shared/policy/enforce/policy-state.ts";
import type { EnforceStores } from "#shared/policy/enforce/ports.ts";
import type { SweepDeps } from "#shared/policy/enforce/sweep-shard.ts";
import type { Judgement, Verdict } from "#shared/policy/judgement.ts";
import { actionStoreOn } from "#shared/storage/action-store.ts";
import { coverageStoreOn } from "#shared/storage/coverage-store.ts";
import { findingStoreOn, pendingStoreOn } from "#shared/storage/finding-store.ts";
import { optimistically } from "#shared/storage/optimistic.ts";
import { killSwitchStoreOn, policyStateStoreOn } from "#shared/storage/policy-state-store.ts";
import { type Records, recordsOn } from "#shared/storage/records.ts";
import type { Table } from "#shared/storage/table.ts";
import { lookUpBudgetOn } from "#shared/storage/trail-look-up-store.ts";
import { at, testDigest } from "#test/support/findings.ts";
import type { ScriptedCloud } from "#test/support/scripted-cloud.ts";
import { type ScriptedTrail, scriptedTrail } from "#test/support/scripted-trail.ts";

export const CORE_TAGS: Force = {
  policy: "core-tags",
  hash: "hash-1",
  title: "Every data store says what it belongs to",
  team: "platform",
  mode: "enforce",
  severity: "medium",
  author: "sanna",
  caps: { run: 100, day: 200, scopeMillionths: 1_000_000 },
  grace: { none: millis(0) },
  undo: days(30),
};

export const LOG_RETENTION: Force = {
  ...CORE_TAGS,
  policy: "log-retention",
  team: "security",
  severity: "high",
  grace: { raise: millis(0), lower: days(14) },
  undo: days(90),
};

/** Tag Workload must be there; log groups keep 30 to 90 days. Enough of a judge to drive what acts. */
export function verdictsOf(resource: ResourceState): readonly Verdict[] {
  const verdicts: Verdict[] = [];
  const tag = { policy: "core-tags", rule: "tagging.tags.Workload", mode: "enforce" } as const;
  if (resource.tags["Workload"] === undefined) {
    const plannedChanges = [{ set: "tag", key: "Workload", value: "orders-etl" }] as const;
    const why = "tag Workload is missing";
    verdicts.push({
      ...tag,
      is: "violating",
      found: "nothing",
      wanted: "a workload",
      plannedChanges,
      direction: "none",
      why,
    });
  } else verdicts.push({ ...tag, is: "compliant" });
  const kept = resource.retention["logs.retention"];
  if (typeof kept !== "number") return verdicts;
  const rule = { policy: "log-retention", rule: "retention.logs.retention", mode: "enforce" } as const;
  if (kept >= 30 && kept <= 90) return [...verdicts, { ...rule, is: "compliant" }];
  const [to, direction] = kept < 30 ? ([30, "raise"] as const) : ([90, "lower"] as const);
  const plannedChanges = [{ set: "retention", control: "logs.retention", days: to }] as const;
  const why = `keeps ${kept} days, rule says 30 to 90`;
  return [
    ...verdicts,
    { ...rule, is: "violating", found: `${kept} days`, wanted: "30 to 90 days", plannedChanges, direction, why },
  ];
}

export type Setting = {
  readonly forces: readonly Force[];
  readonly judge: (resource: ResourceState) => readonly Verdict[] | Promise<readonly Verdict[]>;
  readonly enforceFrom: EpochMillis | undefined;
  readonly stages: readonly ApproverStage[];
  readonly settle: number;
};

const SETTING: Setting = {
  forces: [CORE_TAGS, LOG_RETENTION],
  judge: verdictsOf,
  enforceFrom: at("2026-10-01T00:00:00Z"),
  stages: [{ text: "team:security", need: 1, people: new Set([personId("noor"), personId("otto")]) }],
  settle: 0,
};

/** What the catalogue and the policies would say, as the test wants it. */
export function governedAs(setting: Setting): Governed {
  return {
    async judge(resource): Promise<Judgement> {
      return { resource, verdicts: await setting.judge(resource) };
    },
    forces: () => setting.forces,
    tollgateOwner: () => "team:platform",
    ownerOf: () => ({ owner: "team:orders", ownerBecause: "account data-prod" }),
    enforceFrom: () => setting.enforceFrom,
    approvers: ({ direction }) => (direction === "lower" ? setting.stages : []),
    isOnHold: ({ tags }) => tags["LegalHold"] === "true",
    settle: () => millis(setting.settle),
    shards: () =>
      ["s3.bucket", "logs.log-group"].map((type) => ({
        account: "111122223333" as ResourceState["account"],
        region: "eu-west-1",
        type,
        every: days(1),
      })),
  };
}

export type Enforcement = SweepDeps & {
  readonly trail: ScriptedTrail;
  readonly clock: ReturnType<typeof virtualClock>;
  readonly cloud: ScriptedCloud;
  readonly table: Table;
  readonly set: (over: Partial<Setting>) => void;
};

/** Stores on a table in memory, the cloud and the catalogue as given, time standing at Monday morning. */
export function enforcement(
  cloud: ScriptedCloud,
  over: Partial<Setting> = {},
  wrap = (table: Table) => table,
): Enforcement {
  let setting: Setting = { ...SETTING, ...over };
  const clock = virtualClock(at("2026-11-23T08:00:00Z"));
  const table = wrap(new SqliteTable(openStateFile(":memory:", { durability: "normal" })));
  const records = recordsOn(table, { clock, digest: testDigest });
  return {
    stores: storesOn(records),
    cloud,
    clock,
    digest: testDigest,
    table,
    trail: scriptedTrail(),
    lookUps: lookUpBudgetOn(records),
    governance: { current: async () => governedAs(setting) },
    set: (next) => {
      setting = { ...setting, ...next };
    },
  };
}

const storesOn = (records: Records): EnforceStores => ({
  findings: findingStoreOn(records),
  pending: pendingStoreOn(records),
  actions: actionStoreOn(records),
  policyStates: policyStateStoreOn(records),
  killSwitch: killSwitchStoreOn(records),
  coverage: coverageStoreOn(records),
  commit: records.commit,
  optimistically,
});

/** Another process on the same table: it has none of these rows in mind, and nobody tells it of any. */
export const elsewhere = <Deps extends Enforcement>(deps: Deps): Deps => ({
  ...deps,
  stores: storesOn(recordsOn(deps.table, { clock: deps.clock, digest: testDigest })),
});

/** Promotes policies without a plan: what the tests of promotion itself do not do. */
export async function promoted(deps: EnforceDeps, ...forces: readonly Force[]): Promise<void> {
  for (const { policy, hash } of forces) {
    const state: PolicyState = {
      policy,
      promotion: { policyHash: hash, plan: "P-1", by: "otto", at: deps.clock.now(), inScope: 100 },
      count: { day: "", today: 0, runs: {} },
    };
    await deps.stores.commit([
      deps.stores.policyStates.create(policy, state, { type: "policy-state.promoted", by: "otto", data: {} }),
    ]);
  }
}

/** An event of this hour spoke of the resource. */
export const hintOf = ({ arn, type, account, region }: ResourceState, foundBy: "event" | "sweep" = "event") => ({
  ref: { arn, type, account, region },
  foundBy,
  run: "events-2026-11-23T08",
});

/** An event announced it, whoever made it. */
export async function announced(
  { ref, creator }: Parameters<typeof announcement>[0],
  deps: Pick<EnforceDeps, "stores" | "clock">,
): Promise<void> {
  await deps.stores.commit(
    announcement({ ref, ...(creator === undefined ? {} : { creator }) }, await sightingRows(ref, deps.stores), deps),
  );
}

export const openFindings = async ({ stores }: EnforceDeps) =>
  (await stores.findings.list({ shelf: "OPEN", limit: 500 })).items;

export const closedFindings = async ({ stores }: EnforceDeps) =>
  (await stores.findings.list({ shelf: "RESOLVED", limit: 500 })).items;

export const actionsOf = async ({ stores }: EnforceDeps) => (await stores.actions.list({ limit: 500 })).items;
