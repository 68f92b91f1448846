import type { CostReport, UnallocatedItem } from "#shared/cost/report/cost-report.ts";
import { addMoney, ZERO } from "#shared/kernel/money.ts";
import { shareText } from "#shared/rendering/amounts.ts";
import { monthWords } from "#shared/rendering/calendar-words.ts";
import { bar, rangeOf } from "#shared/rendering/cost-report/bars.ts";
import { jobsText, matrixText, unallocatedText } from "#shared/rendering/cost-report/findings.ts";
import { counted, type Pen, section, small, type TableRow, table } from "#shared/rendering/cost-report/page-parts.ts";
import { type Markup, markup, type Part } from "#shared/rendering/markup.ts";

const JOB_COLUMNS = [
  { head: "Job" },
  { head: "Runs", number: true, wide: true },
  { head: "Failed", number: true },
  { head: "Cost", number: true },
  { head: "", bar: true, wide: true },
  { head: "Per run", number: true },
  { head: "Of failed runs", number: true },
] as const;

/** The twenty most expensive jobs. */
export function jobsSection(report: CostReport, pen: Pen): Markup {
  const { jobs, currency } = report;
  const { low, high } = rangeOf(jobs.top.map(({ cost }) => cost));
  const rows: readonly TableRow[] = [
    ...jobs.top.map((row): TableRow => {
      const at = `jobs/${row.workload}/${row.job}`;
      return {
        cells: [
          [row.job, small(row.workload)],
          `${row.runs}`,
          row.failed === 0 ? "0" : `${row.failed}`,
          pen.whole(`${at}/cost`, row.cost),
          bar({ from: ZERO, to: row.cost, low, high, kind: "share" }),
          pen.cents(`${at}/per-run`, row.perRun),
          pen.whole(`${at}/failed-cost`, row.failedCost),
        ],
      };
    }),
    ...(jobs.others.count === 0
      ? []
      : [
          {
            cells: [
              counted(jobs.others.count, "other job"),
              `${jobs.others.runs}`,
              "",
              pen.whole("jobs/others/cost", jobs.others.cost),
              "",
              "",
              pen.whole("jobs/others/failed-cost", jobs.others.failedCost),
            ],
          },
        ]),
    {
      kind: "total",
      cells: [
        "All jobs",
        "",
        "",
        pen.whole("jobs/cost", jobs.cost),
        "",
        "",
        pen.whole("jobs/failed-cost", jobs.failedCost),
      ],
    },
    { cells: ["Workloads that reported no run", "", "", pen.whole("jobs/without-runs", jobs.withoutRuns), "", "", ""] },
  ];
  return section(
    { id: "jobs", title: "Most expensive jobs", finding: jobsText(report) },
    table(JOB_COLUMNS, rows, `Own effective cost of workloads by job and run, ${currency}`),
    markup`<p class="aside">What the bill names for a job goes to its runs; the rest of the workload to all its runs; both by how long they ran.</p>`,
  );
}

const UNALLOCATED_COLUMNS = [
  { head: "What, and why nobody bears it" },
  { head: "Amount", number: true },
  { head: "Without owner since", wide: true },
  { head: "Probably whose" },
] as const;

/** What has no owner, since when, and who it probably is. */
export function unallocatedSection(report: CostReport, pen: Pen): Markup {
  const { unallocated, tie, currency } = report;
  const line = (item: UnallocatedItem, index: number): TableRow => ({
    cells: [
      [item.resource ?? `${item.service}, on no resource`, small(`${item.service}. ${item.reason}`)],
      pen.cents(`unallocated/${index}`, item.amount),
      [monthWords(item.since), small(ageText(item.months))],
      guessOf(item),
    ],
  });
  const { others, total } = unallocated;
  const rows: readonly TableRow[] = [
    ...unallocated.items.map(line),
    ...(others.count === 0
      ? []
      : [{ cells: [counted(others.count, "other"), pen.cents("unallocated/others", others.amount), "", ""] }]),
    { kind: "total", cells: ["All", pen.cents("unallocated/total", total), shareText(total, tie.effective), ""] },
  ];
  return section(
    { id: "unallocated", title: "Unallocated", finding: unallocatedText(report) },
    table(UNALLOCATED_COLUMNS, rows, `Effective cost without an owner, ${currency}`),
  );
}

const ageText = (months: number): string => (months === 1 ? "new this month" : `${months} months running`);

const guessOf = ({ guess }: UnallocatedItem): Part =>
  guess === undefined ? "no clue yet" : [`${guess.owner}, ${guess.confidence} %`, small(guess.evidence.join("; "))];

/** Pools, how they are split, and what each team gets: what goes in comes out. */
export function matrixSection(report: CostReport, pen: Pen): Markup {
  const { matrix, workloads, currency } = report;
  const teamOf = new Map(workloads.teams.flatMap(({ team, rows }) => rows.map(({ key }) => [key, team] as const)));
  const teams = workloads.teams.filter(({ rows }) =>
    rows.some(({ key }) => matrix.some((line) => line.cells.some(({ to }) => to === key))),
  );
  const columns = [
    { head: "Pool" },
    { head: "In", number: true as const },
    ...teams.map(({ title }) => ({ head: title, number: true as const })),
    { head: "Nobody yet", number: true as const },
    { head: "Out", number: true as const },
  ];
  const rows = matrix.map((line): TableRow => {
    const parts = [...teams.map(({ team }) => team), undefined].map((team) =>
      line.cells.filter(({ to }) => teamOf.get(to) === team).reduce((sum, { amount }) => addMoney(sum, amount), ZERO),
    );
    return {
      cells: [
        [line.title, small(line.how)],
        pen.whole(`matrix/${line.from}/in`, line.in),
        ...parts.map((part, index) => pen.whole(`matrix/${line.from}/${teams[index]?.team ?? "nobody"}`, part)),
        pen.whole(`matrix/${line.from}/out`, line.out),
      ],
    };
  });
  return section(
    { id: "allocation", title: "Shared cost and who gets it", finding: matrixText(report) },
    rows.length === 0
      ? undefined
      : table(
          columns,
          rows,
          `Effective cost of the pools by team, ${currency}; workload by workload in allocation.csv`,
        ),
  );
}
