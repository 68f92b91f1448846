import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { advancedWallClock, virtualClock } from "#shared/adapters/local/clocks.ts";
import { openStateFile } from "#shared/adapters/local/sqlite-file.ts";
import { epochMillis, hours, plus } from "#shared/kernel/time.ts";

/** 2026-11-23T09:00:00Z */
const NINE = epochMillis(1_795_424_400_000);

const database = () => openStateFile(":memory:", { durability: "normal" });

describe("a virtual clock", () => {
  test("stands still until it is set, and never goes back", () => {
    const clock = virtualClock(NINE);
    expect(clock.now()).toBe(1_795_424_400_000);
    clock.set(plus(NINE, hours(1)));
    clock.set(NINE);
    expect(clock.now()).toBe(1_795_428_000_000);
  });
});

describe("the wall's clock, set ahead", () => {
  test("goes with the wall, by as much ahead as it was set", () => {
    let wall = 1_795_424_400_000;
    const clock = advancedWallClock(database(), () => wall);
    clock.set(plus(NINE, hours(4)));
    wall += 60_000;
    expect(clock.now()).toBe(1_795_424_400_000 + 4 * 3_600_000 + 60_000);
  });

  test("goes on after a restart from where it was", () => {
    const file = database();
    advancedWallClock(file, () => NINE).set(plus(NINE, hours(4)));
    expect(advancedWallClock(file, () => NINE + 5_000).now()).toBe(1_795_424_400_000 + 4 * 3_600_000 + 5_000);
  });

  test("never goes back by being set, whatever it is set to, and tells whole milliseconds", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(100_000), fc.integer({ min: -1_000_000, max: 1_000_000 }))), (steps) => {
        let wall = NINE + 0.25;
        const clock = advancedWallClock(database(), () => wall);
        let last = clock.now();
        for (const [passes, to] of steps) {
          wall += passes;
          clock.set(epochMillis(NINE + to));
          expect(clock.now()).toBeGreaterThanOrEqual(last);
          expect(Number.isInteger(clock.now())).toBe(true);
          last = clock.now();
        }
      }),
      { numRuns: 30 },
    );
  });
});
