import { describe, expect, test } from "vitest";
import { endAfterPut, noReadBack, noRevisionCheck } from "#test/simulation/planted.ts";
import { runSeed } from "#test/simulation/run-seed.ts";
import type { Plant } from "#test/simulation/world/world.ts";

/** The first seed that notices, and what it said; stories of twice the length, as faults of order are rare. */
async function caught(plant: Plant, most: number): Promise<readonly [number, string]> {
  for (let seed = 1; seed <= most; seed += 1) {
    const { breaches } = await runSeed(seed, { plant, impatient: true, steps: 300 });
    if (breaches[0] !== undefined) return [seed, breaches[0]];
  }
  return [Number.POSITIVE_INFINITY, "nothing"];
}

describe("the simulation", () => {
  test("keeps every invariant of access, policy, cost and audit, whatever the weather", async () => {
    const broken: string[] = [];
    for (let seed = 1; seed <= 20; seed += 1) {
      const { breaches } = await runSeed(seed);
      broken.push(...breaches.map((sentence) => `seed ${seed}: ${sentence}`));
    }
    expect(broken).toEqual([]);
  });

  test("tells the same seed the same way, word for word", async () => {
    const [once, again, other] = [await runSeed(31), await runSeed(31), await runSeed(32)];
    expect(again).toEqual(once);
    expect(other.trace).not.toEqual(once.trace);
  });

  test("fails a seed that does not end, with its steps so far, instead of waiting for it", async () => {
    const { breaches, steps, trace } = await runSeed(1, { longest: 0, steps: 1_000_000 });
    expect(breaches[0]).toMatch(/^fault: Error: Cannot end: it runs for more than 0 ms/);
    expect(steps).toBeLessThan(1_000_000);
    expect(trace.length).toBeGreaterThan(0);
  });

  test("notices that a grant's end is scheduled after its put", async () => {
    const [seed, sentence] = await caught(endAfterPut, 10);
    expect(seed).toBeLessThanOrEqual(10);
    expect(sentence).toMatch(/^2: tollgate-g-.* is put, and its end is not scheduled$/);
  });

  test("notices that a row is written over a newer one", async () => {
    const [seed, sentence] = await caught(noRevisionCheck, 40);
    expect(seed).toBeLessThanOrEqual(40);
    expect(sentence).toMatch(/^audit: .* was written as revision|^audit: event|^5:|^6:|^7:|^13:/);
  });

  test("notices that what was written is not read back", async () => {
    const [seed, sentence] = await caught(noReadBack, 60);
    expect(seed).toBeLessThanOrEqual(60);
    expect(sentence).toMatch(/^read-back: /);
  });
});
