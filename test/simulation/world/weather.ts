import type { Weather } from "#infra/local/simulator.ts";
import { type CloudCall, type Fault, type Faults, noFaults } from "#shared/adapters/local/sandbox/faults.ts";
import type { Random } from "#shared/kernel/ids.ts";
import { type Clock, type EpochMillis, hours, type Millis, millis, plus, seconds } from "#shared/kernel/time.ts";

/** How old a read of the account may be at most: part of every fence. */
export const STALENESS: Millis = seconds(5);

/**
 * The share of the account's calls that go wrong, 0 to 1; whether it breaks its one promise (access-protocol A1): a
 * put may then take effect long after its deadline; the share of reads that lag: for {@link STALENESS} after a write to
 * a resource they show the account as it was before; and the share of what is written to, kind by kind,
 * to which it is deaf: it accepts every such write, and none takes effect until the weather is fair.
 */
export type CloudWeather = {
  faults: number;
  readonly breaksPromise: boolean;
  readonly lags: number;
  readonly deaf: number;
  /** The calls that it may be deaf to; all writes where absent. */
  readonly deafTo?: RegExp;
};

/** One climate in five: often enough that 40 seeds meet it. */
export const breaksPromise = (seed: number): boolean => seed % 5 === 3;

/** One account in three. */
const lags = (seed: number): number => (seed % 3 === 2 ? 0.8 : 0);

/** One account in seven is, to writes of every kind; two in seven let go of no access. */
function deafness(seed: number): Pick<CloudWeather, "deaf" | "deafTo"> {
  if (seed % 7 === 5) return { deaf: 0.4 };
  return seed % 7 === 1 || seed % 7 === 4 ? { deaf: 0.7, deafTo: /^iam:DeleteRolePolicy$/ } : { deaf: 0 };
}

/** A climate per seed, from fair to foul, so that long stories happen as well as broken ones. */
export function climateOf(seed: number, random: Random): { readonly messages: Weather; readonly cloud: CloudWeather } {
  const foul = random() ** 2;
  return {
    messages: {
      lose: 0.25 * foul,
      double: 0.15 * foul,
      kill: 0.02 * foul,
      wait: 0.02 + 0.06 * random(),
    },
    cloud: { faults: 0.4 * random() ** 2, breaksPromise: breaksPromise(seed), lags: lags(seed), ...deafness(seed) },
  };
}

const isWrite = ({ operation }: CloudCall): boolean => !/:(Get|List|Describe)/.test(operation);

/** Draws what goes wrong with each call. Nothing acts past its deadline, but in a cloud that breaks its promise. */
export function faultsFrom(random: Random, weather: CloudWeather, clock: Clock): Faults {
  const lag = weather.lags > 0 ? lagging(random, weather, clock) : noFaults;
  const deaf = weather.deaf > 0 ? deafened(random, weather) : noFaults;
  return (call) => {
    const first = lag(call) ?? deaf(call);
    if (first !== undefined) return first;
    const broken = weather.breaksPromise && weather.faults > 0 && call.operation === "iam:PutRolePolicy";
    if (broken && random() < 0.4) return tooLate(random, clock);
    if (random() >= weather.faults) return undefined;
    return isWrite(call) ? writeFault(random, clock) : readFault(random);
  };
}

/** Reads of resources that are behind the last write to one, whichever it was: an account lags as a whole. */
function lagging(random: Random, weather: CloudWeather, clock: Clock): Faults {
  let wroteAt: EpochMillis | undefined;
  return ({ operation }) => {
    if (operation.startsWith("iam:")) return undefined;
    const now = clock.now();
    if (!/:(List|Describe)$/.test(operation)) wroteAt = now;
    else if (wroteAt !== undefined && weather.faults > 0 && random() < weather.lags) {
      const by = millis(now - wroteAt + 1);
      if (by <= STALENESS) return { kind: "stale", by };
    }
    return undefined;
  };
}

/** Whom or what a write is to, under whichever name its call gives it. */
const targetOf = ({ args }: CloudCall): string =>
  String(args["role"] ?? args["arn"] ?? args["arns"] ?? args["bucket"] ?? args["logGroup"]);

function deafened(random: Random, weather: CloudWeather): Faults {
  const known = new Map<string, boolean>();
  return (call) => {
    if (!isWrite(call) || weather.faults === 0 || weather.deafTo?.test(call.operation) === false) return undefined;
    const what = `${call.operation} ${targetOf(call)}`;
    const isIt = known.get(what) ?? random() < weather.deaf;
    known.set(what, isIt);
    return isIt ? { kind: "accepted-in-vain" } : undefined;
  };
}

const tooLate = (random: Random, clock: Clock): Fault => ({
  kind: "late-past-deadline",
  at: plus(clock.now(), millis(Math.floor(random() * LATEST))),
});

/** How long after it was sent a put may yet take effect where A1 is broken. */
const LATEST = hours(6);

function writeFault(random: Random, clock: Clock): Fault {
  const soon = (most: number): EpochMillis => plus(clock.now(), millis(Math.floor(random() * most)));
  const chance = random();
  if (chance < 0.2) return { kind: "throttled" };
  if (chance < 0.35) return { kind: "times-out-before" };
  if (chance < 0.5) return { kind: "times-out-after" };
  if (chance < 0.7) return { kind: "late", at: soon(40_000) };
  if (chance < 0.82) return { kind: "accepted-in-vain" };
  // An answered write shows after as long as a read may be old.
  if (chance < 0.93) return { kind: "accepted-late", at: soon(STALENESS) };
  if (chance < 0.98) return { kind: "fails-inside", code: "InternalError" };
  return { kind: "refused", code: "AccessDenied", message: "Not authorized" };
}

function readFault(random: Random): Fault {
  const chance = random();
  if (chance < 0.3) return { kind: "throttled" };
  if (chance < 0.45) return { kind: "times-out-before" };
  return { kind: "stale", by: millis(Math.floor(random() * STALENESS)) };
}
