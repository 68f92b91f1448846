import { describe, expect, test } from "vitest";
import { tokenMemory } from "#infra/local/token-memory.ts";
import { type EpochMillis, epochMillis } from "#shared/kernel/time.ts";

/** 2026-11-23T09:00:00Z */
const NINE = 1_795_424_400;

const at = (seconds: number): EpochMillis => epochMillis(seconds * 1_000);

describe("the memory of verified tokens", () => {
  test.each([
    { because: "in its time", now: NINE, claims: { exp: NINE + 60 }, known: true },
    {
      because: "the clocks may differ by five seconds at its end",
      now: NINE + 64,
      claims: { exp: NINE + 60 },
      known: true,
    },
    { because: "it has ended", now: NINE + 65, claims: { exp: NINE + 60 }, known: false },
    { because: "it says no end", now: NINE, claims: {}, known: false },
    { because: "five seconds before it begins", now: NINE, claims: { exp: NINE + 60, nbf: NINE + 5 }, known: true },
    { because: "it has not begun", now: NINE, claims: { exp: NINE + 60, nbf: NINE + 6 }, known: false },
    { because: "just under two minutes old", now: NINE + 119, claims: { exp: NINE + 900 }, known: true },
    { because: "two minutes old", now: NINE + 120, claims: { exp: NINE + 900 }, known: false },
    { because: "the clock went back behind its check", now: NINE - 1, claims: { exp: NINE + 900 }, known: false },
  ])("knows a token or not: $because", ({ now, claims, known }) => {
    const memory = tokenMemory({ tolerance: 5 });
    memory.keep("a.b.c", claims, at(NINE));
    expect(memory.recall("a.b.c", at(now)) !== undefined).toBe(known);
  });

  test("knows no other token by it", () => {
    const memory = tokenMemory({ tolerance: 5 });
    memory.keep("a.b.c", { exp: NINE + 60 }, at(NINE));
    expect(memory.recall("a.b.d", at(NINE))).toBeUndefined();
  });

  test("what it knows cannot be changed by who reads it", () => {
    const memory = tokenMemory({ tolerance: 5 });
    memory.keep("a.b.c", { sub: "ada", groups: ["all-staff"], exp: NINE + 60 }, at(NINE));
    const claims = memory.recall("a.b.c", at(NINE)) ?? {};
    expect(() => Object.assign(claims, { sub: "ben" })).toThrow(TypeError);
    expect(() => Object.assign(claims["groups"] as object, ["operators"])).toThrow(TypeError);
  });

  test("holds a thousand, and forgets first what was not used for longest", () => {
    const memory = tokenMemory({ tolerance: 5 });
    for (let number = 0; number < 1_000; number += 1) memory.keep(`token-${number}`, { exp: NINE + 60 }, at(NINE));
    expect(memory.recall("token-0", at(NINE))).toBeDefined();
    memory.keep("token-1000", { exp: NINE + 60 }, at(NINE));
    expect(memory.recall("token-0", at(NINE))).toBeDefined();
    expect(memory.recall("token-1", at(NINE))).toBeUndefined();
    expect(memory.recall("token-2", at(NINE))).toBeDefined();
  });
});
