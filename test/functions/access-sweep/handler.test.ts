import { expect, test } from "vitest";
import { makeHandler } from "#functions/access-sweep/handler.ts";
import { at } from "#test/support/access/moment.ts";
import { requestWorld } from "#test/support/access/request-world.ts";

test("each run does what is due and says how much; a row that fails is logged and stays due", async () => {
  const world = await requestWorld();
  const [first, second] = [await world.approved(), await world.approved()];
  const said: string[] = [];
  const note = (message: string) => void said.push(message);
  const log = { info: note, warn: note, error: note };
  const store = {
    ...world.store,
    request: async (id: typeof first) => {
      if (id === first) throw new Error("cannot be read");
      return world.store.request(id);
    },
  };
  await makeHandler({ ...world.deps, store, log })({} as never, {} as never);
  expect(said).toEqual(["A row could not be acted on", "Access was swept"]);
  expect((await world.request(second)).state).toBe("ACTIVE");
  world.clock.set(at("2026-11-23T09:01:00Z"));
  await makeHandler({ ...world.deps, log })({} as never, {} as never);
  expect((await world.request(first)).state).toBe("ACTIVE");
});
