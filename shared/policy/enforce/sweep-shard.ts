import { isOpen } from "#shared/findings/finding.ts";
import type { ResourceRef, ResourceState } from "#shared/policy/cloud.ts";
import { coverageWrite, freshCoverage, sweptResource } from "#shared/policy/enforce/announce-resource.ts";
import { refOfFinding } from "#shared/policy/enforce/approve-fix.ts";
import { type Coverage, lossOf, NO_COUNT, type SweepCount, shardId } from "#shared/policy/enforce/coverage.ts";
import { ENFORCEMENT, type EnforceDeps, withRetries } from "#shared/policy/enforce/enforce-deps.ts";
import { creatorFinder, type FindCreator, type FindDeps } from "#shared/policy/enforce/find-creator.ts";
import { governResource, type ResourceOutcome } from "#shared/policy/enforce/govern-resource.ts";
import { type PopulationPage, pageId, populationPage } from "#shared/policy/enforce/population.ts";
import type { SweepTask } from "#shared/policy/enforce/sweep-plan.ts";
import { type OwnSight, tollgateRows } from "#shared/policy/enforce/tollgate-rows.ts";
import type { Change } from "#shared/storage/records.ts";

/** Counts of a sweep that came to its end. */
export type SweptShard = SweepCount & {
  /** Resources of this sweep that an event should have announced, and none did. */
  readonly missed: number;
  /**
   * Of all that events were to be expected for until now, the share of one that they missed; 0 when this sweep missed
   * none, so that a loss that is over does not go on being told. Undefined where no events are heard.
   */
  readonly loss: number | undefined;
};

/** A sweep may also ask who made what it finds. */
export type SweepDeps = EnforceDeps & FindDeps;

export type SweepStep =
  /** Go on with this one. */
  | { readonly kind: "continues"; readonly next: SweepTask }
  /** `swept`: what it counted; absent when it had been finished before. */
  | { readonly kind: "finished"; readonly swept?: SweptShard }
  /** The type could not be listed: that is a finding, and never "there is nothing". */
  | { readonly kind: "unlistable"; readonly code: string };

/**
 * One page of a sweep: everything listed is read and judged as if an event had announced it, and what
 * no event did announce is counted. After the last page, what is still open is looked at once more: a
 * resource that is gone is on no list.
 */
export const sweepShard = (task: SweepTask, deps: SweepDeps): Promise<SweepStep> =>
  task.phase === "list" ? listPage(task, deps) : recheckPage(task, deps);

async function listPage(task: SweepTask, deps: SweepDeps): Promise<SweepStep> {
  const { account, region, type, cursor } = task;
  const page = await deps.cloud.list({ account, region, type }, cursor === "" ? undefined : cursor);
  if (page.kind === "unreadable") {
    await sayUnlistable(task, page.code, deps);
    return { kind: "unlistable", code: page.code };
  }
  const findCreator = creatorFinder(task, deps);
  let count = NO_COUNT;
  const seen: ResourceState[] = [];
  for (const ref of page.refs) {
    const one = await sweepOne({ ref, run: task.run, findCreator }, deps);
    count = sum(count, one.count);
    if (one.resource !== undefined) seen.push(one.resource);
  }
  const next = page.cursor ?? "";
  await countPage({ task, count, next, seen }, deps);
  return {
    kind: "continues",
    next: { ...task, ...(next === "" ? { phase: "recheck", cursor: "" } : { cursor: next }) },
  };
}

type SweptOne = { readonly count: SweepCount; readonly resource?: ResourceState };

type ToSweep = { readonly ref: ResourceRef; readonly run: string; readonly findCreator: FindCreator };

async function sweepOne({ ref, ...how }: ToSweep, deps: EnforceDeps): Promise<SweptOne> {
  const outcome = await governResource({ ref, foundBy: "sweep", ...how }, deps);
  if (outcome.kind === "gone") return { count: NO_COUNT };
  if (outcome.kind === "pending") return { count: { ...NO_COUNT, listed: 1 } };
  await sweptResource(ref, outcome.resource.createdAt, deps);
  return { count: { listed: 1, ...merits(outcome) }, resource: outcome.resource };
}

function merits({ findings, meant, done }: Extract<ResourceOutcome, { kind: "judged" }>) {
  return {
    compliant: findings.length === 0 ? 1 : 0,
    tagged: findings.some(({ rule }) => rule.startsWith("tagging.")) ? 0 : 1,
    meant,
    done,
  };
}

const sum = (left: SweepCount, right: SweepCount): SweepCount => ({
  listed: left.listed + right.listed,
  compliant: left.compliant + right.compliant,
  tagged: left.tagged + right.tagged,
  meant: left.meant + right.meant,
  done: left.done + right.done,
});

