import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Catalog } from "#shared/catalog/catalog.ts";
import type { GovernanceDocument } from "#shared/catalog/documents/governance-document.ts";
import type { Match } from "#shared/catalog/documents/selector.ts";
import type { Workload } from "#shared/catalog/documents/workload.ts";
import type { Subject } from "#shared/catalog/fit.ts";
import { type OwnerMove, ownerMoves, type SpentThing, UNALLOCATED } from "#shared/catalog/owner-moves.ts";
import type { Month } from "#shared/kernel/calendar.ts";
import { attos, parseMoney, sumMoney, ZERO } from "#shared/kernel/money.ts";
import { catalogOf } from "#test/support/catalog/resolved.ts";
import { ordersEtl, saltmarsh, saltmarshWith } from "#test/support/catalog/saltmarsh.ts";

const workload = (id: string, ...match: readonly Match[]): Workload => ({
  kind: "Workload",
  id,
  team: "orders",
  tier: 2,
  match,
});

const resource = (name: string, rest: Partial<Subject> = {}): Subject => ({
  arn: `arn:aws:lambda:eu-west-1:111122223333:function:${name}`,
  name,
  type: "lambda.function",
  account: "data-prod",
  tags: {},
  ...rest,
});

const october = "2026-10" as Month;

const usd = (text: string) => parseMoney(text) ?? ZERO;

const spent = (name: string, amount: string, booked = UNALLOCATED): SpentThing => ({
  subject: resource(name),
  amount: usd(amount),
  booked,
});

type Things = { readonly resources?: readonly Subject[]; readonly spend?: readonly SpentThing[] };

const moves = (
  before: readonly GovernanceDocument[],
  after: readonly GovernanceDocument[],
  { resources = [], spend = [] }: Things,
) => ownerMoves([resolved(before), resolved(after)], { resources, spend, month: october });

/** Resolved once: the properties below ask for the same few again and again. */
const known = new Map<string, Catalog>();

function resolved(documents: readonly GovernanceDocument[]): Catalog {
  const key = JSON.stringify(documents, (_, value) => (typeof value === "bigint" ? String(value) : value));
  const catalog = known.get(key) ?? catalogOf(documents);
  known.set(key, catalog);
  return catalog;
}

const returnsEtl = workload("returns-etl", { name: ["returns-*"] });

