import type { LedgerLine, Month, ResourceLine, UnallocatedReason } from "#shared/cost/ledger.ts";
import { bySize, groupBy } from "#shared/cost/report/borne.ts";
import type { Unallocated, UnallocatedItem } from "#shared/cost/report/cost-report.ts";
import { guessOwner } from "#shared/cost/report/guess-owner.ts";
import { monthsBetween } from "#shared/cost/report/months.ts";
import type { PeriodCost, ReportBook } from "#shared/cost/report/report-input.ts";
import { addMoney, type Money, subtractMoney, sumMoney, ZERO } from "#shared/kernel/money.ts";

/**
 * What nobody bears, resource by resource, with its reason, its age and a guess whose it is.
 *
 * `items` and `others` add up to `total`, the unallocated effective cost once the pools are split. What the
 * bill does not put on a resource is an item of its service; what a split could not place, one of its rule.
 */
export function unallocatedOf(
  now: PeriodCost,
  { earlier, book, count = 50 }: { earlier: readonly PeriodCost[]; book: ReportBook; count?: number },
): Unallocated {
  const ages = firstMonths([...earlier, now]);
  const items = [...resourceItems(now), ...unplacedItems(now)]
    .filter(({ amount, rows }) => amount !== ZERO || rows > 0)
    .map((item) => {
      const since = ages.get(itemKey(item)) ?? now.period;
      const guess = item.resource === undefined ? undefined : guessOwner(item.resource, { now, earlier, book });
      return {
        ...item,
        since,
        months: monthsBetween(since, now.period) + 1,
        ...(guess === undefined ? {} : { guess }),
      };
    })
    .toSorted(bySize(({ amount }) => amount, itemKey));
  const others = items.slice(count);
  return {
    items: items.slice(0, count),
    others: { count: others.length, amount: sumMoney(others.map(({ amount }) => amount)) },
    total: sumMoney(items.map(({ amount }) => amount)),
  };
}

type Bare = Pick<UnallocatedItem, "service" | "resource" | "reason" | "amount" | "rows">;

const itemKey = ({ service, resource, reason }: Bare): string => `${service}\u0000${resource ?? ""}\u0000${reason}`;

/** The resources that nobody bears, then what the lines hold beyond them, by service and reason. */
function resourceItems({ lines, resources }: Pick<PeriodCost, "lines" | "resources">): readonly Bare[] {
  const mine = resources.filter(isUnallocated);
  const items = [
    ...groupBy(mine, (line) => `${line.service}\u0000${line.resource ?? ""}\u0000${reasonText(line.bearer.because)}`),
  ].flatMap(([, members]) => bareOf(members));
  const known = new Map<string, { amount: Money; rows: number }>();
  for (const { service, reason, amount, rows } of items) {
    const key = `${service}\u0000${reason}`;
    const before = known.get(key) ?? { amount: ZERO, rows: 0 };
    known.set(key, { amount: addMoney(before.amount, amount), rows: before.rows + rows });
  }
  const beyond = [
    ...groupBy(lines.filter(isUnallocated), (line) => `${line.service}\u0000${reasonText(line.bearer.because)}`),
  ].flatMap(([key, members]) => {
    const listed = known.get(key) ?? { amount: ZERO, rows: 0 };
    return bareOf(members).map((all) => ({
      ...all,
      amount: subtractMoney(all.amount, listed.amount),
      rows: all.rows - listed.rows,
    }));
  });
  return [...items, ...beyond];
}

type Unborne = { readonly bearer: { readonly kind: "unallocated"; readonly because: UnallocatedReason } };

const isUnallocated = <Line extends LedgerLine | ResourceLine>(line: Line): line is Line & Unborne =>
  line.bearer.kind === "unallocated";

function bareOf(members: readonly ((LedgerLine | ResourceLine) & Unborne)[]): readonly Bare[] {
  const [first] = members;
  if (first === undefined) return [];
  const resource = "resource" in first ? first.resource : undefined;
  return [
    {
      service: first.service,
      ...(resource === undefined ? {} : { resource }),
      reason: reasonText(first.bearer.because),
      amount: sumMoney(members.map(({ amounts }) => amounts.effective)),
      rows: members.reduce((sum, { rows }) => sum + rows, 0),
    },
  ];
}

/** What a rule took out of a pool and could give to nobody. */
const unplacedItems = ({ allocation }: Pick<PeriodCost, "allocation">): readonly Bare[] =>
  allocation.matrix.flatMap(({ from, cells }) =>
    from.kind === "unallocated"
      ? []
      : cells.flatMap(({ to, amounts }) =>
          to.kind === "unallocated"
            ? [
                {
                  service: from.kind === "pool" ? `Pool ${from.pool}` : "Shared pool",
                  reason: reasonText(to.because),
                  amount: amounts.effective,
                  rows: 0,
                },
              ]
            : [],
        ),
  );

/** In words, with both names of a tie. */
export function reasonText(reason: UnallocatedReason): string {
  switch (reason.kind) {
    case "no-selector":
      return "No tag and no selector of the catalogue names it";
    case "tie":
      return `Claimed equally by ${reason.between.join(" and ")}`;
    case "zero-weights":
      return `Rule ${reason.rule} found nobody to split it among`;
    case "no-meter":
      return `Rule ${reason.rule} has no readings of ${reason.meter}`;
  }
}

function firstMonths(periods: readonly PeriodCost[]): ReadonlyMap<string, Month> {
  const first = new Map<string, Month>();
  for (const period of periods.toSorted((left, right) => (left.period < right.period ? -1 : 1))) {
    for (const item of [...resourceItems(period), ...unplacedItems(period)]) {
      const present = item.amount !== ZERO || item.rows > 0;
      if (present && !first.has(itemKey(item))) first.set(itemKey(item), period.period);
    }
  }
  return first;
}
