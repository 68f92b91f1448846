import {
  type Act,
  type Acts,
  type Answer,
  below,
  call,
  chance,
  pick,
  type Story,
} from "#test/simulation/acts/story.ts";
import { attosIn } from "#test/simulation/invariants/cost.ts";
import { type BillCells, csvOf } from "#test/support/bills.ts";

const MONTHS = ["2026-08", "2026-09", "2026-10"] as const;

const CATEGORIES: readonly BillCells[] = [
  {},
  {},
  { Tags: "" },
  { Tags: '{"Workload": "stock-feed"}' },
  { ChargeCategory: "Tax", ResourceId: "", Tags: "" },
  { ChargeCategory: "Credit", ResourceId: "", Tags: "" },
  { ServiceName: "AWS Support", ResourceId: "", Tags: "" },
  { ChargeClass: "Correction" },
];

/** Up to 18 decimals, as real exports have them; credits and some corrections are below zero. */
function amountOf(story: Story, cells: BillCells): string {
  const sign = cells["ChargeCategory"] === "Credit" || (cells["ChargeClass"] && chance(story, 0.5)) ? "-" : "";
  const digits = below(story, 19);
  const part = Array.from({ length: digits }, () => below(story, 10)).join("");
  return `${sign}${below(story, 1_000)}${digits === 0 ? "" : `.${part}`}`;
}

function rowOf(story: Story, month: string): BillCells {
  const cells = pick(story, CATEGORIES) ?? {};
  const amount = amountOf(story, cells);
  const day = String(1 + below(story, 27)).padStart(2, "0");
  const next = month.replace(/\d\d$/, (text) => String(Number(text) + 1).padStart(2, "0"));
  return {
    ...cells,
    BilledCost: amount,
    EffectiveCost: amount,
    BillingPeriodStart: `${month}-01T00:00:00Z`,
    BillingPeriodEnd: `${next}-01T00:00:00Z`,
    ChargePeriodStart: `${month}-${day}T00:00:00Z`,
    ChargePeriodEnd: `${month}-${String(Number(day) + 1).padStart(2, "0")}T00:00:00Z`,
  };
}

/** A new bill, or a corrected one of the same months: it lies there before anybody says so. */
function newBill(story: Story): string {
  const name = `bill-${story.count}.csv`;
  story.count += 1;
  const first = below(story, MONTHS.length);
  const months = MONTHS.slice(first, first + 1 + below(story, 2));
  const rows = months.flatMap((month) => Array.from({ length: 1 + below(story, 4) }, () => rowOf(story, month)));
  const spoiled = chance(story, 0.12);
  if (spoiled) rows.push({ ...rows[0], BilledCost: "1,25" });
  story.world.bills.lay(name, csvOf(rows));
  if (spoiled) story.refusable.add(name);
  else story.billed.set(name, sumsOf(rows));
  return name;
}

function sumsOf(rows: readonly BillCells[]): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const row of rows) {
    const month = row["BillingPeriodStart"]?.slice(0, 7) ?? "";
    sums.set(month, (sums.get(month) ?? 0n) + attosIn(row["BilledCost"] ?? ""));
  }
  return sums;
}

const anyBill = (story: Story): string =>
  chance(story, 0.3) ? (pick(story, [...story.billed.keys()]) ?? newBill(story)) : newBill(story);

const arrives: Act = (story) => {
  const name = anyBill(story);
  void story.world.plane.queues.send("bills", { names: [name], source: "aws" });
  return `${name} arrives`;
};

const sends: Act = (story) =>
  call(story, { as: "pia", path: "/v1/cost/imports", body: { names: [anyBill(story)], source: "aws" } });

/** Somebody brings the same billing account under another name: whoever is second in a month is refused. */
export const sendsBeside: Act = (story) => {
  const answered = ({ body }: Answer): void => {
    if (body?.includes("is already taken in from source"))
      story.met.add("a bill whose account another source had brought");
  };
  const bring = (source: string): string =>
    call(story, { as: "pia", path: "/v1/cost/imports", body: { names: [anyBill(story)], source }, answered });
  return chance(story, 0.5) ? `${bring("aws")}, and ${bring("beside")}` : bring("beside");
};

const reports: Act = (story) =>
  call(story, { as: "pia", path: "/v1/cost/reports", body: { month: pick(story, MONTHS) ?? "2026-10" } });

const signs: Act = (story) => {
  const report = pick(story, story.rows.ofKind("cost-report") as readonly { readonly id: string }[]);
  if (report === undefined) return undefined;
  return call(story, { as: "pia", path: `/v1/cost/reports/${encodeURIComponent(report.id)}/sign-off`, body: {} });
};

/** Everything that happens to bills and reports, and how often. */
export const COST_ACTS: Acts = [
  [3, arrives],
  [1, sends],
  [0.5, sendsBeside],
  [2, reports],
  [1, signs],
];
