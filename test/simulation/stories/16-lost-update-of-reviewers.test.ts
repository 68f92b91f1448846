import { expect, test } from "vitest";
import { decideRequest } from "#shared/access/decide-request.ts";
import { editRequest } from "#shared/access/edit-request.ts";
import { personId } from "#shared/kernel/ids.ts";
import { hours } from "#shared/kernel/time.ts";
import { requestWorld } from "#test/support/access/request-world.ts";

test("story 16, lost update of reviewers: a decision on a request that was edited since is refused", async () => {
  const world = await requestWorld();
  const request = await world.asked();
  const edit = { request, revision: 1, person: personId("ana"), change: { duration: hours(8) } };
  expect((await editRequest(edit, world.deps)).ok).toBe(true);
  const decided = await decideRequest(
    { request, revision: 1, person: personId("owen"), outcome: "approve", note: "for 4 h" },
    world.deps,
  );
  expect(decided).toMatchObject({ ok: false, error: { kind: "stale", revision: 2 } });
  expect(await world.request(request)).toMatchObject({ state: "PENDING", stage: 0, decisions: [] });
});

test("story 16: of two who decide on one revision at once, one is told to look again", async () => {
  const world = await requestWorld();
  const request = await world.asked();
  const decide = (person: string, outcome: "approve" | "reject") => () =>
    decideRequest({ request, revision: 1, person: personId(person), outcome, note: "" }, world.deps);
  let second: unknown;
  const yes = world.held(decide("owen", "approve"));
  const no = world.held(async () => {
    second = await decide("olga", "reject")();
  });
  await yes.until("before store.commit");
  await no.until("before store.commit");
  await yes.run();
  await no.run();
  expect(second).toMatchObject({ ok: false, error: { kind: "stale", revision: 2 } });
  expect(await world.request(request)).toMatchObject({ state: "PENDING", stage: 1 });
});
