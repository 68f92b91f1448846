import { describe, expect, test } from "vitest";
import { makeHandler } from "#functions/catalog-sweep/handler.ts";
import type { GovernanceDocument } from "#shared/catalog/documents/governance-document.ts";
import { opened } from "#shared/catalog/lapse-held.ts";
import { type SweepHeldDeps, sweepHeld } from "#shared/catalog/sweep-held.ts";
import { attos } from "#shared/kernel/money.ts";
import { days, hours, isoOf, millis, plus } from "#shared/kernel/time.ts";
import { lower, planDesk } from "#test/support/catalog/plan-desk.ts";
import { directory, ordersEtl, saltmarshWith } from "#test/support/catalog/saltmarsh.ts";

const dearer: GovernanceDocument = {
  ...ordersEtl,
  budget: { money: attos(5_000n * 10n ** 18n), currency: "USD" },
};

const lapseHeld = async (deps: SweepHeldDeps): Promise<number> => (await sweepHeld(deps)).expired;

type Desk = Awaited<ReturnType<typeof planDesk>>;

const statesOf = async ({ plans }: Desk, id: string) =>
  (await plans.find(id))?.value.held.map(({ state }) => state) ?? [];

describe("a held change that nobody decides", () => {
  test("can be decided for as long as the policy says, from when its plan was applied, and then ends by itself", async () => {
    const desk = await planDesk();
    const planned = (await desk.plan(saltmarshWith(lower))).proposal;
    expect(planned?.held[0]?.pendingUntil).toBeUndefined();
    const { id } = await desk.planAndApply(saltmarshWith(lower));
    // The policy "changes" says pending: 5d; all begins at 2026-11-23T09:00:00Z.
    const until = (await desk.plans.find(id))?.value.held[0]?.pendingUntil;
    expect(until === undefined ? undefined : isoOf(until)).toBe("2026-11-28T09:00:00.000Z");
    desk.clock.set(plus(desk.clock.now(), millis(days(5) - 1)));
    expect(await lapseHeld(desk.deps)).toBe(0);
    desk.clock.set(plus(desk.clock.now(), millis(1)));
    expect(await lapseHeld(desk.deps)).toBe(1);
    expect(await statesOf(desk, id)).toEqual(["expired"]);
    expect(await desk.plans.waiting()).toEqual([]);
    expect(await lapseHeld(desk.deps)).toBe(0);
    expect((await desk.catalogs.current()).datasets.get("finance.ledger")?.classification).toBe("confidential");
  });

  test("is too late to decide on at that moment, however late the sweep is", async () => {
    const desk = await planDesk();
    const { id } = await desk.planAndApply(saltmarshWith(lower));
    await desk.decide(id, "flo", lower);
    desk.clock.set(plus(desk.clock.now(), days(5)));
    expect(await desk.decide(id, "max", lower)).toMatchObject({
      error: {
        kind: "too-late",
        because: 'Cannot decide on Dataset "finance.ledger": its time to be decided is over',
      },
    });
    await lapseHeld(desk.deps);
    expect(await desk.decide(id, "max", lower)).toMatchObject({ error: { kind: "not-pending" } });
  });

  test("does not take what others hold with it: each plan has its own time", async () => {
    const desk = await planDesk();
    const early = await desk.planAndApply(saltmarshWith(lower));
    desk.clock.set(plus(desk.clock.now(), hours(1)));
    const late = await desk.planAndApply(saltmarshWith(dearer));
    desk.clock.set(plus(desk.clock.now(), millis(days(5) - hours(1))));
    expect(await lapseHeld(desk.deps)).toBe(1);
    expect([await statesOf(desk, early.id), await statesOf(desk, late.id)]).toEqual([["expired"], ["pending"]]);
    expect((await desk.plans.waiting()).map(({ id }) => id)).toEqual([late.id]);
  });

  test("takes with it what was approved and cannot stand without it", async () => {
    const desk = await planDesk();
    const { id } = await desk.planAndApply(saltmarshWith(lower, dearer));
    const stored = await desk.plans.find(id);
    if (stored === undefined) throw new Error("There is a plan");
    const held = stored.value.held.map((each) =>
      each.kind === "Workload" ? { ...each, state: "approved" as const } : each,
    );
    const event = { type: "test", by: "test", data: {} };
    await desk.catalogs.commit([desk.plans.change(stored, { ...stored.value, held }, event)]);
    desk.clock.set(plus(desk.clock.now(), days(5)));
    await lapseHeld(desk.deps);
    expect(await statesOf(desk, id)).toEqual(["expired", "expired"]);
  });

  test("takes with it what only waited for it", async () => {
    const desk = await planDesk();
    const { id } = await desk.planAndApply(saltmarshWith(lower));
    const stored = await desk.plans.find(id);
    const held = stored?.value.held[0];
    if (stored === undefined || held === undefined) throw new Error("There is a plan");
    const { pendingUntil: _none, asking: _nobody, ...facts } = held;
    const waits = { ...facts, kind: "Team" as const, id: "returns", decisions: [], state: "waiting" as const };
    const event = { type: "test", by: "test", data: {} };
    await desk.catalogs.commit([desk.plans.change(stored, { ...stored.value, held: [held, waits] }, event)]);
    desk.clock.set(plus(desk.clock.now(), days(5)));
    await lapseHeld(desk.deps);
    expect(await statesOf(desk, id)).toEqual(["expired", "lapsed"]);
    expect((await desk.eventsOf(id)).at(-1)?.data["documents"]).toEqual(["Dataset:finance.ledger", "Team:returns"]);
  });

  test("is left to the next sweep when somebody decides at the same moment", async () => {
    const desk = await planDesk();
    const { id } = await desk.planAndApply(saltmarshWith(lower));
    desk.clock.set(plus(desk.clock.now(), days(5)));
    const moved = {
      ...desk.catalogs,
      commit: async () => ({ ok: false, error: { kind: "catalog-moved", revision: 1 } }) as const,
    };
    expect(await lapseHeld({ ...desk.deps, catalogs: moved })).toBe(0);
    expect(await statesOf(desk, id)).toEqual(["pending"]);
  });

  test("is said in the log by the function that ends it", async () => {
    const desk = await planDesk();
    await desk.planAndApply(saltmarshWith(lower));
    desk.clock.set(plus(desk.clock.now(), days(6)));
    const said: unknown[] = [];
    const note = (...words: readonly unknown[]) => void said.push(words);
    const handler = makeHandler({ ...desk.deps, log: { info: note, warn: note, error: note } });
    for (let run = 0; run < 2; run += 1) await handler({} as never, {} as never);
    expect(said).toEqual([["Changes of documents expired", { plans: 1 }]]);
  });
});

test("a change that only waits has no time of its own, and the shortest of several policies counts", async () => {
  const desk = await planDesk();
  const held = (await desk.plan(saltmarshWith(lower, { ...directory, title: "Okta" }))).proposal?.held[0];
  const [decision] = held?.decisions ?? [];
  if (held === undefined || decision === undefined) throw new Error("It is held");
  const now = desk.clock.now();
  expect(opened({ ...held, state: "waiting", decisions: [] }, now).pendingUntil).toBeUndefined();
  const two = [decision, { ...decision, pending: hours(2) }];
  expect(opened({ ...held, decisions: two }, now).pendingUntil).toBe(plus(now, hours(2)));
});
