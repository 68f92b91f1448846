import fc from "fast-check";
import { expect, test } from "vitest";
import { callDeadline, retryDelay } from "#shared/access/call-window.ts";
import { at } from "#test/support/access/moment.ts";

test.each([
  { attempts: 0, chance: 0, delay: 2_500 },
  { attempts: 0, chance: 1, delay: 5_000 },
  { attempts: 1, chance: 1, delay: 10_000 },
  { attempts: 7, chance: 1, delay: 640_000 },
  { attempts: 8, chance: 1, delay: 900_000 },
  { attempts: 10_000, chance: 1, delay: 900_000 },
])("after $attempts tries and at chance $chance the next is $delay ms away", ({ attempts, chance, delay }) => {
  expect(retryDelay(attempts, () => chance)).toBe(delay);
});

test("a retry is never at once and never more than 15 minutes away", () => {
  fc.assert(
    fc.property(fc.nat(), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (attempts, chance) => {
      const delay = retryDelay(attempts, () => chance);
      expect(delay).toBeGreaterThanOrEqual(2_500);
      expect(delay).toBeLessThanOrEqual(900_000);
      expect(Number.isInteger(delay)).toBe(true);
    }),
  );
});

test("a call may be sent for 30 seconds after the write that permits it", () => {
  expect(callDeadline(at("2026-11-23T09:00:00Z"))).toBe(at("2026-11-23T09:00:30Z"));
});
