import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import type * as z from "zod";
import { action, examples, needed, type Run } from "#functions/cli/command.ts";
import { nodeDigest } from "#functions/cli/digest.ts";
import { CliError, type Io } from "#functions/cli/io.ts";
import { shown } from "#functions/cli/text.ts";
import type { CostReportAnswer, listCostReportRows, listUnallocated } from "#shared/contracts/http/cost.ts";
import { REPORT_FILE_NAMES, verifyFolder } from "#shared/rendering/cost-report/verify-folder.ts";

type Report = z.infer<typeof CostReportAnswer>;
type Rows = z.infer<(typeof listCostReportRows)["answers"][200]>;
type Unallocated = z.infer<(typeof listUnallocated)["answers"][200]>;

/** What people do with reports, below the noun `cost`, which other commands may have made. */
export function costReportCommands(program: Command, io: Io): void {
  const cost =
    program.commands.find((command) => command.name() === "cost") ??
    program.command("cost").description("take bills in, report a month, see whose money it is");
  examples(
    action(
      cost.command("report").description("make the report of a month and write its files into a folder"),
      io,
      report,
    )
      .option("--month <month>", "the month, such as 2026-10")
      .option("--out <dir>", "the folder for its files; without it only the totals are printed"),
    "tollgate cost report --month 2026-10 --out ./october",
    "tollgate cost report --month 2026-10 --json",
  );
  examples(
    action(cost.command("verify <dir>").description("recompute every figure of a report, offline"), io, verify),
    "tollgate cost verify ./october",
    "tollgate cost verify ./october --json",
  );
  examples(
    action(cost.command("rows <report>").description("list the rows that add up to a figure"), io, rows)
      .option("--figure <figure>", "billed, effective, against-budget, against-last-month or unallocated")
      .option("--workload <id>", "only what this workload bears")
      .option("--day <day>", "only the bill rows of this day, such as 2026-10-31"),
    "tollgate cost rows finance-monthly-2026-10-v1 --figure billed --day 2026-10-31",
  );
  examples(
    action(
      cost.command("unallocated").description("list what nobody bears, with a guess whose it is"),
      io,
      unallocated,
    ).option("--month <month>", "the month; the newest that was reported when left out"),
    "tollgate cost unallocated --month 2026-10",
  );
  examples(
    action(cost.command("sign-off <report>").description("sign a final report off"), io, signOff),
    "tollgate cost sign-off finance-monthly-2026-10-v1 --as fatima.finance",
  );
}

async function report(run: Run<{ month?: string; out?: string }>): Promise<void> {
  const month = await needed(run.io, run.flags.month, { flag: "--month", question: "Which month" });
  const plane = run.plane();
  const made = await plane.json<Report>({ method: "POST", path: "/v1/cost/reports", body: { month } });
  const { out } = run.flags;
  if (out !== undefined) {
    mkdirSync(out, { recursive: true });
    // Only names that a report has: what a plane answers must not choose where we write.
    const files = made.files.filter(({ name }) => REPORT_FILE_NAMES.includes(name));
    for (const { name, href } of files) writeFileSync(join(out, name), await plane.text({ path: href }));
  }
  run.say(made, summaryOf(made, out));
}

function summaryOf({ reportId, state, because, totals, currency, tied, tie }: Report, out: string | undefined): string {
  const sides = `${totals.workloads} of workloads + ${totals.pools} in pools + ${totals.unallocated} unallocated`;
  const ties = tied
    ? `${totals.billed} ${currency} billed = ${sides}`
    : `It does not tie: ${totals.billed} ${currency}`;
  const gaps = tie.filter(({ amount }) => amount !== "0").map(({ name, amount }) => `  ${shown(name)}: ${amount}`);
  const written = out === undefined ? [] : [`Wrote it to ${out}: open ${join(out, "report.html")}`];
  return [`${reportId} is ${state}: ${shown(because)}`, ties, ...gaps, ...written].join("\n");
}

async function verify(run: Run<object>, dir = ""): Promise<void> {
  const { sentences, ...verified } = verifyFolder(folderAt(dir), nodeDigest);
  const [first, ...others] = sentences;
  if (first !== undefined) {
    if (run.flags.json === true) run.say(verified, first);
    throw new CliError(1, [first, ...others.slice(0, 19)].map(shown).join("\n"));
  }
  const counts = `${verified.figures} figures recomputed from ${verified.rows} bill rows`;
  run.say(verified, `${shown(verified.report ?? "")}: ${counts}, ${verified.files} files, all match.`);
}

function folderAt(dir: string): ReadonlyMap<string, Uint8Array> {
  let names: readonly string[];
  try {
    names = readdirSync(dir);
  } catch {
    throw new CliError(
      1,
      `Not verified: "${dir}" cannot be read; a report is a folder with ${REPORT_FILE_NAMES.join(", ")}`,
    );
  }
  const known = names.filter((name) => REPORT_FILE_NAMES.includes(name));
  return new Map(known.map((name) => [name, readFileSync(join(dir, name))]));
}

async function rows(run: Run<{ figure?: string; workload?: string; day?: string }>, id = ""): Promise<void> {
  const { figure, workload, day } = run.flags;
  const plane = run.plane();
  const all: Rows["rows"] = [];
  let page: Rows;
  let cursor: string | undefined;
  do {
    const path = `/v1/cost/reports/${encodeURIComponent(id)}/rows`;
    page = await plane.json<Rows>({ path, query: { figure, workload, day, cursor } });
    all.push(...page.rows);
    cursor = page.cursor;
  } while (cursor !== undefined);
  run.rows(
    all,
    [
      { head: "what", cell: (row) => row.what },
      { head: "bearer", cell: (row) => row.bearer, whole: true },
      { head: "day", cell: (row) => row.day ?? "" },
      { head: "rule", cell: (row) => row.rule ?? "" },
      { head: "rows", cell: (row) => `${row.count}`, right: true },
      { head: "amount", cell: (row) => row.amount, whole: true, right: true },
    ],
    "No row stands behind it",
  );
  if (run.flags.json !== true) run.io.err(`These ${all.length} rows add up to ${page.total} ${page.currency}\n`);
}

async function unallocated(run: Run<{ month?: string }>): Promise<void> {
  const answer = await run
    .plane()
    .json<Unallocated>({ path: "/v1/cost/unallocated", query: { month: run.flags.month } });
  run.rows(
    answer.items,
    [
      { head: "what", cell: (item) => item.resource ?? item.service },
      { head: "amount", cell: (item) => item.amount, whole: true, right: true },
      { head: "since", cell: (item) => item.since },
      {
        head: "probably",
        cell: ({ guess }) => (guess === undefined ? "" : `${guess.owner} (${guess.confidence} %)`),
      },
      { head: "why", cell: (item) => item.reason },
    ],
    "Everything has an owner",
  );
  if (run.flags.json !== true) run.io.err(`${answer.total} ${answer.currency} of ${answer.month} has no owner\n`);
}

async function signOff(run: Run<object>, id = ""): Promise<void> {
  const path = `/v1/cost/reports/${encodeURIComponent(id)}/sign-off`;
  const signed = await run.plane().json<Report>({ method: "POST", path, body: {} });
  run.say(signed, `${signed.reportId} is signed off by ${shown(signed.signedOff?.by ?? "")}`);
}
