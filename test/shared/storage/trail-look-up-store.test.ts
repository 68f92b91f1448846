import { expect, test } from "vitest";
import { accountNumber } from "#shared/kernel/ids.ts";
import { lookUpBudgetOn } from "#shared/storage/trail-look-up-store.ts";
import { memoryRecords } from "#test/support/memory-records.ts";

const PLACE = { account: accountNumber("111122223333"), region: "eu-west-1" };
const FIRST = { ...PLACE, run: "sweep-2026-11-23T08:00:00.000Z" };
const SECOND = { ...PLACE, run: "sweep-2026-11-23T14:00:00.000Z" };

const budget = () => lookUpBudgetOn(memoryRecords("2026-11-23T08:00:00Z").records, 25);

test("a sweep gets what is left of its look-ups in an account and region, and then none", async () => {
  const { take } = budget();
  expect([await take(FIRST, 10), await take(FIRST, 10), await take(FIRST, 10), await take(FIRST, 10)]).toEqual([
    10, 10, 5, 0,
  ]);
  expect(await take({ ...FIRST, region: "eu-central-1" }, 10)).toBe(10);
});

test("the next sweep begins anew, and then nothing is left for the one before", async () => {
  const { take } = budget();
  await take(FIRST, 25);
  expect(await take(SECOND, 20)).toBe(20);
  expect(await take(FIRST, 1)).toBe(0);
  expect(await take(SECOND, 20)).toBe(5);
});

test("two workers do not take the same look-ups", async () => {
  const { take } = budget();
  const granted = await Promise.all([take(FIRST, 10), take(FIRST, 10), take(FIRST, 10), take(FIRST, 10)]);
  expect(granted.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(25);
});
