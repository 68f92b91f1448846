import fc from "fast-check";
import { expect, test } from "vitest";
import { epochMillis } from "#shared/kernel/time.ts";
import { capText, countWrite, NO_WRITES, type PolicyState } from "#shared/policy/enforce/policy-state.ts";
import { at } from "#test/support/findings.ts";

const MONDAY = at("2026-11-23T23:59:59Z");
const promotion = { policyHash: "h", plan: "P-1", by: "otto", at: MONDAY, inScope: 100 };
const fresh: PolicyState = { policy: "core-tags", promotion, count: NO_WRITES };

const writesUntilBreach = (state: PolicyState, caps: Parameters<typeof countWrite>[2]) => {
  let current = state;
  for (let writes = 0; ; writes += 1) {
    const counted = countWrite(current, { run: "run-1", now: MONDAY }, caps);
    if (counted.kind === "breach") return { writes, cap: counted.cap, halted: counted.state.halt };
    current = counted.state;
  }
};

test.each([
  { because: "the run's cap is the lowest", caps: { run: 3, day: 9, scopeMillionths: 500_000 }, writes: 3, cap: "run" },
  { because: "the day's cap is the lowest", caps: { run: 9, day: 2, scopeMillionths: 500_000 }, writes: 2, cap: "day" },
  { because: "5 % of 100 in scope", caps: { run: 50, day: 50, scopeMillionths: 50_000 }, writes: 5, cap: "scope" },
  {
    because: "rounded down: 1.9 % is one",
    caps: { run: 50, day: 50, scopeMillionths: 19_000 },
    writes: 1,
    cap: "scope",
  },
  { because: "never less than one", caps: { run: 50, day: 50, scopeMillionths: 1 }, writes: 1, cap: "scope" },
  {
    because: "a cap of zero lets nothing through",
    caps: { run: 0, day: 9, scopeMillionths: 1_000_000 },
    writes: 0,
    cap: "run",
  },
])("$writes writes are made, then the $cap cap halts: $because", ({ caps, writes, cap }) => {
  expect(writesUntilBreach(fresh, caps)).toMatchObject({ writes, cap, halted: { at: MONDAY, cap } });
});

test("the day's count begins anew at midnight UTC, the run's does not", () => {
  const caps = { run: 3, day: 2, scopeMillionths: 1_000_000 };
  const two = [1, 2].reduce((state) => countWrite(state, { run: "run-1", now: MONDAY }, caps).state, fresh);
  const tuesday = at("2026-11-24T00:00:00Z");
  const third = countWrite(two, { run: "run-1", now: tuesday }, caps);
  expect(third).toMatchObject({ kind: "counted", state: { count: { day: "2026-11-24", today: 1 } } });
  expect(countWrite(third.state, { run: "run-1", now: tuesday }, caps)).toMatchObject({ kind: "breach", cap: "run" });
});

test("what halted it is said in words", () => {
  expect(capText("day", 500)).toBe("500 changes today, the cap");
  expect(capText("run", 1)).toBe("1 change in one run, the cap");
});

test("however writes come, no cap is ever passed", () => {
  const write = fc.record({ run: fc.constantFrom("a", "b", "c"), minutes: fc.integer({ min: 0, max: 4_000 }) });
  const limits = fc.record({
    run: fc.integer({ min: 0, max: 6 }),
    day: fc.integer({ min: 0, max: 9 }),
    scopeMillionths: fc.integer({ min: 1, max: 200_000 }),
  });
  fc.assert(
    fc.property(fc.array(write, { maxLength: 60 }), limits, (writes, caps) => {
      let state = fresh;
      const perRun = new Map<string, number>();
      const perDay = new Map<string, number>();
      for (const { run, minutes } of writes.toSorted((left, right) => left.minutes - right.minutes)) {
        const now = epochMillis(at("2026-11-23T00:00:00Z") + minutes * 60_000);
        const counted = countWrite(state, { run, now }, caps);
        if (counted.kind === "breach") break;
        state = counted.state;
        const day = new Date(now).toISOString().slice(0, 10);
        perRun.set(run, (perRun.get(run) ?? 0) + 1);
        perDay.set(day, (perDay.get(day) ?? 0) + 1);
      }
      expect(Math.max(0, ...perRun.values())).toBeLessThanOrEqual(caps.run);
      const ofScope = Math.max(1, Math.floor(caps.scopeMillionths / 10_000));
      expect(Math.max(0, ...perDay.values())).toBeLessThanOrEqual(Math.min(caps.day, ofScope));
    }),
    { numRuns: 150 },
  );
});
