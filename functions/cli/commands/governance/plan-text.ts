import type * as z from "zod";
import { counted, lengthText } from "#functions/cli/words.ts";
import { fieldTexts } from "#shared/catalog/change-text.ts";
import type { makeCatalogPlan } from "#shared/contracts/http/catalog-plans.ts";
import { formatMoney, parseMoney, ZERO } from "#shared/kernel/money.ts";
import { shown } from "#shared/kernel/shown-text.ts";

export type MadePlan = z.infer<(typeof makeCatalogPlan)["answers"][201]>;
type Change = MadePlan["changes"][number];
type Took = MadePlan["takes"][number];
type Move = MadePlan["cellsMoved"][number];

/** So many cells of one change are printed; all of them are in --json. */
const MOST_CELLS = 8;

const MARKS = { added: "+", changed: "~", removed: "-" } as const;

/** A plan as people read it: a line per change with what becomes of it, and beneath it what it would have changed. */
export function planText(made: MadePlan): string {
  const { plan, changes, warnings, cellsMoved, takes } = made;
  const width = Math.min(40, Math.max(0, ...changes.map((change) => nameOf(change).length)));
  const lines = changes.flatMap((change) => changeLines(change, { made, width }));
  const cellsShown = changes.some(({ decides }) => (decides?.cellsMoved.length ?? 0) > 0);
  const loose = takes.filter((took) => !changes.some((change) => isOf(took, { change, changes })));
  return [
    ...lines,
    ...(cellsShown ? [] : section("Who decides, from now on", cellsMoved.map(longCell))),
    ...section(
      "Owners that change",
      loose.map((took) => looseText(took, made)),
    ),
    ...section("Warnings", warnings),
    ...boundLines(made),
    changes.length === 0 ? "Nothing changes" : lastLine(plan),
  ]
    .map(shown)
    .join("\n");
}

function lastLine({ id, from, at, goodUntil, held }: MadePlan["plan"]): string {
  const hours = Math.round((Date.parse(goodUntil) - Date.parse(at)) / 3_600_000);
  const why = held.some(({ state }) => state === "pending") ? ' --justification "…"' : "";
  return `Plan ${id} on revision ${from}, good for ${hours} h: tollgate apply ${id}${why}`;
}

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [`${title}: ${lines.length}`, ...lines.map((line) => `  ${line}`)];

function nameOf({ kind, document, formerId }: Change): string {
  const was = formerId === undefined ? "" : ` (was ${formerId})`;
  return `${MARKS[kind]} ${document.kind} ${document.id}${was}`;
}

type Beside = { readonly made: MadePlan; readonly width: number };

function changeLines(change: Change, { made, width }: Beside): readonly string[] {
  const fields = change.kind === "changed" ? fieldTexts(change.fields) : [];
  const took = takesText(change, made);
  const parts = [fields.join(", "), `${outcomeText(change, { made, fields })}${took === "" ? "" : `: ${took}`}`];
  const first = [nameOf(change).padEnd(width), ...parts.filter((part) => part !== "")].join("  ");
  const decides = decidesText(change, made);
  return decides === "" ? [first] : [first, `${" ".repeat(4)}${decides}`];
}

/** Whether it applies now, and else who is asked and why. */
function outcomeText(change: Change, { made, fields }: { made: MadePlan; fields: readonly string[] }): string {
  if (change.opensRequest.length === 0) return change.waits ? "waits for what it names" : "applies now";
  const held = made.plan.held.find(({ kind, id }) => kind === change.document.kind && id === change.document.id);
  const why = change.opensRequest.filter((reason) => !fields.includes(reason));
  const because = why.length === 0 ? "" : ` (${why.join("; ")})`;
  return `opens a request${because}: ${(held?.stages ?? []).join(", then ")}`;
}

/** Cells and past requests; nothing for a change that applies now and moves neither. */
function decidesText({ decides, opensRequest }: Change, { lookedAt }: MadePlan): string {
  if (decides === undefined) return "";
  const { cellsMoved: cells, pastRequests, alone } = decides;
  if (cells.length === 0 && pastRequests.count === 0 && opensRequest.length === 0) return "";
  const shownCells = cells.slice(0, MOST_CELLS).map((cell) => shortCell(cell, cells));
  const others = cells.length - shownCells.length;
  const moved = [...shownCells, ...(others === 0 ? [] : [`${others} others`])].join("; ");
  const past = lookedAt.morePastRequests ? `the latest ${lookedAt.pastRequests}` : String(lookedAt.pastRequests);
  return [
    ...(cells.length === 0 ? [] : [`${cells.length === 1 ? "1 cell moves" : `${cells.length} cells move`}: ${moved}`]),
    ...(lookedAt.pastRequests === 0 ? [] : [`${pastRequests.count} of ${past} past requests`]),
    ...(alone ? [] : ["all together with the rest of this plan, which it needs"]),
  ].join("; ");
}

