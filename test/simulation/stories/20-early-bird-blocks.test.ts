import { expect, test } from "vitest";
import { askedNow } from "#shared/access/stages.ts";
import { requestWorld } from "#test/support/access/request-world.ts";

test("story 20, the early bird blocks: who alone can decide the second stage may not use up the first", async () => {
  const world = await requestWorld();
  await world.governance.setPerson("sam", ["all-data", "security-engineers", "orders-data-owners"]);
  await world.governance.removePerson("sue");
  await world.governance.removePerson("olga");
  const request = await world.asked();
  const early = await world.decide(request, "sam");
  expect(early).toMatchObject({ ok: false, error: { kind: "not-taken", why: "leaves-nobody", needs: ["owen"] } });
  expect((await world.decide(request, "owen")).ok).toBe(true);
  expect((await world.decide(request, "sam")).ok).toBe(true);
});

test("story 20: the inbox offers a request only to those whose decision does", async () => {
  const world = await requestWorld();
  await world.governance.setPerson("sam", ["all-data", "security-engineers", "orders-data-owners"]);
  await world.governance.removePerson("sue");
  const request = await world.request(await world.asked());
  if (request.state !== "PENDING") throw new Error("not pending");
  const { catalog } = await world.governance.catalog();
  const company = { catalog, people: await world.governance.people(), authors: new Map() };
  expect(askedNow(request, company)).toEqual(["owen", "olga"]);
});

test("story 20: whoever may decide can also say no, though nobody would be left after a yes", async () => {
  const world = await requestWorld();
  await world.governance.setPerson("sam", ["all-data", "security-engineers", "orders-data-owners"]);
  await world.governance.removePerson("sue");
  const request = await world.asked();
  expect((await world.decide(request, "sam", "reject")).ok).toBe(true);
  expect((await world.request(request)).state).toBe("REJECTED");
});
