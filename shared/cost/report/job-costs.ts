import { bearerKey } from "#shared/cost/ledger.ts";
import { type Borne, bySize, groupBy } from "#shared/cost/report/borne.ts";
import type { JobRow, Jobs } from "#shared/cost/report/cost-report.ts";
import type { PeriodCost } from "#shared/cost/report/report-input.ts";
import { spread } from "#shared/cost/report/spread.ts";
import { addMoney, attos, type Money, subtractMoney, sumMoney, ZERO } from "#shared/kernel/money.ts";
import { isFailed, lengthOf, type RunEvent } from "#shared/runs/run-event.ts";

/**
 * What each job cost, per run, and what its failed runs cost.
 *
 * A workload's own lines (no splits) go to its runs: what the bill names for a job, to that job's runs; the
 * rest to all of them; both in proportion to how long they ran, in whole attos, so that the jobs of
 * a workload add up to it exactly. A workload without runs stands in `withoutRuns`.
 */
export function jobCosts(
  { resources }: Pick<PeriodCost, "resources">,
  { borne, runs, count = 20 }: { borne: ReadonlyMap<string, Borne>; runs: readonly RunEvent[]; count?: number },
): Jobs {
  const byWorkload = groupBy(runs.toSorted(byStart), ({ workload }) => workload);
  const named = groupBy(
    resources.filter(({ job, bearer }) => job !== undefined && bearer.kind === "workload"),
    ({ bearer }) => bearerKey(bearer),
  );
  let withoutRuns = ZERO;
  const rows: JobRow[] = [];
  for (const { key, bearer, direct } of borne.values()) {
    if (bearer.kind !== "workload") continue;
    const own = byWorkload.get(bearer.workload);
    if (own === undefined) withoutRuns = addMoney(withoutRuns, direct);
    else rows.push(...jobRows(own, direct, namedAmounts(named.get(key) ?? [])));
  }
  const sorted = rows.toSorted(
    bySize(
      ({ cost }) => cost,
      ({ workload, job }) => `${workload}/${job}`,
    ),
  );
  const others = sorted.slice(count);
  return {
    top: sorted.slice(0, count),
    others: {
      count: others.length,
      runs: others.reduce((sum, row) => sum + row.runs, 0),
      cost: sumMoney(others.map(({ cost }) => cost)),
      failedCost: sumMoney(others.map(({ failedCost }) => failedCost)),
    },
    cost: sumMoney(sorted.map(({ cost }) => cost)),
    failedCost: sumMoney(sorted.map(({ failedCost }) => failedCost)),
    withoutRuns,
  };
}

const byStart = (left: RunEvent, right: RunEvent): number =>
  left.startedAt - right.startedAt || (left.runId < right.runId ? -1 : 1);

const namedAmounts = (resources: PeriodCost["resources"]): ReadonlyMap<string, Money> =>
  new Map(
    [...groupBy(resources, ({ job }) => job ?? "")].map(([job, lines]) => [
      job,
      sumMoney(lines.map(({ amounts }) => amounts.effective)),
    ]),
  );

function jobRows(runs: readonly RunEvent[], direct: Money, named: ReadonlyMap<string, Money>): readonly JobRow[] {
  const jobs = groupBy(runs, ({ job }) => job);
  const known = [...jobs.keys()].map((job) => named.get(job) ?? ZERO);
  const rest = spread(subtractMoney(direct, sumMoney(known)), runs.map(weightOf));
  const restOf = new Map(runs.map((run, index) => [run, rest[index] ?? ZERO]));
  return [...jobs].map(([job, members]) => {
    const own = spread(named.get(job) ?? ZERO, members.map(weightOf));
    const costs = members.map((run, index) => addMoney(own[index] ?? ZERO, restOf.get(run) ?? ZERO));
    const failed = members.filter(isFailed);
    const cost = sumMoney(costs);
    return {
      workload: members[0]?.workload ?? "",
      job,
      runs: members.length,
      failed: failed.length,
      seconds: Math.round(members.reduce((sum, run) => sum + lengthOf(run), 0) / 1_000),
      cost,
      failedCost: sumMoney(costs.filter((_, index) => isFailed(members[index] as RunEvent))),
      perRun: dividedBy(cost, members.length),
    };
  });
}

const weightOf = (run: RunEvent): bigint => BigInt(lengthOf(run));

/** Half-even, at 10^-18. */
function dividedBy(money: Money, count: number): Money {
  const size = money < 0n ? -money : money;
  const step = BigInt(count);
  const [quotient, twice] = [size / step, (size % step) * 2n];
  const up = twice > step || (twice === step && quotient % 2n === 1n);
  const rounded = up ? quotient + 1n : quotient;
  return attos(money < 0n ? -rounded : rounded);
}
