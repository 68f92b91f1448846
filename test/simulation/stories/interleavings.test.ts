import { expect, test } from "vitest";
import { grantJourney } from "#test/support/access/grant-journey.ts";

const SEEDS = 60;
const STEPS = 150;

test("in any order of steps, crashes, late calls and lost replies the invariants of grants hold, and all comes to its end", async () => {
  const reached = new Set<string>();
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const journey = await grantJourney(seed, STEPS);
    for (const state of journey.reached) reached.add(state);
    expect(journey.broken, `seed ${seed}\n${journey.trace.slice(-40).join("\n")}`).toEqual([]);
  }
  const states = ["PLANNED", "PROVISIONING", "ACTIVE", "REVOKING", "REVOKE_RETRY", "REVOKED", "NEVER_STARTED"];
  expect([...reached].map((state) => state.split(" ")[1])).toEqual(expect.arrayContaining(states));
});
