import { scaleLinear } from "d3-scale";
import type { CostMonth } from "#shared/cost/report/months.ts";
import { type Money, subtractMoney, ZERO } from "#shared/kernel/money.ts";
import { shortText } from "#shared/rendering/amounts.ts";
import { monthMark } from "#shared/rendering/calendar-words.ts";
import { percentOf, rangeOf } from "#shared/rendering/cost-report/bars.ts";
import { type Markup, markup } from "#shared/rendering/markup.ts";

const TOP = 34;
const HEIGHT = 220;
const BOTTOM = 42;
/** Percent of the width that the axis labels take. */
const AXIS = 7;

const LEGEND = [
  ["budgeted", "workloads with a budget"],
  ["over", "of that, over budget"],
  ["rest", "everything else"],
  ["tick", "budget"],
  ["missing", "no data"],
] as const;

type Scale = { readonly y: (money: Money) => number; readonly ticks: readonly Money[]; readonly currency: string };

/**
 * Thirteen months against budget: what workloads with a budget spent, what everything else spent on top of it,
 * and the budget as a tick. Over budget is another colour and says by how much; a month without data is an empty frame.
 */
export function monthChart(
  months: readonly CostMonth[],
  { currency, finding }: { currency: string; finding: string },
): Markup {
  const scale = scaleOf(months, currency);
  return markup`<svg class="months" width="100%" height="${TOP + HEIGHT + BOTTOM}" role="img" aria-label="${finding}">
<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" class="hatch-ground"/><line x1="0" x2="0" y1="0" y2="6" class="hatch-line"/></pattern></defs>
${scale.ticks.map((tick) => gridLine(tick, scale))}
${months.map((month, index) => monthBar(month, index, scale))}
</svg>
<p class="legend">${LEGEND.map(([key, text]) => markup`<span><i class="key ${key}"></i> ${text}</span>`)}</p>`;
}

function scaleOf(months: readonly CostMonth[], currency: string): Scale {
  const tops = months.flatMap((month) => [
    month.budget ?? ZERO,
    ...(month.data === "present" ? [month.effective, month.budgeted] : []),
  ]);
  const { low, high } = rangeOf(tops);
  // Only where a mark stands is a float: the labels are the exact ticks.
  const units = scaleLinear()
    .domain([wholeUnits(low), Math.max(wholeUnits(high), 1)])
    .nice(4);
  const [bottom, top] = units.domain().map(moneyOf) as [Money, Money];
  return {
    y: (money) => Math.round((TOP + HEIGHT - (percentOf(money, bottom, top) / 100) * HEIGHT) * 10) / 10,
    ticks: units.ticks(4).map(moneyOf),
    currency,
  };
}

const wholeUnits = (money: Money): number => Math.ceil(Number(money / 10n ** 15n) / 1_000);

const moneyOf = (units: number): Money => (BigInt(Math.round(units * 1_000)) * 10n ** 15n) as Money;

const gridLine = (tick: Money, { y, currency }: Scale): Markup =>
  markup`<line class="grid" x1="${AXIS}%" x2="100%" y1="${y(tick)}" y2="${y(tick)}"/><text class="axis" x="${AXIS}%" dx="-6" y="${y(tick)}" dy="4" text-anchor="end">${shortText(tick, currency)}</text>
`;

function monthBar(month: CostMonth, index: number, scale: Scale): Markup {
  const slot = (100 - AXIS) / 13;
  const left = Math.round((AXIS + slot * (index + 0.16)) * 100) / 100;
  const width = Math.round(slot * 68) / 100;
  const middle = Math.round((left + width / 2) * 100) / 100;
  const year = index === 0 || month.month.endsWith("-01") ? month.month.slice(0, 4) : undefined;
  const label = [foot(middle, 17, monthMark(month.month)), year === undefined ? undefined : foot(middle, 33, year)];
  if (month.data === "missing") {
    return markup`<rect class="missing" x="${left}%" width="${width}%" y="${TOP + HEIGHT - 60}" height="60"/><text class="value" x="${middle}%" y="${TOP + HEIGHT - 26}" text-anchor="middle">none</text>${label}
`;
  }
  const over = month.budget !== undefined && month.budgeted > month.budget;
  const within = over && month.budget !== undefined ? month.budget : month.budgeted;
  const rest = subtractMoney(month.effective, month.budgeted);
  const top = labelLine(month, scale);
  return markup`${block("budgeted", [ZERO, within], { left, width, scale })}${over ? block("over", [within, month.budgeted], { left, width, scale }) : undefined}${rest > 0n ? block("rest", [month.budgeted, month.effective], { left, width, scale }) : undefined}${tick(month.budget, { left, width, scale })}<text class="value" x="${middle}%" y="${top - (over ? 19 : 5)}" text-anchor="middle">${shortText(month.effective, scale.currency)}</text>${over ? overText(month, { middle, y: top - 5, scale }) : undefined}${label}
`;
}

const foot = (x: number, down: number, text: string): Markup =>
  markup`<text class="axis" x="${x}%" y="${TOP + HEIGHT + down}" text-anchor="middle">${text}</text>`;

/** Above the bar, and above its budget tick where that would run through the label. */
function labelLine(month: Extract<CostMonth, { data: "present" }>, { y }: Scale): number {
  const top = Math.min(y(month.effective), y(month.budgeted));
  const tickLine = month.budget === undefined ? top : y(month.budget);
  return tickLine < top && top - tickLine < 40 ? tickLine : top;
}

type Place = { readonly left: number; readonly width: number; readonly scale: Scale };

function block(kind: string, [from, to]: readonly [Money, Money], { left, width, scale }: Place): Markup {
  const [a, b] = [scale.y(from), scale.y(to)];
  return markup`<rect class="${kind}" x="${left}%" width="${width}%" y="${Math.min(a, b)}" height="${Math.round(Math.abs(a - b) * 10) / 10}"/>`;
}

/** Wider than its bar, with a halo: without it the tick is lost inside the bar. */
function tick(budget: Money | undefined, { left, width, scale }: Place): Markup | undefined {
  if (budget === undefined) return undefined;
  const [x1, x2, y] = [left - 0.6, Math.round((left + width + 0.6) * 100) / 100, scale.y(budget)];
  return markup`<line class="halo" x1="${x1}%" x2="${x2}%" y1="${y}" y2="${y}"/><line class="tick" x1="${x1}%" x2="${x2}%" y1="${y}" y2="${y}"/>`;
}

function overText(
  month: Extract<CostMonth, { data: "present" }>,
  { middle, y, scale }: { middle: number; y: number; scale: Scale },
): Markup {
  const size = subtractMoney(month.budgeted, month.budget ?? ZERO);
  return markup`<text class="value up" x="${middle}%" y="${y}" text-anchor="middle">+${shortText(size, scale.currency)}</text>`;
}
