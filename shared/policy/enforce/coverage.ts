import type { EpochMillis } from "#shared/kernel/time.ts";
import { minutes, since } from "#shared/kernel/time.ts";
import type { Shard } from "#shared/policy/enforce/governed.ts";

/**
 * How Tollgate first came to know of a resource.
 *
 * `baseline`: it was there before Tollgate looked, so no event was to be expected. `missed`: it is
 * newer than that, and yet no event announced it.
 */
export type FirstKnown = "event" | "baseline" | "missed";

/** What is known of who made a resource; a look-up that told nothing is kept too, so that it is not made again. */
export type MadeBy =
  /** The principal, as CloudTrail names it. */
  | { readonly is: "known"; readonly principal: string; readonly by: "event" | "trail" }
  /** The account's trail does not say, and never will. */
  | { readonly is: "untold"; readonly because: string }
  /** The trail could not be asked: it is again, from `nextAt` on. */
  | { readonly is: "unread"; readonly because: string; readonly tries: number; readonly nextAt: EpochMillis };

export type Sighted = {
  readonly arn: string;
  readonly shard: string;
  readonly by: FirstKnown;
  readonly at: EpochMillis;
  /** Absent where nobody was asked yet. */
  readonly made?: MadeBy;
};

/** What is known of one account, region and type as a whole. */
export type Coverage = {
  readonly account: string;
  readonly region: string;
  readonly type: string;
  /** From when on events were to be expected. */
  readonly since: EpochMillis;
  readonly announced: number;
  readonly missed: number;
  /** The sweep that is on its way: the cursor of the page it comes to next tells a repeated page. */
  readonly running?: SweepCount & {
    readonly run: string;
    readonly cursor: string;
    readonly missed: number;
    /** Pages that were counted. */
    readonly pages?: number;
  };
  /** The last sweep that came to its end. `pages`: those of its population, absent before they were kept. */
  readonly last?: SweepCount & { readonly run: string; readonly at: EpochMillis; readonly pages?: number };
};

/** Counts of one sweep. `meant` and `done` are writes: where they differ, something did not work. */
export type SweepCount = {
  readonly listed: number;
  readonly compliant: number;
  readonly tagged: number;
  readonly meant: number;
  readonly done: number;
};

export const NO_COUNT: SweepCount = { listed: 0, compliant: 0, tagged: 0, meant: 0, done: 0 };

export const shardId = ({ account, region, type }: { readonly [key in keyof Shard]: string }): string =>
  `${account}#${region}#${type}`;

/** Longest time that events are known to need: a resource younger than this is not missed yet. */
const ON_ITS_WAY = minutes(15);

/**
 * How a resource that nobody announced is to be counted, or undefined while its event may still come.
 *
 * Before the first sweep has come to its end, only a resource that is surely newer than the watch is
 * missed; from then on, so is one that does not say when it was made.
 */
export function firstKnownOf(
  createdAt: EpochMillis | undefined,
  { coverage, now }: { readonly coverage: Coverage; readonly now: EpochMillis },
): FirstKnown | undefined {
  if (createdAt === undefined) return coverage.last === undefined ? "baseline" : "missed";
  if (createdAt <= coverage.since) return "baseline";
  return since(createdAt, now) < ON_ITS_WAY ? undefined : "missed";
}

/** Missed of all that events were to be expected for, as a share of one; undefined where there were none. */
export function lossOf({ announced, missed }: Pick<Coverage, "announced" | "missed">): number | undefined {
  return announced + missed === 0 ? undefined : missed / (announced + missed);
}