/** `read in prod`, its data where the cell is of no dataset in particular, its length where only that tells it from another. */
function shortCell(cell: Move, all: readonly Move[]): string {
  const place = (move: Move): string => {
    const data = move.dataset === undefined ? `${[move.classification, ...move.labels].join(" ")} ` : "";
    return `${move.access} ${data}in ${move.environment}`;
  };
  const alike = all.filter((each) => place(each) === place(cell));
  const length = alike.length > 1 ? ` for ${lengthText(cell.duration)}` : "";
  return `${place(cell)}${length} ${changeOf(cell)}`;
}

/** From and to; where the same people decide, only what differs after them. */
function changeOf({ from, to }: Move): string {
  const [left, right] = [splitLimit(from), splitLimit(to)];
  const same = left.who === right.who && left.limit !== "" && right.limit !== "";
  return same ? `${left.limit} → ${right.limit}` : `${from} → ${to}`;
}

/** `target.owners, then team:security` and `8h`, as a cell is written. */
function splitLimit(text: string): { readonly who: string; readonly limit: string } {
  const [, who = text, limit = ""] = /^(.*), (\d+[smhdw](?:, with a ticket)?)$/.exec(text) ?? [];
  return { who, limit };
}

function longCell(move: Move): string {
  const what = move.dataset ?? [move.classification, ...move.labels].join(" ");
  const where = move.account ?? move.environment;
  return `${move.access} ${what} in ${where}, ${lengthText(move.duration)}: ${move.from} → ${move.to}`;
}

const OWNERS: Readonly<Record<string, string>> = {
  Workload: "workload",
  Dataset: "dataset",
  AllocationRule: "allocation-rule",
};

/** What this change takes, and what it leaves to nobody or to somebody whom the plan does not change. */
function takesText(change: Change, made: MadePlan): string {
  const mine = made.takes.filter((took) => isOf(took, { change, changes: made.changes }));
  return mine
    .map((took) =>
      took.to === ownerOf(change)
        ? `takes ${amountsText(took, made)} ${fromText(took)}`
        : `leaves ${amountsText(took, made)} ${took.to === "unallocated" ? "unallocated" : `to ${took.to}`}`,
    )
    .join("; ");
}

const ownerOf = ({ document }: Change): string | undefined => {
  const owner = OWNERS[document.kind];
  return owner === undefined ? undefined : `${owner}:${document.id}`;
};

/** A move is said of the change of who takes it, else of who loses it. */
function isOf({ from, to }: Took, { change, changes }: { change: Change; changes: readonly Change[] }): boolean {
  const owner = ownerOf(change);
  return owner !== undefined && (owner === to || (owner === from && !changes.some((each) => ownerOf(each) === to)));
}

/** Of a move that no change of the plan is about: two now name what one named alone, or none does. */
const looseText = (took: Took, made: MadePlan): string =>
  took.to === "unallocated"
    ? `${took.from} leaves ${amountsText(took, made)} unallocated`
    : `${took.to} takes ${amountsText(took, made)} ${fromText(took)}`;

const fromText = ({ from }: Took): string => (from === "unallocated" ? "out of unallocated" : `from ${from}`);

function amountsText({ resources, money }: Took, { lookedAt }: MadePlan): string {
  const amount = parseMoney(money) ?? ZERO;
  const spent = `${formatMoney(amount)} ${lookedAt.currency ?? ""} of ${monthName(lookedAt.month ?? "")}`;
  return [...(resources === 0 ? [] : [counted(resources, "resource")]), ...(amount === ZERO ? [] : [spent])].join(
    " and ",
  );
}

const MONTHS = "January February March April May June July August September October November December".split(" ");

const monthName = (month: string): string => MONTHS[Number(month.slice(5)) - 1] ?? month;

/** Where there was more than is looked at. */
function boundLines({ lookedAt }: MadePlan): readonly string[] {
  const { moreChanges, morePastRequests, pastRequests, moreResources, resources } = lookedAt;
  return [
    ...(morePastRequests ? [`Only the latest ${pastRequests} past requests were looked at`] : []),
    ...(moreChanges > 0
      ? [`${counted(moreChanges, "more change")} may move who decides, and were not looked at alone`]
      : []),
    ...(moreResources ? [`Only ${resources} resources were looked at`] : []),
  ];
}
