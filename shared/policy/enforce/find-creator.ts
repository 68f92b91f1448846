import { type EpochMillis, hours, type Millis, millis, plus, since } from "#shared/kernel/time.ts";
import type { ResourceState } from "#shared/policy/cloud.ts";
import { type CreationTrail, TRAIL_KEEPS, type WhoMade } from "#shared/policy/creation-trail.ts";
import { sweptResource } from "#shared/policy/enforce/announce-resource.ts";
import type { MadeBy, Sighted } from "#shared/policy/enforce/coverage.ts";
import { ENFORCEMENT, type EnforceDeps, withRetries } from "#shared/policy/enforce/enforce-deps.ts";
import type { SweepTask } from "#shared/policy/enforce/sweep-plan.ts";

/** How many look-ups a sweep may make in one account and region; what it may not make waits for the next sweep. */
export interface LookUpBudget {
  /** @returns how many of those wanted are left for this sweep: 0 when it is spent, or a newer sweep has begun */
  take(where: Pick<SweepTask, "account" | "region" | "run">, want: number): Promise<number>;
}

/** What the newest sweep of one account and region took of its look-ups. */
export type TrailLookUps = {
  readonly account: string;
  readonly region: string;
  readonly run: string;
  readonly taken: number;
};

/** So many look-ups at most of one page, so that a page ends within its function's time at two a second. */
const MOST_A_PAGE = 50;

/** Taken from the sweep's budget at a time. */
const AT_A_TIME = 10;

export type FindDeps = Pick<EnforceDeps, "stores" | "clock"> & {
  readonly trail: CreationTrail;
  readonly lookUps: LookUpBudget;
};

/** Who made a resource, as far as is known; undefined where nobody was asked yet. */
export type FindCreator = (state: ResourceState) => Promise<MadeBy | undefined>;

/** What is remembered, and nothing asked. */
export const makerIn = (
  sighted: Pick<Sighted, "made"> | undefined,
  state: Pick<ResourceState, "createdAt">,
  now: EpochMillis,
): MadeBy | undefined => sighted?.made ?? (isTooOld(state, now) ? TOO_OLD : undefined);

/** The same, asked for. */
export const rememberedMaker = async (
  state: Pick<ResourceState, "arn" | "createdAt">,
  { stores, clock }: Pick<FindDeps, "stores" | "clock">,
): Promise<MadeBy | undefined> => makerIn((await stores.coverage.sighted.find(state.arn))?.value, state, clock.now());

const TOO_OLD: MadeBy = { is: "untold", because: "it was made before the trail begins" };

/**
 * Asks the account's trail who made what no event announced, once for each resource: what it says is remembered, also
 * that it says nothing. Where it could not be asked it is asked again, with growing pauses.
 */
export function creatorFinder(task: SweepTask, deps: FindDeps): FindCreator {
  const may = allowance(task, deps);
  return async (state) => {
    // Its event may still come, and tells more cheaply.
    if ((await sweptResource(state, state.createdAt, deps)) === undefined) return undefined;
    const known = await rememberedMaker(state, deps);
    const now = deps.clock.now();
    if (known !== undefined && (known.is !== "unread" || now < known.nextAt)) return known;
    if (!(await may())) return known;
    return remember(state, made(await deps.trail.whoMade(askedOf(state)), { known, now }), deps);
  };
}

const isTooOld = ({ createdAt }: Pick<ResourceState, "createdAt">, now: EpochMillis): boolean =>
  createdAt !== undefined && since(createdAt, now) > TRAIL_KEEPS;

const askedOf = ({ arn, type, account, region, name, createdAt }: ResourceState) => ({
  ref: { arn, type, account, region },
  name,
  ...(createdAt === undefined ? {} : { createdAt }),
});

/** One look-up more of this page, taken from the sweep's budget ten at a time. */
function allowance(task: SweepTask, { lookUps }: FindDeps): () => Promise<boolean> {
  let [used, granted] = [0, 0];
  return async () => {
    if (used >= MOST_A_PAGE) return false;
    if (used === granted) granted += await lookUps.take(task, AT_A_TIME);
    if (used === granted) return false;
    used += 1;
    return true;
  };
}

type Before = { readonly known: MadeBy | undefined; readonly now: EpochMillis };

function made(answer: WhoMade, { known, now }: Before): MadeBy {
  switch (answer.kind) {
    case "made-by":
      return { is: "known", principal: answer.principal, by: "trail" };
    case "not-told":
      return { is: "untold", because: answer.because };
    case "unreadable": {
      const tries = (known?.is === "unread" ? known.tries : 0) + 1;
      return { is: "unread", because: answer.code, tries, nextAt: plus(now, pauseAfter(tries)) };
    }
  }
}

/** 1 hour, 2, 4 … up to 5 days: a role that may not look does not let itself be asked at every sweep. */
const pauseAfter = (tries: number): Millis => millis(Math.min(hours(1) * 2 ** (tries - 1), hours(120)));

const remember = ({ arn }: ResourceState, by: MadeBy, { stores }: FindDeps): Promise<MadeBy> =>
  withRetries(async () => {
    const { sighted } = stores.coverage;
    const stored = await sighted.find(arn);
    if (stored === undefined) return by;
    const event = { type: "sighted.asked", by: ENFORCEMENT, data: { is: by.is } };
    const row = sighted.change(arn, stored, { value: { ...stored.value, made: by }, event });
    return (await stores.commit([row])).ok ? by : "moved";
  });
