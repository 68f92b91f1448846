import type { Weather } from "#infra/local/simulator.ts";
import type { CloudCall, Fault, Faults } from "#shared/adapters/local/sandbox/faults.ts";
import type { Random } from "#shared/kernel/ids.ts";
import { type Clock, type Millis, millis, plus, seconds } from "#shared/kernel/time.ts";

/** How old a read of the account may be at most: part of every fence. */
export const STALENESS: Millis = seconds(5);

/** The share of the account's calls that go wrong, 0 to 1. */
export type CloudWeather = { faults: number };

/** A climate per seed, from fair to foul, so that long stories happen as well as broken ones. */
export function climateOf(random: Random): { readonly messages: Weather; readonly cloud: CloudWeather } {
  const foul = random() ** 2;
  return {
    messages: {
      lose: 0.25 * foul,
      double: 0.15 * foul,
      kill: 0.02 * foul,
      wait: 0.02 + 0.06 * random(),
    },
    cloud: { faults: 0.4 * random() ** 2 },
  };
}

const isWrite = ({ operation }: CloudCall): boolean => !/:(Get|List|Describe)/.test(operation);

/** Draws what goes wrong with each call. Assumption A1 holds: nothing acts past its deadline. */
export function faultsFrom(random: Random, weather: CloudWeather, clock: Clock): Faults {
  return (call) => {
    if (random() >= weather.faults) return undefined;
    return isWrite(call) ? writeFault(random, clock) : readFault(random);
  };
}

function writeFault(random: Random, clock: Clock): Fault {
  const chance = random();
  if (chance < 0.25) return { kind: "throttled" };
  if (chance < 0.45) return { kind: "times-out-before" };
  if (chance < 0.65) return { kind: "times-out-after" };
  if (chance < 0.93) return { kind: "late", at: plus(clock.now(), millis(Math.floor(random() * 40_000))) };
  if (chance < 0.98) return { kind: "fails-inside", code: "InternalError" };
  return { kind: "refused", code: "AccessDenied", message: "Not authorized" };
}

function readFault(random: Random): Fault {
  const chance = random();
  if (chance < 0.3) return { kind: "throttled" };
  if (chance < 0.45) return { kind: "times-out-before" };
  return { kind: "stale", by: millis(Math.floor(random() * STALENESS)) };
}
