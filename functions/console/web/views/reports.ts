import { call, fileAt } from "#functions/console/web/api.ts";
import { facts, h, state, tell } from "#functions/console/web/dom.ts";

type Report = {
  readonly reportId: string;
  readonly month: string;
  readonly version: number;
  readonly state: string;
  readonly because: string;
  readonly currency: string;
  readonly totals: Readonly<Record<"billed" | "effective" | "workloads" | "pools" | "unallocated", string>>;
  /** All of them together can be verified: tollgate cost verify. */
  readonly files: readonly { readonly name: string }[];
  readonly tie: readonly { readonly name: string; readonly amount: string }[];
};

const TOTALS = [
  ["billed", "Billed"],
  ["effective", "Effective cost"],
  ["workloads", "Of workloads"],
  ["pools", "In pools"],
  ["unallocated", "Unallocated"],
] as const;

export async function reports(): Promise<readonly HTMLElement[]> {
  const { items } = await call<{ items: readonly Report[] }>("GET", "/v1/cost/reports");
  const rows = items.map((report) =>
    h(
      "li",
      {},
      h("a", { href: `#/reports/${encodeURIComponent(report.reportId)}` }, `Cost of ${report.month}`),
      state(report.state),
      h(
        "span",
        { class: "second" },
        `${amount(report.totals.billed, report.currency)} billed · version ${report.version} · ${report.because}`,
      ),
    ),
  );
  return [
    h("h1", {}, "Cost reports"),
    h("p", { class: "lead" }, "By month and workload; each ties to the invoice."),
    rows.length === 0
      ? h("p", { class: "card" }, "No report yet. Make one with: tollgate cost report --month YYYY-MM --out DIR")
      : h("ul", { class: "rows" }, ...rows),
  ];
}

export async function oneReport(id: string): Promise<readonly HTMLElement[]> {
  const { record: report } = await call<{ record: Report }>("GET", `/v1/cost/reports/${encodeURIComponent(id)}`);
  const links = report.files.map(({ name }) => h("button", { click: () => void save(id, name) }, name));
  return [
    h("p", { class: "soft" }, h("a", { href: "#/reports" }, "Cost reports")),
    h("h1", {}, `Cost of ${report.month}`),
    h("p", { class: "lead" }, state(report.state), ` · ${report.because}`),
    h(
      "section",
      { class: "card" },
      facts(
        [
          ...TOTALS.map(([name, words]) => [words, amount(report.totals[name], report.currency)] as const),
          ...report.tie.map(({ name, amount: value }) => [name, amount(value, report.currency)] as const),
        ],
        { sums: true },
      ),
      h("div", { class: "actions" }, ...links),
    ),
  ];
}

/** Rounded once for the reader, from the exact text. */
const amount = (exact: string, currency: string): string =>
  new Intl.NumberFormat(undefined, { style: "currency", currency }).format(exact as `${number}`);

async function save(id: string, name: string): Promise<void> {
  try {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(await fileAt(`/v1/cost/reports/${encodeURIComponent(id)}/files/${name}`));
    link.download = name;
    link.click();
    URL.revokeObjectURL(link.href);
  } catch (fault) {
    tell(fault instanceof Error ? fault.message : String(fault));
  }
}
