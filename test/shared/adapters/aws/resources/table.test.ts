import { expect, test } from "vitest";
import { furnish } from "#infra/local/sample/estate.ts";
import { SERVED_TYPES, UNSERVED_TYPES } from "#shared/adapters/aws/resources/table.ts";
import type { Plant } from "#shared/adapters/local/sandbox/plant.ts";
import { epochMillis } from "#shared/kernel/time.ts";
import { RESOURCE_TYPES } from "#shared/policy/resource-types/table.ts";

test("every resource type that the sample company has is served in a real account", () => {
  const types = new Set<string>();
  const note = () => undefined;
  const plant = {
    account: note,
    key: note,
    object: note,
    resource: ({ type }: { type: string }) => void types.add(type),
  };
  furnish(plant as unknown as Plant, { now: epochMillis(Date.parse("2026-11-02T06:00:00Z")) });
  expect(types).toContain("emr.cluster");
  expect([...types].filter((type) => !SERVED_TYPES.has(type))).toEqual([]);
});

test("what is served and what is not are the types of the table", () => {
  expect([...SERVED_TYPES.keys(), ...UNSERVED_TYPES].toSorted()).toEqual([...RESOURCE_TYPES.keys()].toSorted());
});
