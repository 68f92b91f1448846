import type { LedgerLine } from "#shared/cost/ledger.ts";
import { type Borne, bySize, groupBy, tableKey, titleOf, totalOf } from "#shared/cost/report/borne.ts";
import type { Movement, Mover, Movers, NamedAmount } from "#shared/cost/report/cost-report.ts";
import type { ReportBook } from "#shared/cost/report/report-input.ts";
import { addMoney, type Money, subtractMoney, sumMoney, ZERO } from "#shared/kernel/money.ts";

type Bearers = ReadonlyMap<string, Borne>;

/** Last month and this one, side by side. */
export type TwoMonths = {
  readonly before: { readonly borne: Bearers; readonly lines: readonly LedgerLine[] };
  readonly now: { readonly borne: Bearers; readonly lines: readonly LedgerLine[] };
  readonly book: ReportBook;
};

type Delta = { readonly borne: Borne; readonly before: Borne; readonly direct: Money; readonly shared: Money };

const STEPS = [
  "New workloads",
  "Workloads that ended",
  "Workloads that cost more",
  "Workloads that cost less",
  "Their part of the shared pools",
  "Pools that no rule splits",
  "Unallocated",
] as const;

/**
 * From last month's effective cost to this month's in steps that add up to the change exactly: every
 * bearer's change falls in one step, a workload's in two (its own lines, its part of the pools).
 */
export function movementOf({ before, now }: TwoMonths): Movement {
  const sums = new Map<string, Money>(STEPS.map((step) => [step, ZERO]));
  const add = (step: (typeof STEPS)[number], amount: Money) => sums.set(step, addMoney(sums.get(step) ?? ZERO, amount));
  for (const delta of deltasOf(before.borne, now.borne)) {
    const { kind } = delta.borne.bearer;
    if (kind === "unallocated") add("Unallocated", addMoney(delta.direct, delta.shared));
    else if (kind === "pool" || kind === "shared")
      add("Pools that no rule splits", addMoney(delta.direct, delta.shared));
    else {
      add(stepOf(delta), delta.direct);
      add("Their part of the shared pools", delta.shared);
    }
  }
  return {
    previous: sumMoney([...before.borne.values()].map(totalOf)),
    steps: STEPS.map((name) => ({ name, amount: sums.get(name) ?? ZERO })),
    current: sumMoney([...now.borne.values()].map(totalOf)),
  };
}

function stepOf({ borne, before, direct }: Delta): (typeof STEPS)[number] {
  if (before.direct === ZERO && borne.direct !== ZERO) return "New workloads";
  if (borne.direct === ZERO && before.direct !== ZERO) return "Workloads that ended";
  return direct > 0n ? "Workloads that cost more" : "Workloads that cost less";
}

function deltasOf(before: Bearers, now: Bearers): readonly Delta[] {
  return [...new Set([...before.keys(), ...now.keys()])].map((key) => {
    const bearer = (now.get(key) ?? before.get(key))?.bearer as Borne["bearer"];
    const nothing: Borne = { key, bearer, direct: ZERO, shared: ZERO };
    const [was, is] = [before.get(key) ?? nothing, now.get(key) ?? nothing];
    return {
      borne: is,
      before: was,
      direct: subtractMoney(is.direct, was.direct),
      shared: subtractMoney(is.shared, was.shared),
    };
  });
}

/** Who moved most, largest first, with what moved inside; `top` and `others` together are the whole change. */
export function moversOf(months: TwoMonths, count = 20): Movers {
  const moved = deltasOf(months.before.borne, months.now.borne)
    .map((delta) => moverOf(delta, months))
    .filter(({ delta }) => delta !== ZERO)
    .toSorted(
      bySize(
        ({ delta }) => delta,
        ({ key }) => key,
      ),
    );
  const [top, others] = [moved.slice(0, count), moved.slice(count)];
  return {
    top,
    others: { count: others.length, delta: sumMoney(others.map(({ delta }) => delta)) },
    total: sumMoney(moved.map(({ delta }) => delta)),
  };
}

function moverOf(change: Delta, months: TwoMonths): Mover {
  const { borne, before } = change;
  const [previous, current] = [totalOf(before), totalOf(borne)];
  return {
    key: borne.key,
    title: titleOf(borne.bearer, months.book),
    kind: kindOf(previous, current),
    previous,
    current,
    delta: subtractMoney(current, previous),
    causes: causesOf(change, months),
  };
}

const kindOf = (previous: Money, current: Money): Mover["kind"] => {
  if (previous === ZERO) return "new";
  return current === ZERO ? "ended" : "moved";
};

/** The three services that moved most, the other ones together, and what came or went by splits. */
function causesOf({ borne, direct, shared }: Delta, { before, now }: TwoMonths): readonly NamedAmount[] {
  const sums = new Map<string, Money>();
  const count = (lines: readonly LedgerLine[], sign: 1n | -1n) => {
    for (const [service, members] of groupBy(ownLines(lines, borne.key), (line) => line.service)) {
      const sum = sumMoney(members.map(({ amounts }) => amounts.effective));
      sums.set(service, addMoney(sums.get(service) ?? ZERO, (sign * sum) as Money));
    }
  };
  count(now.lines, 1n);
  count(before.lines, -1n);
  const services = [...sums]
    .map(([name, amount]) => ({ name, amount }))
    .filter(({ amount }) => amount !== ZERO)
    .toSorted(
      bySize(
        ({ amount }) => amount,
        ({ name }) => name,
      ),
    );
  const others = services.slice(3);
  // What a pool gave away lowers its own `direct`, without being a line of any service.
  const splits = addMoney(shared, subtractMoney(direct, sumMoney(services.map(({ amount }) => amount))));
  const rest = [
    {
      name: others.length === 1 ? "1 other service" : `${others.length} other services`,
      amount: sumMoney(others.map(({ amount }) => amount)),
    },
    { name: "splits of shared pools", amount: splits },
  ];
  return [...services.slice(0, 3), ...rest.filter(({ amount }) => amount !== ZERO)];
}

const ownLines = (lines: readonly LedgerLine[], key: string): readonly LedgerLine[] =>
  lines.filter(({ bearer }) => tableKey(bearer) === key);
