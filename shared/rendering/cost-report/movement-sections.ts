import type { CostReport, Mover } from "#shared/cost/report/cost-report.ts";
import { monthsAfter } from "#shared/cost/report/months.ts";
import { addMoney, type Money, ZERO } from "#shared/kernel/money.ts";
import { changeText, deltaText } from "#shared/rendering/amounts.ts";
import { monthWords } from "#shared/rendering/calendar-words.ts";
import { type Bar, bar, rangeOf } from "#shared/rendering/cost-report/bars.ts";
import { moversText } from "#shared/rendering/cost-report/findings.ts";
import { counted, type Pen, section, small, type TableRow, table } from "#shared/rendering/cost-report/page-parts.ts";
import { type Markup, markup, type Part } from "#shared/rendering/markup.ts";

/** From last month to this one, step by step; the bars carry on from where the last one ended. */
export function movementSection({ movement, month, currency }: CostReport, pen: Pen): Markup {
  const title = "Why it moved";
  if (movement === undefined) {
    return section({
      id: "movement",
      title,
      finding: "There is no data for the month before, so there is nothing to explain.",
    });
  }
  const steps = movement.steps.filter(({ amount }) => amount !== ZERO);
  const tops = [movement.previous];
  for (const { amount } of steps) tops.push(addMoney(tops.at(-1) ?? ZERO, amount));
  const scale = cutScale(tops);
  const rows: readonly TableRow[] = [
    {
      kind: "sub",
      cells: [
        monthWords(monthsAfter(month, -1)),
        from(scale, { to: movement.previous, kind: "total" }),
        pen.whole("movement/previous", movement.previous),
      ],
    },
    ...steps.map(({ name, amount }, index): TableRow => {
      const [start, end] = [tops[index] ?? ZERO, tops[index + 1] ?? ZERO];
      return {
        cells: [
          name,
          bar({ ...scale, from: start, to: end, kind: amount > 0n ? "up" : "down" }),
          pen.delta(`movement/${name}`, amount),
        ],
      };
    }),
    {
      kind: "total",
      cells: [
        monthWords(month),
        from(scale, { to: movement.current, kind: "total" }),
        pen.whole("movement/current", movement.current),
      ],
    },
  ];
  const largest = steps.toSorted((left, right) => (sizeOf(left.amount) > sizeOf(right.amount) ? -1 : 1))[0];
  const finding =
    largest === undefined
      ? "Nothing moved."
      : markup`The largest step is “${largest.name}”: ${deltaText(largest.amount)} ${currency}. The steps add up to the change exactly.`;
  return section(
    { id: "movement", title, finding },
    table(
      [{ head: "Step" }, { head: "", bar: true }, { head: "Effective cost", number: true }],
      rows,
      `Last month to this month, ${currency}`,
    ),
    scale.low === ZERO
      ? undefined
      : markup`<p class="aside">⌇ The bars begin at ${pen.full("movement/axis", scale.low)}, not at zero.</p>`,
  );
}

const sizeOf = (money: Money): bigint => (money < 0n ? -money : money);

type Scale = { readonly low: Money; readonly high: Money };

const from = ({ low, high }: Scale, { to, kind }: { to: Money; kind: Bar["kind"] }): Markup =>
  bar({ from: low, to, low, high, kind });

/** Steps that are small beside the totals would be slivers: the axis is cut below them, and says so. */
function cutScale(tops: readonly Money[]): Scale {
  const { low, high } = rangeOf(tops);
  const least = tops.reduce((smallest, top) => (top < smallest ? top : smallest), tops[0] ?? ZERO);
  if (least <= 0n || least * 2n < high) return { low, high };
  const room = high - least;
  const cut = least - room;
  // Down to a round number, so that the note reads well.
  const step = 10n ** BigInt(Math.max(room.toString().length - 1, 18));
  return cut <= 0n ? { low: ZERO, high } : { low: ((cut / step) * step) as Money, high };
}

const MOVER_COLUMNS = [
  { head: "Who, and what moved inside" },
  { head: "", bar: true, wide: true },
  { head: "Last month", number: true, wide: true },
  { head: "This month", number: true, wide: true },
  { head: "Change", number: true },
  { head: "%", number: true },
] as const;

/** Who moved most, with causes. */
export function moversSection(report: CostReport, pen: Pen): Markup {
  const { movers, currency } = report;
  const head = { id: "movers", title: "Who moved most", finding: moversText(report) };
  if (movers === undefined) return section(head);
  const { low, high } = rangeOf(movers.top.map(({ delta }) => delta));
  const line = (mover: Mover): TableRow => ({
    cells: [
      [mover.title, kindText(mover), small(causesText(mover))],
      bar({ from: ZERO, to: mover.delta, low, high, kind: mover.delta > 0n ? "up" : "down" }),
      pen.whole(`movers/${mover.key}/previous`, mover.previous),
      pen.whole(`movers/${mover.key}/current`, mover.current),
      pen.delta(`movers/${mover.key}/delta`, mover.delta),
      mover.kind === "moved" ? changeText(mover.delta, mover.previous) : mover.kind,
    ],
  });
  const { others, total } = movers;
  const rows: readonly TableRow[] = [
    ...movers.top.map(line),
    ...(others.count === 0
      ? []
      : [{ cells: [counted(others.count, "other"), "", "", "", pen.delta("movers/others", others.delta), ""] }]),
    { kind: "total", cells: ["All", "", "", "", pen.delta("movers/total", total), ""] },
  ];
  return section(head, table(MOVER_COLUMNS, rows, `Change of effective cost against last month, ${currency}`));
}

const kindText = ({ kind }: Mover): Part => (kind === "moved" ? undefined : markup` <span class="flag">${kind}</span>`);

const causesText = ({ causes }: Mover): string =>
  causes
    .filter(({ amount }) => deltaText(amount) !== "0")
    .map(({ name, amount }) => `${name} ${deltaText(amount)}`)
    .join(" · ");
