import { describe, expect, test } from "vitest";
import { PLANTED, type Planted } from "#test/simulation/planted-faults.ts";
import { runSeed } from "#test/simulation/run-seed.ts";

/** Each is met by one seed in five at least, so not to be met by so many is a chance of one in some thousands. */
const MOST_SEEDS = 40;

/** The breach by which a planted fault is noticed, in the first seed that meets it: whichever that is. */
async function caught({ plant, form, journey }: Planted): Promise<string> {
  for (let seed = 1; seed <= MOST_SEEDS; seed += 1) {
    const { breaches } = await runSeed(seed, { plant, until: form, ...(journey === undefined ? {} : { journey }) });
    const breach = breaches.find((each) => form.test(each));
    if (breach !== undefined) return breach;
  }
  return `nothing in ${MOST_SEEDS} seeds`;
}

describe("the simulation", () => {
  test("keeps every invariant of access, policy, cost and audit, whatever the weather", async () => {
    const broken: string[] = [];
    // A taste: `npm run simulate` tells two thousand.
    for (let seed = 1; seed <= 12; seed += 1) {
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

  test.each(PLANTED)("notices, whatever the timing, that $fault", async (planted) => {
    expect(await caught(planted)).toMatch(planted.form);
  });
});
