import { expect, test } from "vitest";
import { catalogPlanKind } from "#shared/storage/catalog-plan-store.ts";
import { lower, planDesk } from "#test/support/catalog/plan-desk.ts";
import { saltmarshWith } from "#test/support/catalog/saltmarsh.ts";

/** A plan as version 1 kept it: what it held had no end. */
async function version1() {
  const desk = await planDesk();
  const { id } = await desk.planAndApply(saltmarshWith(lower));
  const plan = (await desk.plans.find(id))?.value;
  if (plan === undefined) throw new Error("There is a plan");
  const held = plan.held.map(({ pendingUntil: _, asking: _untold, ...rest }) => rest);
  const { reason: _unsaid, ...unexplained } = plan;
  const untold = plan.held.map(({ asking: _, ...rest }) => rest);
  return { plan: { ...unexplained, held: untold }, old: JSON.parse(JSON.stringify({ ...unexplained, held })) };
}

const steps = catalogPlanKind.migrations ?? {};
const lift = (body: unknown): unknown => catalogPlanKind.decode(steps[3]?.(steps[2]?.(steps[1]?.(body))));

test("a held change of version 1 can be decided for as long as its policy says, from when it was planned", async () => {
  const { plan, old } = await version1();
  // pending: 5d, in milliseconds.
  expect(lift(old)).toEqual({ ...plan, held: [{ ...plan.held[0], pendingUntil: plan.at + 432_000_000 }] });
});

test("a plan of version 1 that nobody applied holds nothing yet, and what only waits has no end", async () => {
  const { plan, old } = await version1();
  expect(lift({ ...old, state: "planned" })).toEqual({ ...plan, state: "planned", held: old.held });
  const waiting = { ...old.held[0], state: "waiting", decisions: [] };
  expect(lift({ ...old, held: [waiting] })).toEqual({ ...plan, held: [waiting] });
});

test("what is no plan is refused", async () => {
  for (const body of [null, {}, [], "x"]) expect(() => lift(body)).toThrow();
});

test("a plan of version 2 was never told why, and stays so", async () => {
  const { plan } = await version1();
  const old: unknown = JSON.parse(JSON.stringify(plan));
  expect(catalogPlanKind.decode(steps[3]?.(steps[2]?.(old)))).toEqual(plan);
});

test("a held change of version 3 was asked about by nobody, and stays so until the sweep begins it", async () => {
  const { plan } = await version1();
  const until = { ...plan.held[0], pendingUntil: 1_795_852_800_000 };
  const old: unknown = JSON.parse(JSON.stringify({ ...plan, held: [until] }));
  expect(catalogPlanKind.decode(steps[3]?.(old))).toEqual({ ...plan, held: [until] });
});

test("what was said of a held change is kept, and a word more is refused", async () => {
  const { plan } = await version1();
  const asking = {
    round: 1,
    roundAt: 1_795_420_800_000,
    stage: 0,
    askedAt: 1_795_420_800_000,
    reminded: 1,
    escalated: { at: 1_795_449_600_000, to: { kind: "team", team: "orders", part: "lead" }, widens: true, stage: 0 },
  };
  const body = { ...plan, held: [{ ...plan.held[0], asking }] };
  expect(catalogPlanKind.decode(body)).toEqual(body);
  expect(() =>
    catalogPlanKind.decode({ ...plan, held: [{ ...plan.held[0], asking: { ...asking, more: 1 } }] }),
  ).toThrow();
});
