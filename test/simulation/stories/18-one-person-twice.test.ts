import { expect, test } from "vitest";
import { requestWorld } from "#test/support/access/request-world.ts";

test("story 18, one person twice: who decided the first stage may not decide the second", async () => {
  const world = await requestWorld();
  await world.governance.setPerson("owen", ["all-data", "orders-data-owners", "security-engineers"]);
  const request = await world.asked();
  expect((await world.decide(request, "owen")).ok).toBe(true);
  const again = await world.decide(request, "owen");
  expect(again).toMatchObject({ ok: false, error: { kind: "not-taken", why: "already-decided" } });
  expect((await world.request(request)).state).toBe("PENDING");
});
