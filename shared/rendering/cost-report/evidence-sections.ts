import { requestPrice, requestsOf } from "#shared/cost/day-zero/explorer-name.ts";
import type { CostReport } from "#shared/cost/report/cost-report.ts";
import { formatMoney } from "#shared/kernel/money.ts";
import { shareText } from "#shared/rendering/amounts.ts";
import { dayWords, momentWords, monthWords } from "#shared/rendering/calendar-words.ts";
import { tieText } from "#shared/rendering/cost-report/findings.ts";
import { counted, type Pen, section, small, type TableRow, table } from "#shared/rendering/cost-report/page-parts.ts";
import { type Markup, markup, type Part } from "#shared/rendering/markup.ts";

/** Invoice by invoice, and from billed to effective. */
export function tieSection(report: CostReport, pen: Pen): Markup {
  const { tie, currency } = report;
  const part = (
    at: string,
    row: { billed: bigint; workloads: bigint; pools: bigint; unallocated: bigint },
  ): readonly Part[] =>
    (["billed", "workloads", "pools", "unallocated"] as const).map((name) =>
      pen.cents(`${at}/${name}`, row[name] as never),
    );
  const invoices: readonly TableRow[] = [
    ...tie.invoices.map(
      (line): TableRow => ({
        cells: [line.invoice ?? "Not on an invoice yet", ...part(`invoices/${line.invoice ?? ""}`, line)],
      }),
    ),
    { kind: "total", cells: ["All", ...part("tie", tie)] },
    ...tie.differences.map(
      ({ name, amount }): TableRow => ({ cells: [name, pen.cents(`tie/${name}`, amount), "", "", ""] }),
    ),
  ];
  const basis: readonly TableRow[] = [
    ...tie.basis.map(
      ({ category, billed, difference, effective }): TableRow => ({
        cells: [
          category,
          pen.cents(`basis/${category}/billed`, billed),
          pen.cents(`basis/${category}/difference`, difference),
          pen.cents(`basis/${category}/effective`, effective),
        ],
      }),
    ),
    {
      kind: "total",
      cells: [
        "All",
        pen.cents("basis/billed", tie.billed),
        pen.cents("basis/difference", (tie.effective - tie.billed) as never),
        pen.cents("basis/effective", tie.effective),
      ],
    },
  ];
  const numbers = ["Billed", "Workloads", "Pools", "Unallocated"].map((head) => ({ head, number: true as const }));
  const bridge = ["Billed", "Difference", "Effective"].map((head) => ({ head, number: true as const }));
  return section(
    { id: "tie", title: "How it ties to the invoice", finding: tieText(report) },
    table([{ head: "Invoice" }, ...numbers], invoices, `Billed cost by invoice, ${currency}`),
    markup`<p class="aside">Rounded away when the export was read: ${tie.roundingLost} ${currency}.</p>`,
    table([{ head: "Charge category" }, ...bridge], basis, `From billed to effective cost, ${currency}`),
  );
}

/** What changed after a version that could have been booked, and what this bill corrects of earlier months. */
export function restatementSection({ restatement, corrections, currency }: CostReport, pen: Pen): Markup | undefined {
  if (restatement === undefined && corrections.length === 0) return undefined;
  const moved: readonly TableRow[] = (restatement?.causes ?? []).map((cause) => ({
    cells: [
      [cause.cause, small(cause.bearers.map(({ key }) => key).join(", "))],
      pen.cents(`restatement/${cause.cause}/billed`, cause.billed),
      pen.cents(`restatement/${cause.cause}/effective`, cause.effective),
    ],
  }));
  const numbers = [
    { head: "Billed", number: true as const },
    { head: "Effective", number: true as const },
  ];
  const finding =
    restatement === undefined
      ? `This bill holds charges of ${counted(corrections.length, "other month")}.`
      : markup`Against version ${restatement.against.version}: billed ${pen.full("restatement/billed", restatement.billed)}, effective ${pen.full("restatement/effective", restatement.effective)}.`;
  return section(
    { id: "restatement", title: "Restated and corrected", finding },
    restatement === undefined
      ? undefined
      : table(
          [{ head: "Cause" }, ...numbers],
          moved,
          `Difference from version ${restatement.against.version}, ${currency}`,
        ),
    corrections.length === 0
      ? undefined
      : table(
          [{ head: "Charges of" }, { head: "Rows", number: true }, ...numbers],
          corrections.map(({ month, rows, billed, effective }) => ({
            cells: [
              monthWords(month),
              `${rows}`,
              pen.cents(`corrections/${month}/billed`, billed),
              pen.cents(`corrections/${month}/effective`, effective),
            ],
          })),
          `Billed this month for other months, ${currency}`,
        ),
  );
}

