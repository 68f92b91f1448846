import { describe, expect, test } from "vitest";
import { late } from "#shared/kernel/late.ts";

describe("what is made late", () => {
  test("is not made before somebody asks", async () => {
    let made = 0;
    const one = late(async () => (made += 1));
    expect(made).toBe(0);
    expect(await one()).toBe(1);
  });

  test("is made once for all who ask, at once or later", async () => {
    let made = 0;
    const one = late(async () => (made += 1));
    expect(await Promise.all([one(), one()])).toEqual([1, 1]);
    expect(await one()).toBe(1);
  });

  test("is made anew after a failure, which those who asked then are told", async () => {
    let tries = 0;
    const one = late(async () => {
      tries += 1;
      if (tries === 1) throw new Error("no answer");
      return tries;
    });
    await expect(one()).rejects.toThrow("no answer");
    expect(await one()).toBe(2);
  });
});
