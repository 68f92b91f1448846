import { exactDecimal, type Money } from "#shared/kernel/money.ts";
import { amountText, deltaText, moneyText } from "#shared/rendering/amounts.ts";
import { type Markup, markup, type Part } from "#shared/rendering/markup.ts";

/** A number of the report on paper: its name, its exact value, and how it is shown. */
export type Shown = { readonly figure: string; readonly money: Money | undefined; readonly text: string };

/**
 * One amount: rounded once for the reader, exact in `value` and on hover. `data-figure` names it, so that
 * a checker finds every number of the page in the data.
 */
export const amount = ({ figure, money, text }: Shown, currency: string): Markup =>
  money === undefined
    ? markup`<span class="none">–</span>`
    : markup`<data value="${exactDecimal(money)}" data-figure="${figure}" title="${exactDecimal(money)} ${currency}">${text}</data>`;

/** Writes the amounts of one report: whole units in tables, with the sign where it is a difference. */
export type Pen = {
  readonly whole: (figure: string, money: Money | undefined) => Markup;
  readonly delta: (figure: string, money: Money | undefined) => Markup;
  /** With currency and two decimals, for sentences. */
  readonly full: (figure: string, money: Money | undefined) => Markup;
  /** Two decimals, no currency. */
  readonly cents: (figure: string, money: Money | undefined) => Markup;
  readonly currency: string;
};

export const penOf = (currency: string): Pen => ({
  whole: (figure, money) => amount({ figure, money, text: money === undefined ? "" : amountText(money) }, currency),
  delta: (figure, money) => amount({ figure, money, text: money === undefined ? "" : deltaText(money) }, currency),
  full: (figure, money) =>
    amount({ figure, money, text: money === undefined ? "" : moneyText(money, { currency }) }, currency),
  cents: (figure, money) => amount({ figure, money, text: money === undefined ? "" : amountText(money, 2) }, currency),
  currency,
});

export type Column = {
  readonly head: string;
  /** Numbers stand right, in figures of one width. */
  readonly number?: true;
  /** Left out on narrow screens; still in print. */
  readonly wide?: true;
  /** Holds a bar. */
  readonly bar?: true;
};

export type TableRow = { readonly cells: readonly Part[]; readonly kind?: "team" | "of" | "total" | "sub" };

/** A table whose first column names the row. `caption` says what it holds and in which currency. */
export function table(columns: readonly Column[], rows: readonly TableRow[], caption: string): Markup {
  return markup`<div class="scroll"><table><caption>${caption}</caption>
<thead><tr>${columns.map((column) => markup`<th scope="col" class="${classOf(column)}">${column.head}</th>`)}</tr></thead>
<tbody>
${rows.map(
  ({ cells, kind }) =>
    markup`<tr class="${kind ?? "row"}">${cells.map((cell, index) =>
      index === 0
        ? markup`<th scope="row">${cell}</th>`
        : markup`<td class="${classOf(columns[index] ?? { head: "" })}">${cell}</td>`,
    )}</tr>
`,
)}</tbody></table></div>`;
}

const classOf = ({ number, wide, bar }: Column): string =>
  [number && "n", wide && "wide", bar && "bar"].filter((name) => name !== undefined).join(" ") || "t";

export type SectionText = { readonly id: string; readonly title: string; readonly finding: Part };

/** A part of the report: what it is about, what it found in one sentence, then the evidence. */
export const section = ({ id, title, finding }: SectionText, ...body: readonly Part[]): Markup =>
  markup`<section id="${id}"><h2>${title}</h2><p class="finding">${finding}</p>
${body}</section>
`;

/** Second line of a cell. */
export const small = (text: Part): Markup => markup`<small>${text}</small>`;

/** A count with its word: `1 row`, `3 rows`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toString().replace(/\B(?=(\d{3})+$)/g, ",")} ${count === 1 ? one : many}`;
