import { expect, test } from "vitest";
import { personId } from "#shared/kernel/ids.ts";
import { requestWorld } from "#test/support/access/request-world.ts";

test("story 17, own approver: neither who asked nor for whom it was asked may decide", async () => {
  const world = await requestWorld();
  await world.governance.setPerson("ana", ["all-data", "orders-data-owners"]);
  await world.governance.setPerson("ben", ["all-data", "orders-data-owners"]);
  const request = await world.asked({ beneficiary: personId("ben") });
  for (const person of ["ana", "ben"]) {
    const decided = await world.decide(request, person);
    expect(decided).toMatchObject({ ok: false, error: { kind: "not-taken", why: "own-request" } });
  }
  expect((await world.decide(request, "owen")).ok).toBe(true);
});

test("story 17: a request that only they could decide is not taken at all", async () => {
  const world = await requestWorld();
  for (const id of ["owen", "olga"]) await world.governance.setPerson(id, ["all-data"]);
  await world.governance.setPerson("ana", ["all-data", "orders-data-owners"]);
  const submitted = await world.submit();
  expect(submitted).toMatchObject({ ok: false, error: { kind: "refused" } });
});
