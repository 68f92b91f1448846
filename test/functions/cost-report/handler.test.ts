import { afterEach, beforeEach, expect, test } from "vitest";
import { makeHandler } from "#functions/cost-report/handler.ts";
import { silentLog } from "#shared/adapters/node/json-log.ts";
import { unallocatedPercent } from "#shared/cost/report/report-record.ts";
import { ZERO } from "#shared/kernel/money.ts";
import { usd } from "#test/support/cost-company.ts";
import { type CostWorld, costWorld } from "#test/support/cost-world.ts";
import { notedMetrics } from "#test/support/noted-metrics.ts";

let world: CostWorld;
beforeEach(() => {
  world = costWorld();
});
afterEach(() => world.close());

test("a run without bills says that it made nothing", async () => {
  const metrics = notedMetrics();
  await makeHandler({ ...world, log: silentLog, metrics })({} as never, {} as never);
  expect(metrics.said).toEqual([{ figures: { reports_made: 0, reports_failed: 0 } }]);
});

test.each([
  { because: "a third, cut", billed: usd("300"), unallocated: usd("100.01"), percent: 33.33 },
  { because: "all is borne", billed: usd("300"), unallocated: ZERO, percent: 0 },
  { because: "a month without a bill has no share", billed: ZERO, unallocated: ZERO, percent: undefined },
  { because: "a month of refunds has none either", billed: usd("-5"), unallocated: usd("-5"), percent: undefined },
])("what nobody bears, in percent: $because", ({ billed, unallocated, percent }) => {
  const totals = { billed, effective: billed, workloads: ZERO, pools: ZERO, unallocated };
  expect(unallocatedPercent({ totals })).toBe(percent);
});
