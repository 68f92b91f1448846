import type { CostReport, Figure } from "#shared/cost/report/cost-report.ts";
import { subtractMoney, ZERO } from "#shared/kernel/money.ts";
import { changeText, shareText, sizedText } from "#shared/rendering/amounts.ts";
import { momentWords, monthWords } from "#shared/rendering/calendar-words.ts";
import { openingText, tieText } from "#shared/rendering/cost-report/findings.ts";
import { amount, counted, type Pen } from "#shared/rendering/cost-report/page-parts.ts";
import { type Markup, markup } from "#shared/rendering/markup.ts";

/** State is a sign and a word, never a colour alone. */
const SIGNS = { DRAFT: "◌", FINAL: "●", RESTATED: "◐" } as const;

const stateText = ({ state, version }: CostReport): string =>
  state === "RESTATED" ? `RESTATED v${version}` : state === "FINAL" ? "FINAL" : `DRAFT v${version}`;

/** Title, state with its reason, whether it ties, and the month in two sentences. */
export const opening = (report: CostReport): Markup => markup`<header>
<p class="company">${report.company}</p>
<h1>${monthWords(report.month)} <span>${report.title}</span></h1>
<p class="state"><b class="${report.state.toLowerCase()}">${SIGNS[report.state]} ${stateText(report)}</b> ${report.because}. Made ${momentWords(report.madeAt)}.</p>
<p class="tie ${report.tie.tied ? "tied" : "apart"}">${report.tie.tied ? "✓" : "✗"} ${tieText(report)}</p>
<p class="lead">${openingText(report)}</p>
</header>
`;

/** The five numbers, each with what it is compared with and how many bill rows stand behind it. */
export const fiveNumbers = (report: CostReport, pen: Pen): Markup => markup`<section id="numbers"><h2>Five numbers</h2>
<ul class="numbers">
${report.numbers.map(
  (figure) =>
    markup`<li><span class="what">${WHAT[figure.id]}</span><strong>${shown(figure, pen)}</strong><span class="note">${noteOf(figure, report)}</span><span class="rows" title="${figure.formula}">${counted(figure.rows, "bill row")}</span></li>
`,
)}</ul></section>
`;

const WHAT: { readonly [id in Figure["id"]]: string } = {
  billed: "Billed",
  effective: "Effective cost",
  "against-budget": "Against budget",
  "against-last-month": "Against last month",
  unallocated: "Unallocated",
};

function shown({ id, amount: money }: Figure, { currency }: Pen): Markup {
  if (money === undefined) return markup`<span class="none">no data</span>`;
  const words = WORDS[id];
  return amount({ figure: `numbers/${id}`, money, text: sizedText(money, { currency, digits: 0, words }) }, currency);
}

// `over: ""` leaves a trailing blank off by the browser; plain amounts keep their sign.
const PLAIN = { over: "", under: "credit", same: "0" } as const;

const WORDS: { readonly [id in Figure["id"]]: { over: string; under: string; same: string } } = {
  billed: PLAIN,
  effective: PLAIN,
  "against-budget": { over: "over", under: "under", same: "on budget" },
  "against-last-month": { over: "more", under: "less", same: "no change" },
  unallocated: PLAIN,
};

function noteOf({ id, amount: money }: Figure, { workloads, tie, movement }: CostReport): string {
  switch (id) {
    case "billed":
      return tie.tied ? "ties to the export" : "does not tie";
    case "effective":
      return basisNote(subtractMoney(tie.effective, tie.billed));
    case "against-budget":
      return money === undefined
        ? "no workload has a budget"
        : `${changeText(money, workloads.total.budget ?? ZERO)} of the budgets there are`;
    case "against-last-month":
      return money === undefined ? "no data for last month" : changeText(money, movement?.previous ?? ZERO);
    case "unallocated":
      return `${shareText(money ?? ZERO, tie.effective)} of the effective cost`;
  }
}

const basisNote = (difference: bigint): string =>
  difference === 0n
    ? "the same as billed"
    : `${difference > 0n ? "more" : "less"} than billed: commitments are charged where they are used`;