describe("what a plan takes over", () => {
  test("a new workload takes what nobody had, to the last digit", () => {
    const resources = [resource("returns-load"), resource("returns-clean"), resource("other")];
    const spend = [spent("returns-load", "412.700000000000000001"), spent("returns-clean", "0.1"), spent("other", "9")];
    expect(moves(saltmarsh, saltmarshWith(returnsEtl), { resources, spend })).toEqual([
      { from: "unallocated", to: "workload:returns-etl", resources: 2, money: usd("412.800000000000000001") },
    ]);
  });

  const rows: readonly (readonly [
    string,
    readonly GovernanceDocument[],
    readonly GovernanceDocument[],
    Things,
    readonly OwnerMove[],
  ])[] = [
    [
      "nothing moved is nothing said",
      saltmarsh,
      saltmarsh,
      { resources: [resource("a")], spend: [spent("a", "1")] },
      [],
    ],
    [
      "a workload that goes leaves what it had to nobody",
      saltmarshWith(returnsEtl),
      saltmarsh,
      { resources: [resource("returns-load")], spend: [spent("returns-load", "2", "workload:returns-etl")] },
      [{ from: "workload:returns-etl", to: "unallocated", resources: 1, money: usd("2") }],
    ],
    [
      "a more specific selector takes from a less specific one",
      saltmarshWith(returnsEtl),
      saltmarshWith(returnsEtl, workload("returns-report", { name: ["returns-report-*"] })),
      { resources: [resource("returns-report-1")], spend: [spent("returns-report-1", "3", "workload:returns-etl")] },
      [{ from: "workload:returns-etl", to: "workload:returns-report", resources: 1, money: usd("3") }],
    ],
    [
      "two equal selectors give it to nobody",
      saltmarshWith(returnsEtl),
      saltmarshWith(returnsEtl, workload("twin", { name: ["returns-?*"] })),
      { resources: [resource("returns-load")] },
      [{ from: "workload:returns-etl", to: "unallocated", resources: 1, money: ZERO }],
    ],
    [
      "a new name moves nothing",
      saltmarshWith(returnsEtl),
      saltmarshWith({ ...returnsEtl, id: "refunds-etl", formerly: ["returns-etl"] }),
      { resources: [resource("returns-load")], spend: [spent("returns-load", "2", "workload:returns-etl")] },
      [],
    ],
    [
      "what the books give to somebody else by what only the bill says stays theirs",
      saltmarsh,
      saltmarshWith(returnsEtl),
      { spend: [spent("returns-load", "5", "workload:orders-etl")] },
      [],
    ],
    [
      "a selector that counts from a later month takes no money of this one",
      saltmarsh,
      saltmarshWith(workload("returns-etl", { name: ["returns-*"], from: "2026-11" as Month })),
      { spend: [spent("returns-load", "5")] },
      [],
    ],
  ];

  test.each(rows)("%s", (...[, before, after, things, expected]) => {
    expect(moves(before, after, things)).toEqual(expected);
  });

  const things = fc.array(
    fc.record({
      name: fc.constantFrom("returns-load", "returns-report-1", "orders-load", "other"),
      tag: fc.constantFrom(undefined, "orders-etl", "returns-etl", "nobody"),
      amount: fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }),
    }),
    { maxLength: 30 },
  );
  const company = fc.subarray([
    returnsEtl,
    workload("wide", { type: ["lambda.function"] }),
    { ...ordersEtl, match: [{ name: ["orders-*"] }] },
  ]);

  test("what one gets others lose, no more than there is, and back again is the same the other way", () => {
    fc.assert(
      fc.property(things, company, company, (made, left, right) => {
        const subjects = made.map(({ name, tag }) => resource(name, { tags: { Workload: tag } }));
        const spend = made.map(({ amount }, at) => ({ subject: subjects[at] ?? {}, amount: attos(amount) }));
        const [before, after] = [saltmarshWith(...left), saltmarshWith(...right)];
        const there = moves(before, after, { resources: subjects, spend });
        const back = moves(after, before, { resources: subjects, spend });
        const turned = (move: OwnerMove): OwnerMove => ({ ...move, from: move.to, to: move.from });
        const key = ({ from, to }: OwnerMove): string => `${to} ${from}`;
        const sorted = (all: readonly OwnerMove[]) => all.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
        expect(sorted(back.map(turned))).toEqual(sorted(there));
        expect(there.every(({ from, to }) => from !== to)).toBe(true);
        expect(there.reduce((sum, { resources }) => sum + resources, 0)).toBeLessThanOrEqual(made.length);
        const gains = sumMoney(there.flatMap(({ to, money }) => (to === UNALLOCATED ? [] : [money])));
        const fromOthers = sumMoney(
          there.flatMap(({ from, to, money }) => (to === UNALLOCATED || from === UNALLOCATED ? [] : [money])),
        );
        const fromNobody = sumMoney(there.flatMap(({ from, money }) => (from === UNALLOCATED ? [money] : [])));
        expect(gains).toBe(fromOthers + fromNobody);
        if (left === right) expect(there).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  test("whole money stays whole: each owner's total after is its total before, with what came and less what went", () => {
    fc.assert(
      fc.property(things, company, company, (made, left, right) => {
        const subjects = made.map(({ name, tag }) => resource(name, { tags: { Workload: tag } }));
        const spend = made.map(({ amount }, at) => ({ subject: subjects[at] ?? {}, amount: attos(amount) }));
        // From nothing but nobody: what is taken from it first is what everybody has.
        const [nothing, before, after] = [
          saltmarsh.filter(({ kind }) => kind !== "Workload"),
          saltmarshWith(...left),
          saltmarshWith(...right),
        ];
        const net = (all: readonly OwnerMove[], owner: string): bigint =>
          all.reduce(
            (sum, { from, to, money }) => sum + (to === owner ? money : 0n) - (from === owner ? money : 0n),
            0n,
          );
        const [had, moved, has] = [
          moves(nothing, before, { spend }),
          moves(before, after, { spend }),
          moves(nothing, after, { spend }),
        ];
        for (const owner of new Set([...had, ...moved, ...has].flatMap(({ from, to }) => [from, to])))
          expect(net(had, owner) + net(moved, owner)).toBe(net(has, owner));
      }),
      { numRuns: 60 },
    );
  });
});
