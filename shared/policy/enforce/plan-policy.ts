import { Contention } from "#shared/kernel/contention.ts";
import type { Ids } from "#shared/kernel/ids.ts";
import { err, ok, type Result } from "#shared/kernel/result.ts";
import type { ResourceRef, ResourceState } from "#shared/policy/cloud.ts";
import type { EnforceDeps } from "#shared/policy/enforce/enforce-deps.ts";
import { rememberedMaker } from "#shared/policy/enforce/find-creator.ts";
import { type Force, forceOf, type Governed, type Shard } from "#shared/policy/enforce/governed.ts";
import { judgeMade } from "#shared/policy/enforce/judge-made.ts";
import { managerText } from "#shared/policy/enforce/may-write.ts";
import {
  countEntries,
  ENTRIES_PER_PAGE,
  type Plan,
  type PlanEntry,
  type PlanPage,
} from "#shared/policy/enforce/plan.ts";
import type { PlanStore } from "#shared/policy/enforce/ports.ts";
import { plannedOf } from "#shared/policy/enforce/sighting-of.ts";
import type { Verdict, Violating } from "#shared/policy/judgement.ts";

export type PlanDeps = Pick<EnforceDeps, "stores" | "cloud" | "governance" | "clock"> & {
  readonly plans: PlanStore;
  readonly ids: Ids;
};

export type Planned = { readonly plan: Plan; readonly entries: readonly PlanEntry[] };

/**
 * Looks at everything a policy has in scope, now, and writes down what enforcing it would do: which
 * resources, which settings, from what to what, and what it may not touch and why. Nothing is changed.
 *
 * A type that cannot be listed, or a resource that cannot be read or judged, is counted as unread: a
 * plan with a hole is no base for a promotion.
 */
export async function planPolicy(
  { policy, by }: { readonly policy: string; readonly by: string },
  deps: PlanDeps,
): Promise<Result<Planned, { readonly kind: "no-such-policy" }>> {
  const governed = await deps.governance.current();
  const force = forceOf(governed, policy);
  if (force === undefined) return err({ kind: "no-such-policy" });
  const survey = await surveyOf({ policy, governed }, deps);
  const plan: Plan = {
    id: deps.ids.next("P"),
    policy,
    policyHash: force.hash,
    by,
    at: deps.clock.now(),
    counts: countEntries(survey.entries, { inScope: survey.inScope, unread: survey.unread.length }),
    pages: Math.ceil(survey.entries.length / ENTRIES_PER_PAGE),
    unread: survey.unread.slice(0, 20),
  };
  await store({ plan, entries: survey.entries, force }, deps);
  return ok({ plan, entries: survey.entries });
}

type Survey = { readonly entries: PlanEntry[]; readonly unread: string[]; inScope: number };

async function surveyOf(
  of: { readonly policy: string; readonly governed: Governed },
  deps: Pick<EnforceDeps, "cloud" | "stores" | "clock">,
): Promise<Survey> {
  const survey: Survey = { entries: [], unread: [], inScope: 0 };
  for (const shard of of.governed.shards(of.policy)) {
    for await (const ref of refsIn(shard, deps, survey)) await look(ref, of, { ...deps, survey });
  }
  return survey;
}

async function* refsIn(
  shard: Shard,
  { cloud }: Pick<EnforceDeps, "cloud">,
  survey: Survey,
): AsyncGenerator<ResourceRef> {
  let cursor: string | undefined;
  do {
    const page = await cloud.list(shard, cursor);
    if (page.kind === "unreadable") {
      survey.unread.push(`${shard.type} in ${shard.region} of ${shard.account}: ${page.code}`);
      return;
    }
    yield* page.refs;
    cursor = page.cursor;
  } while (cursor !== undefined);
}

async function look(
  ref: ResourceRef,
  { policy, governed }: { readonly policy: string; readonly governed: Governed },
  { cloud, survey, ...deps }: Pick<EnforceDeps, "cloud" | "stores" | "clock"> & { readonly survey: Survey },
): Promise<void> {
  const read = await cloud.read(ref);
  if (read.kind === "gone") return;
  if (read.kind !== "read") {
    survey.unread.push(`${ref.arn}: ${read.kind === "unreadable" ? read.code : "not ready"}`);
    return;
  }
  const find = (state: ResourceState) => rememberedMaker(state, deps);
  const { judgement } = await judgeMade({ resource: read.state, governed, find });
  const { verdicts } = judgement;
  const own = verdicts.filter((verdict) => verdict.policy === policy);
  if (own.length === 0) return;
  survey.inScope += 1;
  const unknown = own.find(({ is }) => is === "unknown");
  if (unknown?.is === "unknown") survey.unread.push(`${ref.arn}: ${unknown.because}`);
  const entry = entryOf(read.state, own);
  if (entry !== undefined) survey.entries.push(entry);
}

/** What would become of one resource; undefined where it breaks nothing. */
export function entryOf(resource: ResourceState, verdicts: readonly Verdict[]): PlanEntry | undefined {
  const violating = verdicts.filter((verdict): verdict is Violating => verdict.is === "violating");
  if (violating.length === 0) return undefined;
  const { arn, type, account, region, name } = resource;
  const writable = violating.filter((verdict) => verdict.exempted === undefined && verdict.plannedChanges.length > 0);
  const changes = writable.flatMap((verdict) => plannedOf(verdict, resource));
  return { resource: arn, type, account, region, name, changes, ...fateOf({ resource, violating, writable }) };
}

type Broken = {
  readonly resource: ResourceState;
  readonly violating: readonly Violating[];
  readonly writable: readonly Violating[];
};

function fateOf({ resource, violating, writable }: Broken): Pick<PlanEntry, "will" | "reason"> {
  const exempted = violating.find((verdict) => verdict.exempted !== undefined)?.exempted;
  if (writable.length === 0 && exempted !== undefined) return { will: "exempt", reason: exempted.exemption };
  if (writable.length === 0) return { will: "person", reason: heldOf(violating) };
  if (resource.managedBy !== undefined) return { will: "patch", reason: managerText(resource.managedBy) };
  return { will: "change" };
}

const heldOf = (violating: readonly Violating[]): string => violating.map(({ held, why }) => held ?? why).join(", ");

/** Pages first, the head last: a plan that can be found is whole. */
async function store(
  { plan, entries, force }: { readonly plan: Plan; readonly entries: readonly PlanEntry[]; readonly force: Force },
  { stores, plans }: Pick<PlanDeps, "stores" | "plans">,
): Promise<void> {
  for (let page = 0; page < plan.pages; page += 1) {
    const part: PlanPage = {
      plan: plan.id,
      page,
      entries: entries.slice(page * ENTRIES_PER_PAGE, (page + 1) * ENTRIES_PER_PAGE),
    };
    const event = {
      type: "plan-page.stored",
      by: plan.by,
      data: { plan: plan.id, page, entries: part.entries.length },
    };
    mustBeKept(await stores.commit([plans.pages.create(`${plan.id}#${page}`, part, event)]), plan);
  }
  const data = { policy: plan.policy, policyHash: force.hash, ...plan.counts };
  mustBeKept(await stores.commit([plans.create(plan.id, plan, { type: "plan.made", by: plan.by, data })]), plan);
}

/**
 * Of an id that was never given out a refusal is a conflict of transactions: without its head nothing of the plan
 * can be found, and it is made anew under another id.
 */
function mustBeKept(made: { readonly ok: boolean }, { id }: Plan): void {
  if (!made.ok) throw new Contention(`Cannot store plan "${id}": others write what it is made of`);
}
