import { describe, expect, test } from "vitest";
import { gated } from "#infra/local/gates.ts";
import { seededRandom } from "#infra/local/seeded-random.ts";
import { simulatorOf, type Weather } from "#infra/local/simulator.ts";
import { deliver, tinyFunction, tinyPlane } from "#test/support/tiny-plane.ts";

const FAIR: Weather = { lose: 0, double: 0, kill: 0, wait: 0.05 };

/** Two workers that read a counter and write it back: the classic lost update. */
async function race(seed: number, weather: Weather = FAIR) {
  const plane = tinyPlane();
  let stored = 0;
  const counter = gated("counter", {
    read: async () => stored,
    write: async (value: number) => {
      stored = value;
    },
  });
  const worker = tinyFunction("worker", { kind: "queue", queue: "work", concurrency: 2 }, async () => {
    await counter.write((await counter.read()) + 1);
  });
  await plane.queues.send("work", { n: 1 });
  await plane.queues.send("work", { n: 2 });
  const simulator = simulatorOf({
    clock: plane.clock,
    deliveries: deliver(plane, [worker]),
    random: seededRandom(seed),
    weather,
    atOnce: 2,
  });
  const trace: string[] = [];
  for (let step = 0; step < 60; step += 1) trace.push(await simulator.step());
  await simulator.calm();
  return { stored, trace, depths: plane.queues.depths() };
}

describe("the simulator", () => {
  test("finds an order in which two workers lose an update, and one in which they do not", async () => {
    const outcomes = new Set<number>();
    for (let seed = 1; seed <= 30; seed += 1) outcomes.add((await race(seed)).stored);
    // Time may pass a message's patience, so that it comes again and counts once more.
    expect([...outcomes]).toEqual(expect.arrayContaining([1, 2]));
  });

  test("the same seed is the same story, word for word", async () => {
    expect((await race(7)).trace).toEqual((await race(7)).trace);
    expect((await race(7)).trace).not.toEqual((await race(8)).trace);
  });

  test("loses messages, doubles them and kills workers when the weather says so", async () => {
    const storm: Weather = { lose: 0.3, double: 0.3, kill: 0.2, wait: 0.1 };
    const words = new Set<string>();
    for (let seed = 1; seed <= 40; seed += 1) {
      for (const line of (await race(seed, storm)).trace)
        words.add(
          line.replace(/ .*, to come again$/, " doubled").replace(/ .*/, line.includes("again") ? " again" : ""),
        );
    }
    expect(words).toContain("lost");
    expect(words).toContain("killed");
    expect([...words].some((word) => word.endsWith("again") || word.endsWith("doubled"))).toBe(true);
  });

  test("a killed worker never goes on, and its message comes again", async () => {
    const killer: Weather = { lose: 0, double: 0, kill: 0.5, wait: 0.2 };
    let repeated = 0;
    for (let seed = 1; seed <= 40; seed += 1) {
      const { trace } = await race(seed, killer);
      if (trace.filter((line) => line.startsWith("started work #1")).length > 1) repeated += 1;
    }
    expect(repeated).toBeGreaterThan(0);
  });
});