type Page = {
  readonly task: SweepTask;
  readonly count: SweepCount;
  readonly next: string;
  readonly seen: readonly ResourceState[];
};

/**
 * Adds a page to the shard's sweep once, and keeps what was seen on it: the same page delivered again is not the
 * one it waits for.
 */
const countPage = ({ task, count, next, seen }: Page, deps: EnforceDeps): Promise<void> =>
  withRetries(async () => {
    const stored = await deps.stores.coverage.find(shardId(task));
    const before = stored?.value ?? freshCoverage(task, deps.clock.now());
    const running = runningIn(before, task);
    if (running === undefined || running.cursor !== task.cursor) return undefined;
    const { pages = 0 } = running;
    const coverage: Coverage = {
      ...before,
      running: { ...running, ...sum(running, count), cursor: next === "" ? END : next, pages: pages + 1 },
    };
    const kept = populationPage({ shard: shardId(task), page: pages, run: task.run }, seen);
    const rows = [coverageWrite(stored, { coverage, type: "coverage.page" }, deps), await pageWrite(kept, deps)];
    return (await deps.stores.commit(rows)).ok ? undefined : "moved";
  });

async function pageWrite(page: PopulationPage, { stores }: EnforceDeps): Promise<Change> {
  const { pages } = stores.coverage;
  const stored = await pages.find(pageId(page));
  const event = { type: "population.seen", by: ENFORCEMENT, data: { run: page.run, resources: page.resources.length } };
  return pages.upsert(pageId(page), stored, { value: page, event });
}

/** What no cursor of a service is: all pages are counted. */
const END = "#end";

/** The count that a task adds to; the first page of a newer run begins a new one, an older run's counts no more. */
function runningIn({ running }: Coverage, { run, cursor }: SweepTask): NonNullable<Coverage["running"]> | undefined {
  if (running?.run === run) return running;
  if (cursor !== "" || (running !== undefined && running.run > run)) return undefined;
  return { ...NO_COUNT, run, cursor: "", missed: 0 };
}

async function recheckPage(task: SweepTask, deps: EnforceDeps): Promise<SweepStep> {
  const page = await deps.stores.findings.inShard(task, task.cursor === "" ? {} : { cursor: task.cursor });
  const open = page.items.filter((finding) => isOpen(finding) && finding.resource.startsWith("arn:"));
  const refs = new Map(open.map((finding) => [finding.resource, refOfFinding(finding)]));
  for (const ref of refs.values()) await governResource({ ref, foundBy: "sweep", run: task.run }, deps);
  if (page.cursor !== undefined) return { kind: "continues", next: { ...task, cursor: page.cursor } };
  const swept = await finish(task, deps);
  return { kind: "finished", ...(swept === undefined ? {} : { swept }) };
}

/** The shard was seen as a whole: its counts are published, and its findings about Tollgate follow them. */
const finish = (task: SweepTask, deps: EnforceDeps): Promise<SweptShard | undefined> =>
  withRetries<SweptShard | undefined>(async () => {
    const { stores, clock } = deps;
    const stored = await stores.coverage.find(shardId(task));
    const running = stored?.value.running;
    if (stored === undefined || running?.run !== task.run || running.cursor !== END) return undefined;
    const { running: _over, ...rest } = stored.value;
    const { cursor: _cursor, missed, ...count } = running;
    const coverage: Coverage = { ...rest, last: { ...count, at: clock.now() } };
    const rows = [
      coverageWrite(stored, { coverage, type: "coverage.swept" }, deps),
      ...(await tollgateRows(lossSight(task), missed > 0 && deps.hearsNoEvents !== true, deps)),
      ...(await tollgateRows(unlistableSight(task, ""), false, deps)),
    ];
    if (!(await stores.commit(rows)).ok) return "moved";
    const loss = missed === 0 ? 0 : lossOf(coverage);
    return { ...count, missed, loss: deps.hearsNoEvents === true ? undefined : loss };
  });

const placeText = ({ type, region, account }: SweepTask): string => `${type} in ${region} of ${account}`;

const lossSight = (task: SweepTask): OwnSight => ({
  rule: "events.lost",
  about: `shard/${shardId(task)}`,
  severity: "low",
  why: `Events of ${placeText(task)} are lost: a sweep found resources that none had announced`,
  foundBy: "sweep",
});

const unlistableSight = (task: SweepTask, code: string): OwnSight => ({
  rule: "sweep.unlistable",
  about: `shard/${shardId(task)}`,
  severity: "high",
  why: `Cannot list ${placeText(task)}: ${code}`,
  foundBy: "sweep",
});

const sayUnlistable = (task: SweepTask, code: string, deps: EnforceDeps): Promise<void> =>
  withRetries(async () => {
    const rows = await tollgateRows(unlistableSight(task, code), true, deps);
    return (await deps.stores.commit(rows)).ok ? undefined : "moved";
  });
