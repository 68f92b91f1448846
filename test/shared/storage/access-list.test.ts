import fc from "fast-check";
import { expect, test } from "vitest";
import type { AccessRequest } from "#shared/access/access-request.ts";
import { requestId } from "#shared/kernel/ids.ts";
import { paginate } from "#shared/kernel/page.ts";
import { epochMillis } from "#shared/kernel/time.ts";
import { must, runningRequest } from "#test/support/access/grant-world.ts";
import { requestWorld } from "#test/support/access/request-world.ts";

const STATES = ["ACTIVATING", "ACTIVE", "PARTIAL"] as const;
const event = { type: "test.made", by: "test", data: {} };

const made = (index: number, second: number): AccessRequest => ({
  ...runningRequest(1),
  id: requestId(`R-${index + 1}`),
  state: STATES[index % STATES.length] ?? "ACTIVE",
  submittedAt: epochMillis(1_795_424_400_000 + second * 1_000),
});

async function worldWith(requests: readonly AccessRequest[]) {
  const world = await requestWorld();
  for (const value of requests)
    await world.store.commit({ requests: [{ stored: undefined, moved: { value, event } }] });
  return world;
}

async function everyPage({ store }: Awaited<ReturnType<typeof worldWith>>, limit: number): Promise<readonly string[]> {
  const ids: string[] = [];
  for await (const { items } of paginate((from) => store.everyRequest({ limit, ...from }))) {
    expect(items.length).toBeLessThanOrEqual(limit);
    ids.push(...items.map(({ value }) => value.id));
  }
  return ids;
}

test("page by page every request is listed once, the newest first, whatever their states", async () => {
  // Few different moments, so that many were submitted at the same one.
  const moments = fc.array(fc.nat({ max: 5 }), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(moments, fc.integer({ min: 1, max: 5 }), async (seconds, limit) => {
      const requests = seconds.map((second, index) => made(index, second));
      const ids = await everyPage(await worldWith(requests), limit);
      const moment = (id: string) => Number(requests.find((each) => each.id === id)?.submittedAt);
      expect(ids.toSorted()).toEqual(requests.map(({ id }) => id as string).toSorted());
      expect(ids.map(moment)).toEqual(ids.map(moment).toSorted((left, right) => right - left));
    }),
    { numRuns: 25 },
  );
});

test("a request that goes from state to state while pages are read is neither listed twice nor lost", async () => {
  const world = await worldWith([made(0, 3), made(1, 2), made(2, 1)]);
  const first = await world.store.everyRequest({ limit: 2 });
  expect(first.items.map(({ value }) => value.id)).toEqual(["R-1", "R-2"]);
  for (const id of ["R-1", "R-3"]) {
    const stored = must(await world.store.request(requestId(id)));
    const value = { ...runningRequest(1), ...stored.value, state: "ACTIVE" } as AccessRequest;
    expect(await world.store.commit({ requests: [{ stored, moved: { value, event } }] })).toBe(true);
  }
  const second = await world.store.everyRequest({ limit: 2, cursor: first.cursor ?? "" });
  expect(second).toMatchObject({ items: [{ value: { id: "R-3" } }] });
  expect(second.cursor).toBeUndefined();
});

test.each(["", "x", "1.R-1.", "-1.R-1", "9".repeat(16), "1.R-A", "W10"])('refuses "%s" as a cursor', async (cursor) => {
  const world = await worldWith([]);
  await expect(world.store.everyRequest({ limit: 2, cursor })).rejects.toMatchObject({ name: "CursorError" });
});
