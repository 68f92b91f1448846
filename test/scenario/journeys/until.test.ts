import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import { until } from "#test/scenario/journeys/journey-host.ts";

const pass = () => setTimeout(5);

test("what comes late is waited for, and answered as it was seen", async () => {
  let looks = 0;
  const seen = await until(
    { pass, patience: 30_000 },
    async () => (looks += 1),
    (value) => value >= 3,
  );
  expect([seen, looks]).toEqual([3, 3]);
});

test("what is there already is answered at once, whatever the patience", async () => {
  const never = () => expect.unreachable("time passed");
  expect(
    await until(
      { pass: never, patience: 0 },
      async () => "there",
      () => true,
    ),
  ).toBe("there");
});

test("what does not come fails with what was seen last, however long each look takes", async () => {
  const looking = until(
    { pass, patience: 50 },
    async () => {
      await setTimeout(40);
      return { state: "PENDING" };
    },
    ({ state }) => state === "ACTIVE",
  );
  await expect(looking).rejects.toThrow(
    /^What was waited for did not come within \d+ ms; last seen: \{"state":"PENDING"\}$/,
  );
});
