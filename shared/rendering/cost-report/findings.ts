import type { CostReport } from "#shared/cost/report/cost-report.ts";
import type { CostMonth } from "#shared/cost/report/months.ts";
import { type Money, subtractMoney, ZERO } from "#shared/kernel/money.ts";
import { changeText, moneyText, shareText } from "#shared/rendering/amounts.ts";
import { monthWords } from "#shared/rendering/calendar-words.ts";
import { counted } from "#shared/rendering/cost-report/page-parts.ts";

/** The sentences of the report, as plain text: each says what its table shows before one reads it. */

const whole = (money: Money, currency: string): string =>
  moneyText(money < 0n ? subtractMoney(ZERO, money) : money, { currency, digits: 0 });

/** What the month cost and where it went, in two sentences. */
export function openingText({ month, currency, tie, movement, movers }: CostReport): string {
  const cost = `${monthWords(month)} cost ${whole(tie.effective, currency)}`;
  if (movement === undefined) return `${cost}. There is no data for the month before, so nothing can be compared.`;
  const delta = subtractMoney(movement.current, movement.previous);
  if (delta === ZERO) return `${cost}, exactly as much as the month before.`;
  const change = changeText(delta, movement.previous);
  const first = `${cost}, ${whole(delta, currency)} ${delta > 0n ? "more" : "less"} than the month before (${change}).`;
  const [top] = movers?.top ?? [];
  if (top === undefined) return first;
  const why = top.kind === "new" ? ", which is new" : top.kind === "ended" ? ", which ended" : causeText(top.causes);
  return `${first} The largest move is ${top.title}: ${whole(top.delta, currency)} ${top.delta > 0n ? "more" : "less"}${why}.`;
}

const causeText = (causes: readonly { readonly name: string }[]): string =>
  causes[0] === undefined ? "" : `, mostly ${causes[0].name}`;

/** How the year stands against its budgets. */
export function monthsText(months: readonly CostMonth[], currency: string): string {
  const present = months.filter((month) => month.data === "present");
  const over = present.filter(({ budget, budgeted }) => budget !== undefined && budgeted > budget);
  const missing = months.length - present.length;
  const gap = missing === 0 ? "" : ` ${counted(missing, "month has", "months have")} no data.`;
  const last = present.at(-1);
  if (last?.budget === undefined) return `No workload has a budget for this month.${gap}`;
  const delta = subtractMoney(last.budgeted, last.budget);
  const now =
    delta === ZERO
      ? "exactly their budgets"
      : `${whole(delta, currency)} ${delta > 0n ? "more" : "less"} than their budgets`;
  return `Workloads with a budget spent ${now} this month; they were over it in ${over.length} of ${counted(present.length, "month")} with data.${gap}`;
}

/** Who is over budget, largest first. */
export function workloadsText({ workloads, currency }: CostReport): string {
  const rows = workloads.teams.flatMap((team) => team.rows.filter(({ key }) => key.startsWith("workload:")));
  const over = rows
    .filter(({ delta }) => delta !== undefined && delta > 0n)
    .toSorted((left, right) => Number((right.delta ?? 0n) > (left.delta ?? 0n)) * 2 - 1);
  const budgeted = rows.filter(({ budget }) => budget !== undefined).length;
  const [worst] = over;
  const without = `${rows.length - budgeted} of ${counted(rows.length, "workload")} have no budget.`;
  if (worst?.delta === undefined) return `No workload is over its budget. ${without}`;
  return `${counted(over.length, "workload is", "workloads are")} over budget, most of all ${worst.title}: ${whole(worst.delta, currency)} over. ${without}`;
}

export function moversText({ movers, currency }: CostReport): string {
  if (movers === undefined) return "There is no data for the month before, so nothing can have moved.";
  const up = movers.top.filter(({ delta }) => delta > 0n);
  const down = movers.top.length - up.length;
  return `${up.length} cost more and ${down} less; all of them together are ${movers.total < 0n ? "−" : "+"}${whole(movers.total, currency)}.`;
}

export function jobsText({ jobs, currency }: CostReport): string {
  if (jobs.top.length === 0) return "No run of any job was reported for this month.";
  if (jobs.failedCost === ZERO) return "No reported run failed.";
  return `Runs that failed cost ${whole(jobs.failedCost, currency)}, ${shareText(jobs.failedCost, jobs.cost)} of what the jobs cost.`;
}

export function unallocatedText({ unallocated, tie, currency }: CostReport): string {
  if (unallocated.items.length === 0) return "Everything has an owner.";
  const [first] = unallocated.items;
  const share = shareText(unallocated.total, tie.effective);
  const largest =
    first === undefined ? "" : ` The largest item is ${whole(first.amount, currency)} of ${first.service}.`;
  return `${whole(unallocated.total, currency)} (${share}) has no owner.${largest}`;
}

export function matrixText({ matrix, currency, proof }: CostReport): string {
  const split = matrix.filter(({ from, cells }) => cells.some(({ to }) => to !== from));
  const kept = matrix.length - split.length;
  const proven =
    proof.in === proof.out ? "what went in came out, to the last digit" : "it does not come out as it went in";
  if (matrix.length === 0) return "There is no shared cost this month.";
  return `${counted(split.length, "pool is", "pools are")} split, ${kept} kept as they are; of ${whole(proof.in, currency)} ${proven}.`;
}

/** Whether it ties, in one sentence. */
export function tieText({ tie, currency }: CostReport): string {
  const full = (money: Money) => moneyText(money, { currency });
  const sides = `${full(tie.workloads)} of workloads + ${full(tie.pools)} in pools + ${full(tie.unallocated)} unallocated`;
  if (tie.tied) return `Ties: ${full(tie.imported)} billed = ${sides}. Difference ${full(ZERO)}.`;
  const gaps = tie.differences.filter(({ amount }) => amount !== ZERO);
  const named = gaps.map(({ name, amount }) => `${full(amount)} is ${name.toLowerCase()}`).join("; ");
  return `Does not tie: ${full(tie.imported)} billed, but ${sides}. ${named}. It is not spread over anyone.`;
}
