import type { Grant } from "#shared/access/grant.ts";
import { hours, type Millis, millis, minutes, plus, since } from "#shared/kernel/time.ts";
import { ACCESS_ACTS } from "#test/simulation/acts/access-acts.ts";
import type { Case } from "#test/simulation/acts/cases.ts";
import { CHANGE_ACTS } from "#test/simulation/acts/change-acts.ts";
import { COST_ACTS } from "#test/simulation/acts/cost-acts.ts";
import { FOUNDER_ACTS, RULE_ACTS } from "#test/simulation/acts/founder-acts.ts";
import { answersWrite, POLICY_ACTS } from "#test/simulation/acts/policy-acts.ts";
import type { Acts, Story } from "#test/simulation/acts/story.ts";
import { checkAccess, putWatch } from "#test/simulation/invariants/access-cloud.ts";
import {
  checkGrantWrite,
  checkHoldings,
  checkOverRequests,
  checkRequestWrite,
} from "#test/simulation/invariants/access-rows.ts";
import { authorsIn } from "#test/simulation/invariants/authors.ts";
import { checkCostWrite } from "#test/simulation/invariants/cost.ts";
import { checkEffects, noteAccepted } from "#test/simulation/invariants/effect.ts";
import { checkHeard } from "#test/simulation/invariants/heard.ts";
import { checkPlanWrite, type HeldWorld } from "#test/simulation/invariants/held.ts";
import { watchHistory } from "#test/simulation/invariants/history.ts";
import { checkRest } from "#test/simulation/invariants/liveness.ts";
import { watchMoves } from "#test/simulation/invariants/moves.ts";
import { checkPolicyWrite, type PolicyWorld, writeWatch } from "#test/simulation/invariants/policy.ts";
import { messageWatch } from "#test/simulation/invariants/posts.ts";
import { type RowChange, type Rows, watchRows } from "#test/simulation/invariants/rows.ts";
import type { Journey } from "#test/simulation/journeys.ts";
import { openWorld, type Plant, type World } from "#test/simulation/world/world.ts";

export type Outcome = {
  readonly seed: number;
  readonly steps: number;
  /** The sentences of what broke, in the order in which it did; empty when everything held. */
  readonly breaches: readonly string[];
  readonly trace: readonly string[];
  /** The rare cases that it met. */
  readonly met: readonly Case[];
};

export type RunOptions = {
  readonly steps?: number;
  readonly plant?: Plant;
  readonly journey?: Journey;
  /** Ends with the first breach of this form, wherever it is. */
  readonly until?: RegExp;
  /** Milliseconds of real time after which it has failed, with the trace so far. */
  readonly longest?: number;
};

const STEPS = 150;

/** A seed takes a tenth of a second; one that takes this long on a busy machine does not end by itself. */
const LONGEST = 60_000;

/** The share of steps in which a person does something. */
const ACTS_SHARE = 0.16;

/** The share of steps in which everything comes to its end. */
const PAUSE_SHARE = 0.05;

const ACTS: Acts = [...ACCESS_ACTS, ...POLICY_ACTS, ...COST_ACTS, ...CHANGE_ACTS];

/** Under strict segregation it matters who founded the company. */
const MORE_ACTS: { readonly [founder in World["founder"]]: Acts } = {
  person: ACTS,
  plane: [...ACTS, ...RULE_ACTS],
  operator: [...ACTS, ...FOUNDER_ACTS],
};

const actsIn = ({ strict, founder }: World, more: Acts): Acts => [...(strict ? MORE_ACTS[founder] : ACTS), ...more];

type Run = {
  readonly story: Story;
  readonly policy: PolicyWorld;
  readonly held: HeldWorld;
  readonly breaches: string[];
  readonly trace: string[];
  readonly acts: Acts;
};

