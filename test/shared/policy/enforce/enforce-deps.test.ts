import { expect, test } from "vitest";
import { Contention } from "#shared/kernel/contention.ts";
import { withRetries } from "#shared/policy/enforce/enforce-deps.ts";

test("rows that moved are read again, and the first outcome counts", async () => {
  const outcomes = ["moved", "moved", "written", "written again"] as const;
  let turn = 0;
  await expect(withRetries(async () => outcomes[turn++] ?? "moved")).resolves.toBe("written");
  expect(turn).toBe(3);
});

test("rows that never hold still are given up as contention, after 25 tries", async () => {
  let turns = 0;
  const never = withRetries(async () => {
    turns += 1;
    return "moved" as const;
  });
  await expect(never).rejects.toThrow(Contention);
  expect(turns).toBe(25);
});
