import { expect, test } from "vitest";
import { requestJourney } from "#test/support/access/request-journey.ts";

const SEEDS = 60;
const STEPS = 600;

/** Of the journeys, at least so many have to come to a place: what is never reached keeps every rule. */
const FEWEST = 4;

const PLACES = [
  "PENDING",
  "APPROVED",
  "approved anew",
  "ACTIVATING",
  "ACTIVE",
  "REVOKING",
  "ENDED",
  "REVOKED",
  "REJECTED",
];

test("in any order of decisions, changes of the company and crashes the rules of requests hold, and each settles", async () => {
  const reached: string[] = [];
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const journey = await requestJourney(seed, STEPS);
    expect(journey.broken, `seed ${seed}\n${journey.trace.slice(-40).join("\n")}`).toEqual([]);
    reached.push(...journey.reached);
  }
  const seldom = PLACES.filter((place) => reached.filter((each) => each === place).length < FEWEST);
  expect(seldom).toEqual([]);
});
