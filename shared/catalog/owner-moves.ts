import type { Catalog } from "#shared/catalog/catalog.ts";
import type { Subject } from "#shared/catalog/fit.ts";
import { compileResourceOwners, compileSpendOwners, type Owners } from "#shared/catalog/owner-of.ts";
import type { Month } from "#shared/kernel/calendar.ts";
import { addMoney, type Money, ZERO } from "#shared/kernel/money.ts";

/** `workload:orders-etl`, `dataset:sales.orders`, `allocation-rule:warehouse`; nobody's is `unallocated`. */
export type OwnerName = string;

export const UNALLOCATED: OwnerName = "unallocated";

/** An amount of a month, and what it was spent on. */
export type SpentThing = {
  readonly subject: Subject;
  readonly amount: Money;
  /** Whose it is in the books, which know more than the subject does; absent: whose it is by the catalogue. */
  readonly booked?: OwnerName;
};

/** What goes from one owner to another. */
export type OwnerMove = {
  readonly from: OwnerName;
  readonly to: OwnerName;
  readonly resources: number;
  /** Exact; rounded where it is shown, and nowhere else. */
  readonly money: Money;
};

export type Owned = {
  readonly resources: readonly Subject[];
  readonly spend: readonly SpentThing[];
  /** The month of the spend. */
  readonly month?: Month;
};

/**
 * What a catalogue takes from whom, and gives to whom, by the most specific selector as everywhere. A rename moves
 * nothing. Where the books say another owner than the subject alone would have, nothing is claimed to
 * move: a bill row may say what the resource does not.
 */
export function ownerMoves(
  [current, next]: readonly [Catalog, Catalog],
  { resources, spend, month }: Owned,
): readonly OwnerMove[] {
  const moves = new Map<string, OwnerMove>();
  const add = (from: OwnerName, to: OwnerName, { count, money }: { readonly count: number; readonly money: Money }) => {
    if (from === to) return;
    const key = `${from}\n${to}`;
    const before = moves.get(key) ?? { from, to, resources: 0, money: ZERO };
    moves.set(key, { ...before, resources: before.resources + count, money: addMoney(before.money, money) });
  };
  const todays = (name: OwnerName): OwnerName => todaysName(name, next);
  const things = [compileResourceOwners(current), compileResourceOwners(next)] as const;
  for (const subject of resources)
    add(todays(nameOf(things[0], subject)), nameOf(things[1], subject), { count: 1, money: ZERO });
  const spent = [compileSpendOwners(current), compileSpendOwners(next)] as const;
  for (const { subject, amount, booked } of spend) {
    const from = nameOf(spent[0], subject, month);
    if (booked !== undefined && booked !== from) continue;
    add(todays(from), nameOf(spent[1], subject, month), { count: 0, money: amount });
  }
  return [...moves.values()].toSorted((left, right) =>
    `${left.to}\n${left.from}` < `${right.to}\n${right.from}` ? -1 : 1,
  );
}

function nameOf(owners: Owners, subject: Subject, month?: Month): OwnerName {
  const ownership = owners(subject, month);
  return ownership.kind === "owned" ? `${ownership.owner.kind}:${ownership.owner.id}` : UNALLOCATED;
}

const KINDS: { readonly [kind: string]: string } = {
  workload: "Workload",
  dataset: "Dataset",
  "allocation-rule": "AllocationRule",
};

function todaysName(name: OwnerName, { renamed }: Catalog): OwnerName {
  const [, kind = "", id = ""] = /^([^:]+):(.+)$/.exec(name) ?? [];
  const now = renamed.get(`${KINDS[kind] ?? ""}:${id}`);
  return now === undefined ? name : `${kind}:${now}`;
}
