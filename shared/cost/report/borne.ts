import { type Bearer, bearerKey, type LedgerLine } from "#shared/cost/ledger.ts";
import type { PeriodCost, ReportBook } from "#shared/cost/report/report-input.ts";
import { addMoney, type Money, subtractMoney, ZERO } from "#shared/kernel/money.ts";

/** What one bearer has of a period's effective cost: by its own lines, and by splits of pools. */
export type Borne = { readonly key: string; readonly bearer: Bearer; readonly direct: Money; readonly shared: Money };

/**
 * Who bears a period's effective cost once its pools are split, by key.
 *
 * A pool keeps what no rule split: its `direct` is its lines less what it gave away. Everything that is
 * given is taken from where it stood, so all of it together is the sum of the lines, exactly.
 */
export function borneIn({ lines, allocation }: PeriodCost): ReadonlyMap<string, Borne> {
  const borne = new Map<string, Borne>();
  const add = (bearer: Bearer, direct: Money, shared: Money) => {
    const key = tableKey(bearer);
    const before = borne.get(key) ?? { key, bearer, direct: ZERO, shared: ZERO };
    borne.set(key, { ...before, direct: addMoney(before.direct, direct), shared: addMoney(before.shared, shared) });
  };
  for (const line of lines) add(line.bearer, line.amounts.effective, ZERO);
  for (const { from, cells } of allocation.matrix) {
    for (const { to, amounts } of cells) {
      if (bearerKey(to) === bearerKey(from)) continue;
      add(from, subtractMoney(ZERO, amounts.effective), ZERO);
      add(to, ZERO, amounts.effective);
    }
  }
  return borne;
}

/** {@link bearerKey}, with all that nobody bears in one place, whatever the reason. */
export const tableKey = (bearer: Bearer): string => (bearer.kind === "unallocated" ? "unallocated" : bearerKey(bearer));

export const totalOf = ({ direct, shared }: Pick<Borne, "direct" | "shared">): Money => addMoney(direct, shared);

/** The part of the totals that a line falls in: `pools` are the built-in ones and those with a rule's own match. */
export const partOf = ({ bearer }: Pick<LedgerLine, "bearer">): "workloads" | "pools" | "unallocated" => {
  switch (bearer.kind) {
    case "workload":
    case "team":
    case "account":
    case "dataset":
      return "workloads";
    case "pool":
    case "shared":
      return "pools";
    case "unallocated":
      return "unallocated";
  }
};

const POOL_TITLES: { readonly [pool: string]: string } = {
  support: "Support",
  tax: "Tax",
  credits: "Credits",
  refunds: "Refunds",
  adjustments: "Adjustments",
  "commitments-unused": "Commitments, unused",
  "commitments-purchased": "Commitments, purchased",
};

/** What a reader calls a bearer. */
export function titleOf(bearer: Bearer, book: ReportBook): string {
  switch (bearer.kind) {
    case "workload":
      return bearer.workload;
    case "team":
      return `${book.teams.get(bearer.team)?.title ?? bearer.team}, as a team`;
    case "account":
      return `Account ${bearer.account}`;
    case "dataset":
      return `Dataset ${bearer.dataset}`;
    case "pool":
      return POOL_TITLES[bearer.pool] ?? bearer.pool;
    case "shared":
      return `Shared: ${bearer.rule}`;
    case "unallocated":
      return "Unallocated";
  }
}

/** Groups in the order of first appearance. */
export function groupBy<Value, Key>(values: Iterable<Value>, keyOf: (value: Value) => Key): Map<Key, Value[]> {
  const groups = new Map<Key, Value[]>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [value]);
    else group.push(value);
  }
  return groups;
}

/** Code-unit order, the same on every machine. */
export const byText = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

/** Larger sizes first, then by name, so that equal amounts stand in one order only. */
export const bySize =
  <Row>(amountOf: (row: Row) => Money, nameOf: (row: Row) => string) =>
  (left: Row, right: Row) => {
    const [a, b] = [sizeOf(amountOf(left)), sizeOf(amountOf(right))];
    return a === b ? byText(nameOf(left), nameOf(right)) : a > b ? -1 : 1;
  };

const sizeOf = (money: Money): Money => (money < 0n ? subtractMoney(ZERO, money) : money);