/** Sources, freshness, coverage, and what decided whose each amount is. */
export function qualitySection({ quality, tie, rules, currency }: CostReport, pen: Pen): Markup {
  const gaps = quality.daysInMonth - quality.days;
  const finding = `${counted(quality.rows, "bill row")} from ${counted(quality.imports.length, "import")}, data until ${dayWords(quality.lastDay)}; ${gaps === 0 ? "every day of the month has data" : `${counted(gaps, "day has", "days have")} no data`}.`;
  const facts: readonly (readonly [string, string])[] = [
    ["Not on an invoice yet", counted(quality.notInvoiced, "row")],
    ["Corrections of earlier periods", counted(quality.corrections, "row")],
    [
      "Months without data",
      quality.missingMonths.length === 0 ? "none of the 13" : quality.missingMonths.map(monthWords).join(", "),
    ],
    ["Runs reported", counted(quality.runs, "run")],
    ...paidFacts(quality),
  ];
  return section(
    { id: "quality", title: "Where the numbers come from", finding },
    markup`<dl>${facts.map(([name, text]) => markup`<dt>${name}</dt><dd>${text}</dd>`)}</dl>`,
    table(
      [
        { head: "Import" },
        { head: "Taken in" },
        { head: "Rows", number: true },
        { head: "SHA-256 of the files", wide: true },
      ],
      quality.imports.map(({ id, source, takenInAt, rows, files }) => ({
        cells: [
          [source, small(id)],
          momentWords(takenInAt),
          counted(rows, "row"),
          files.map(({ name, sha256 }) => small([name, markup` <code>${sha256}</code>`])),
        ],
      })),
      "What was taken in",
    ),
    table(
      [
        { head: "Decided by" },
        { head: "Rows", number: true },
        { head: "Effective cost", number: true },
        { head: "Share", number: true },
      ],
      quality.byRule.map(({ rule, rows, effective }) => ({
        cells: [
          rule,
          counted(rows, "row"),
          pen.whole(`by-rule/${rule}`, effective),
          shareText(effective, tie.effective),
        ],
      })),
      `What decided whose it is, ${currency}`,
    ),
    rulesTable(rules),
  );
}

/** What it cost to ask: only where something was asked, and in the currency in which AWS charges for it. */
function paidFacts({ imports }: CostReport["quality"]): readonly (readonly [string, string])[] {
  const requests = requestsOf(imports);
  if (requests === 0) return [];
  return [
    ["Asked of Cost Explorer", `${counted(requests, "paid request")}, USD ${formatMoney(requestPrice(requests))}`],
  ];
}

const rulesTable = (rules: CostReport["rules"]): Markup | undefined =>
  rules.length === 0
    ? undefined
    : table(
        [{ head: "Rule" }, { head: "Pool" }, { head: "Split" }, { head: "In force", wide: true }],
        rules.map(({ rule, pool, method, from, until, hash }) => ({
          cells: [
            [rule, small(markup`<code class="short">${hash.slice(0, 16)}…</code>`)],
            pool,
            method,
            `${from ?? "always"} to ${until ?? "now"}`,
          ],
        })),
        "Split rules in force",
      );
