import { expect, test } from "vitest";
import { hours } from "#shared/kernel/time.ts";
import { DOCUMENTS, requestWorld } from "#test/support/access/request-world.ts";
import { stricterCatalog } from "#test/support/access/stricter-catalog.ts";

test("story 19, nobody left to ask: sent back, those who had decided may decide again", async () => {
  const world = await requestWorld();
  await world.governance.removePerson("olga");
  await world.governance.removePerson("sue");
  const id = await world.approved({ duration: hours(2) });
  await world.governance.setCatalog(stricterCatalog(DOCUMENTS));
  await world.act(id);
  expect(await world.request(id)).toMatchObject({ state: "PENDING", round: 2, stage: 0 });
  expect((await world.request(id)).decisions).toHaveLength(2);
  for (const person of ["owen", "sam"]) expect((await world.decide(id, person)).ok, person).toBe(true);
  expect(await world.request(id)).toMatchObject({ state: "PENDING", stage: 2 });
  expect((await world.decide(id, "fay")).ok).toBe(true);
  await world.act(id);
  expect((await world.request(id)).state).toBe("ACTIVE");
});
