import { expect, test } from "vitest";
import { grantJourney } from "#test/support/access/grant-journey.ts";

const SEEDS = 60;
const STEPS = 300;

/** Of the journeys, at least so many have to come to a place: what is never reached holds every invariant. */
const FEWEST = 5;

const PLACES = [
  "PLANNED",
  "PROVISIONING",
  "ACTIVE",
  "extended",
  "REVOKING",
  "REVOKE_RETRY",
  "REVOKED",
  "NEVER_STARTED",
];

test("in any order of steps, crashes, late calls and lost replies the invariants of grants hold, and all comes to its end", async () => {
  const reached: string[] = [];
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const journey = await grantJourney(seed, STEPS);
    reached.push(...journey.reached);
    expect(journey.broken, `seed ${seed}\n${journey.trace.slice(-40).join("\n")}`).toEqual([]);
  }
  const seldom = PLACES.filter((place) => reached.filter((each) => each === place).length < FEWEST);
  expect(seldom).toEqual([]);
});
