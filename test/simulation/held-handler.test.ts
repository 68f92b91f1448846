import { expect, test } from "vitest";
import { openWorld } from "#test/simulation/world/world.ts";

/** Timers of the real clock that would fire some time; the test runner itself has one or two. */
const timers = (): number => process.getActiveResourcesInfo().filter((resource) => resource === "Timeout").length;

const CALLS = 20;

// A halt of a policy was once answered 500, and by no seed again: the machine had been busy for 29 s, the time-out
// of the API's function, while a seed held the handler back.
test("handlers that a seed holds back wait by no timer of the real clock, so only the seed decides how they end", async () => {
  const world = await openWorld(1);
  const statuses: unknown[] = [];
  const before = timers();
  for (let call = 0; call < CALLS; call += 1)
    world.simulator.begin(`halt ${call}`, async () => {
      const answer = await world.api({
        method: "POST",
        url: new URL("http://plane/v1/policies/core-tags/halt"),
        headers: { "content-type": "application/json" },
        body: Buffer.from('{"because":"it looks wrong"}'),
        requestId: `call-${call}`,
        claims: { sub: "pat", auth_time: 1 },
      });
      statuses.push(answer.statusCode);
    });
  for (let steps = 0; steps < 4 * CALLS; steps += 1) await world.simulator.step();
  expect(statuses).toEqual([]);
  expect(timers() - before).toBeLessThan(CALLS / 2);
  await world.simulator.calm();
  expect(statuses).toEqual(Array.from({ length: CALLS }, () => 200));
});
