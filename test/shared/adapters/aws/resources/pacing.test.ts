import { expect, test } from "vitest";
import { pacing } from "#shared/adapters/aws/resources/pacing.ts";
import { PLACE } from "./scripted-target.ts";

test("two a second of each account and region, in the order of coming, and no wait for who comes late", async () => {
  let now = 1_000;
  const pauses: number[] = [];
  const turn = pacing(2, { now: () => now, pause: async (wait) => void pauses.push(wait) });
  await Promise.all([turn(PLACE), turn(PLACE), turn(PLACE)]);
  expect(pauses).toEqual([500, 1_000]);
  await turn({ ...PLACE, region: "us-east-1" });
  expect(pauses).toEqual([500, 1_000]);
  now = 2_400;
  await turn(PLACE);
  now = 9_000;
  await turn(PLACE);
  expect(pauses).toEqual([500, 1_000, 100]);
});
