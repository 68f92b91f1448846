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
  const held = plan.held.map(({ pendingUntil: _, ...rest }) => rest);
  const { reason: _unsaid, ...unexplained } = plan;
  return { plan: unexplained, old: JSON.parse(JSON.stringify({ ...unexplained, held })) };
}

const steps = catalogPlanKind.migrations ?? {};
const lift = (body: unknown): unknown => catalogPlanKind.decode(steps[2]?.(steps[1]?.(body)));

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
  expect(catalogPlanKind.decode(steps[2]?.(old))).toEqual(plan);
});
