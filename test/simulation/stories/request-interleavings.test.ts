import { expect, test } from "vitest";
import { requestJourney } from "#test/support/access/request-journey.ts";

const SEEDS = 30;
const STEPS = 400;

test("in any order of decisions, changes of the company and crashes the rules of requests hold, and each settles", async () => {
  const ended = new Set<string>();
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const journey = await requestJourney(seed, STEPS);
    expect(journey.broken, `seed ${seed}\n${journey.trace.slice(-40).join("\n")}`).toEqual([]);
    ended.add(journey.ended);
  }
  expect([...ended]).toEqual(expect.arrayContaining(["ENDED", "REVOKED", "REJECTED", "EXPIRED"]));
});
