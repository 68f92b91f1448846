import { expect, test } from "vitest";
import { makeHandler } from "#functions/access-sweep/handler.ts";
import { offBoardIfLeft } from "#shared/access/off-board.ts";
import { personId } from "#shared/kernel/ids.ts";
import { at } from "#test/support/access/moment.ts";
import { requestWorld } from "#test/support/access/request-world.ts";
import { notedMetrics } from "#test/support/noted-metrics.ts";

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
  await makeHandler({ ...world.deps, store, log, metrics: notedMetrics() })({} as never, {} as never);
  expect(said).toEqual(["A row could not be acted on", "Access was swept"]);
  expect((await world.request(second)).state).toBe("ACTIVE");
  world.clock.set(at("2026-11-23T09:01:00Z"));
  await makeHandler({ ...world.deps, log, metrics: notedMetrics() })({} as never, {} as never);
  expect((await world.request(first)).state).toBe("ACTIVE");
});

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

test("each run says how late access is: nothing, then an end that does not work, then nothing again", async () => {
  const world = await requestWorld();
  const metrics = notedMetrics();
  const run = () => makeHandler({ ...world.deps, log: quiet, metrics })({} as never, {} as never);
  const overdue = () => metrics.said.at(-1)?.figures;
  await world.live();
  await run();
  expect(overdue()).toEqual({ overdue_seconds: 0, unproved_seconds: 0 });
  await world.governance.setPerson("ana", [], { active: false });
  world.cloud.deletes = "fail";
  await offBoardIfLeft({ person: personId("ana"), by: "function:test" }, world.deps);
  await run();
  world.clock.set(at("2026-11-23T09:30:00Z"));
  await run();
  // Tried again later, so no row is due: it is late all the same, since 09:00.
  expect(overdue()).toEqual({ overdue_seconds: 1_800, unproved_seconds: 0 });
  world.cloud.deletes = "work";
  await world.sweepUntil(at("2026-11-23T09:50:00Z"));
  await run();
  expect(overdue()).toEqual({ overdue_seconds: 0, unproved_seconds: 0 });
});

test("a run that cannot read what is due says no figure: the silence is the alarm", async () => {
  const world = await requestWorld();
  const metrics = notedMetrics();
  const store = { ...world.store, due: () => Promise.reject(new Error("no table")) };
  await expect(makeHandler({ ...world.deps, store, log: quiet, metrics })({} as never, {} as never)).rejects.toThrow(
    "no table",
  );
  expect(metrics.said).toEqual([]);
});
