import type { EpochMillis, Millis } from "#shared/kernel/time.ts";
import { days, hours, isoOf, since } from "#shared/kernel/time.ts";

/** Somebody agreed that this very document may write, on the strength of a plan. */
export type Promotion = {
  readonly policyHash: string;
  readonly plan: string;
  readonly by: string;
  readonly at: EpochMillis;
  /** Resources in scope when it was planned: what the cap in per cent is a part of. */
  readonly inScope: number;
};

export type Halt = { readonly because: string; readonly by: string; readonly at: EpochMillis; readonly cap?: CapName };

export type CapName = "run" | "day" | "scope";

/**
 * The writes counted against the caps. One row per policy holds them, whichever workers, sweeps and
 * events they come from, and every action is recorded in the same transaction as its count.
 */
export type WriteCount = {
  /** The day (UTC) that `today` counts. */
  readonly day: string;
  readonly today: number;
  readonly runs: { readonly [run: string]: { readonly writes: number; readonly at: EpochMillis } };
};

/** What Tollgate knows of a policy beside its document: whether it may write, and how much it has. */
export type PolicyState = {
  readonly policy: string;
  readonly promotion?: Promotion;
  readonly halt?: Halt;
  readonly count: WriteCount;
};

/** Limits as the document says them; `scope` in millionths of all resources in scope. */
export type CapLimits = { readonly run: number; readonly day: number; readonly scopeMillionths: number };

export type Counted =
  | { readonly kind: "counted"; readonly state: PolicyState }
  /** The write would have been one too many: it is not made, and the policy is halted. */
  | { readonly kind: "breach"; readonly state: PolicyState; readonly cap: CapName; readonly limit: number };

export const NO_WRITES: WriteCount = { day: "", today: 0, runs: {} };

/** How long a run's count is kept after its last write: no message of a run lies in a queue as long. */
const RUN_KEPT: Millis = days(4);

/**
 * The state with one more write in it, or halted where a cap has no room for it.
 *
 * Writes that reach a cap exactly are made; the next one is not. The cap in per cent of scope counts
 * the day's writes and is rounded down, but is never less than one resource.
 */
export function countWrite(
  state: PolicyState,
  write: { readonly run: string; readonly now: EpochMillis },
  caps: CapLimits,
): Counted {
  const count = countOn(state.count, write.now);
  const inRun = count.runs[write.run]?.writes ?? 0;
  const scopeLimit = Math.max(1, Math.floor(((state.promotion?.inScope ?? 0) * caps.scopeMillionths) / 1_000_000));
  const full: readonly [CapName, number, number][] = [
    ["run", inRun, caps.run],
    ["day", count.today, caps.day],
    ["scope", count.today, scopeLimit],
  ];
  const reached = full.find(([, used, limit]) => used >= limit);
  if (reached !== undefined) {
    const [cap, , limit] = reached;
    const halt: Halt = { because: capText(cap, limit), by: "function:enforcement", at: write.now, cap };
    return { kind: "breach", state: { ...state, count, halt }, cap, limit };
  }
  const runs = { ...count.runs, [write.run]: { writes: inRun + 1, at: write.now } };
  return { kind: "counted", state: { ...state, count: { ...count, today: count.today + 1, runs } } };
}

/** `500 changes today, the cap` */
export function capText(cap: CapName, limit: number): string {
  const changes = `${limit} ${limit === 1 ? "change" : "changes"}`;
  if (cap === "run") return `${changes} in one run, the cap`;
  return cap === "day" ? `${changes} today, the cap` : `${changes} today, the cap as a part of all in scope`;
}

/** Events have no run of their own: those of one hour are one. */
export const eventRun = (now: EpochMillis): string => `events-${isoOf(now).slice(0, 13)}`;

/** The count as it stands on the day of `now`; runs whose last write is four days ago are forgotten. */
function countOn(count: WriteCount, now: EpochMillis): WriteCount {
  const day = isoOf(now).slice(0, 10);
  const runs = Object.fromEntries(Object.entries(count.runs).filter(([, { at }]) => since(at, now) < RUN_KEPT));
  return { day, today: count.day === day ? count.today : 0, runs };
}

/** A plan is good for a promotion this long. */
export const PLAN_GOOD_FOR: Millis = hours(24);