/** One seed from its founding to its rest; the same seed is the same story, word for word. */
export async function runSeed(seed: number, options: RunOptions = {}): Promise<Outcome> {
  const run = await begin(seed, options);
  const { story, breaches, trace } = run;
  const { world } = story;
  try {
    await inTime(live(run, options), options.longest ?? LONGEST);
  } catch (fault) {
    breaches.push(`fault: ${fault instanceof Error ? (fault.stack ?? fault.message) : String(fault)}`);
  } finally {
    world.database.close();
  }
  return { seed, steps: world.steps.count, breaches: [...new Set(breaches)], trace, met: [...story.met] };
}

async function live(run: Run, { steps, journey, until }: RunOptions): Promise<void> {
  const most = steps ?? journey?.steps ?? STEPS;
  const isOver = (): boolean => until !== undefined && run.breaches.some((each) => until.test(each));
  while (run.story.world.steps.count < most && !isOver()) await step(run);
  if (!isOver()) await rest(run);
}

/** @throws Error when `work` is not done after so many milliseconds of real time */
async function inTime(work: Promise<void>, longest: number): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Cannot end: it runs for more than ${longest} ms`)), longest);
  });
  try {
    await Promise.race([work, tooLong]);
  } finally {
    clearTimeout(timer);
  }
}

async function begin(seed: number, { plant, journey = {} }: RunOptions): Promise<Run> {
  const breaches: string[] = [];
  const trace: string[] = [];
  const say = (sentence: string): void => {
    breaches.push(sentence);
    trace.push(`  broken: ${sentence}`);
  };
  const met = new Set<Case>();
  let run: Run | undefined;
  const now = (): Run => {
    if (run === undefined) throw new Error("Cannot look at a world that is not open yet");
    return run;
  };
  const world = await openWorld(seed, {
    watch: {
      grantCall: (call) => putWatch(() => now().story.rows, now().story.world.clock, say)(call),
      weather: (call, fault) => noteAccepted(call, fault, met),
      resourceWrite(...call) {
        writeWatch(() => now().policy, say)(...call);
        journey.sent?.(now().story, call[0]);
      },
      resourceWritten: (ref) => (journey.answered ?? answersWrite)(now().story, ref),
      ...(journey.activating && { activating: () => journey.activating?.(now().story) ?? Promise.resolve() }),
      message: (message) => {
        met.add(message.thread === undefined ? "a finding that was told" : "a request that was told");
        const { world, rows } = now().story;
        messageWatch({ rows, runsFor: since(world.begunAt().at, world.clock.now()) }, say)(message);
      },
    },
    ...(plant === undefined ? {} : { plant }),
    ground: journey,
  });
  const written = (change: RowChange) => checkWrite(change, now());
  const rows = watchRows(world.database, world.clock, { breach: say, written });
  const story: Story = {
    world,
    rows,
    say,
    tampered: new Set(),
    keys: new Map(),
    billed: new Map(),
    refusable: new Set(),
    isStricter: stricterThanFounded(rows, "company"),
    isHeldStricter: stricterThanFounded(rows, "changes"),
    authorOf: world.strict ? authorsIn(world.database) : undefined,
    lost: { news: false },
    met,
    count: 1,
  };
  run = {
    story,
    policy: policyWorld(story),
    held: heldWorld(story),
    breaches,
    trace,
    acts: actsIn(world, journey.acts ?? []),
  };
  return run;
}

const policyWorld = ({ world, rows, met }: Story): PolicyWorld => ({
  rows,
  met,
  tally: new Map(),
  now: world.clock.now,
  history: watchHistory(world.database, world.clock),
  stoppedAt: new Map(),
  step: () => world.steps.count,
  begunAt: () => world.begunAt().step,
});

const heldWorld = ({ rows, met, authorOf, isHeldStricter }: Story): HeldWorld => ({
  rows,
  met,
  moves: watchMoves(() => rows, new Set(["AccessPolicy:orders-own-rules", "AccessPolicy:security-knows"])),
  authorOf,
  isStricter: isHeldStricter,
});

async function step(run: Run): Promise<void> {
  const { story, trace } = run;
  const { world } = story;
  world.steps.count += 1;
  const acted = world.random() < ACTS_SHARE ? actOf(run) : undefined;
  const line = acted ?? (world.random() < PAUSE_SHARE ? await pause(world) : await world.simulator.step());
  if (line.startsWith("lost ") && line.includes("change-notify")) story.lost.news = true;
  trace.push(`${world.steps.count} ${new Date(world.clock.now()).toISOString()} ${line}`);
  check(run, acted !== undefined || !line.includes(": "));
}

/** Everything under way comes to its end, and some time goes by: stories need it to get anywhere. */
async function pause({ simulator, clock, random }: World): Promise<string> {
  await simulator.calm();
  clock.set(plus(clock.now(), millis(Math.floor(random() ** 4 * hours(2)))));
  return "a pause";
}

function actOf({ story, acts }: Run): string | undefined {
  let left = story.world.random() * acts.reduce((sum, [weight]) => sum + weight, 0);
  for (const [weight, act] of acts) {
    left -= weight;
    if (left < 0) return act(story);
  }
  return undefined;
}

/** What one write must keep, at the moment of its transaction. */
function checkWrite(change: RowChange, { story, policy, held }: Run): void {
  const { rows, isStricter, met, authorOf, say } = story;
  held.moves.written(change, say);
  if (isLeftover(change)) met.add("a policy that came back, and was removed");
  if (change.kind === "grant") checkGrantWrite(change, rows, say);
  else if (change.kind === "access-request") checkRequestWrite(change, { rows, isStricter, authorOf, met }, say);
  else if (change.kind === "catalog-plan") checkPlanWrite(change, held, say);
  else {
    checkPolicyWrite(change, policy, say);
    checkCostWrite(change, story, say);
  }
}

/** A grant whose end was proved is written again for one reason only: the reconciler found its policy. */
const isLeftover = ({ kind, before }: RowChange): boolean =>
  kind === "grant" && (before as Grant | undefined)?.state === "REVOKED";

/**
 * Where the account breaks its promise (A1), access may come back after its end was proved: the proof was sound, and
 * a put took effect after it. Only what the account answers is excused; no row may be written otherwise than ever.
 */
const sayUnder =
  ({ world, say, met }: Story) =>
  (sentence: string): void => {
    if (!world.cloudWeather.breaksPromise || !sentence.startsWith("7: ")) say(sentence);
    else met.add("access that came back after its end was proved");
  };

/** What must hold between two steps; what IAM answers is asked only when something may have moved it. */
function check({ story }: Run, thorough: boolean): void {
  const { rows, world, tampered } = story;
  const changes = rows.changes();
  if (changes.length > 0) checkOverRequests(changes, rows, story.say);
  if (changes.length > 0) checkHoldings(changes, rows, story.say);
  if (changes.length > 0) checkHeard(changes, rows, story.say);
  checkEffects(changes, story, story.say);
  if (thorough || changes.some(({ kind }) => kind === "grant"))
    checkAccess({ rows, sandbox: world.sandbox, clock: world.clock, tampered }, sayUnder(story));
}

/** Whether what decides by a policy is other than it was founded: a person more is asked. */
function stricterThanFounded(rows: Rows, policy: "company" | "changes"): () => boolean {
  const hash = () => (rows.get("access-policy", policy) as { readonly hash: string }).hash;
  const founded = hash();
  return () => hash() !== founded;
}

/** Fair weather, and time enough for everything to come to its end. */
const REST: readonly Millis[] = [minutes(3), minutes(20), hours(4), hours(9), hours(25), hours(3), hours(1)];

async function rest(run: Run): Promise<void> {
  const { world } = run.story;
  world.cloudWeather.faults = 0;
  await world.simulator.calm();
  check(run, true);
  for (const length of REST) {
    world.clock.set(plus(world.clock.now(), length));
    await world.host.settle();
    check(run, true);
  }
  await checkRest(run.story);
}
