import { expect, test } from "vitest";
import { eventEnforce } from "#functions/event-enforce/function.ts";
import { watchedCalls } from "#shared/policy/resource-types/table.ts";

test("it listens to exactly the services that have a watched call", () => {
  const watched = new Set(watchedCalls().map(({ source }) => `aws.${source.replace(".amazonaws.com", "")}`));
  expect(new Set<string>(eventEnforce.triggers[0].source)).toEqual(watched);
});
