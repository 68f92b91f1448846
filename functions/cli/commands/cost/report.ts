import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Command, Option } from "commander";
import type * as z from "zod";
import { changing, examples, needed, type Run } from "#functions/cli/command.ts";
import { months, REPORT_DOCUMENT } from "#functions/cli/ids/cost-ids.ts";
import { idOption, offering } from "#functions/cli/ids/named-ids.ts";
import { CliError, type Io } from "#functions/cli/io.ts";
import { makeFolder } from "#functions/cli/make-folder.ts";
import type { PlaneClient } from "#functions/cli/plane-client.ts";
import { telling } from "#functions/cli/progress.ts";
import { aMonth } from "#functions/cli/words.ts";
import type { CostReportAnswer } from "#shared/contracts/http/cost.ts";
import { shown } from "#shared/kernel/shown-text.ts";
import { REPORT_FILE_NAMES } from "#shared/rendering/cost-report/verify-folder.ts";

type Report = z.infer<typeof CostReportAnswer>;
type Flags = { readonly month?: string; readonly out?: string; readonly report?: string };

export function costReport(cost: Command, io: Io): void {
  examples(
    changing(
      cost.command("report").description("make the report of a month and write its files into a folder"),
      io,
      report,
    )
      .addOption(offering(new Option("--month <month>", "the month, such as 2026-10").argParser(aMonth), months))
      .option("--out <dir>", "the folder for its files; without it only the totals are printed")
      .addOption(
        idOption("--report <id>", "which Report document it follows, where there are several", REPORT_DOCUMENT),
      ),
    "tollgate cost report --month 2026-10 --out ./october",
    "tollgate cost report --month 2026-10 --json",
    "tollgate cost report --month 2026-10 --report finance-monthly --as cleo.park",
  );
}

async function report(run: Run<Flags>): Promise<void> {
  const month = await needed(run.io, run.flags.month, { flag: "--month", question: "Which month?" });
  const { out, report: follows } = run.flags;
  const plane = run.plane();
  const body = follows === undefined ? { month } : { month, report: follows };
  const asked = plane.json<Report>({ method: "POST", path: "/v1/cost/reports", body });
  const made = await telling(run.io, `Making the report of ${shown(month)}`, asked);
  if (out !== undefined) await write(made, { plane, dir: resolve(run.io.cwd, out) });
  run.say(made, summaryOf(made, out));
}

/** Writes the files. @throws CliError 1 when the folder cannot be written */
async function write({ files }: Report, { plane, dir }: { plane: PlaneClient; dir: string }): Promise<void> {
  // Only names that a report has: what a plane answers must not choose where we write.
  for (const { name, href } of files.filter((file) => REPORT_FILE_NAMES.includes(file.name))) {
    const text = await plane.text({ path: href });
    try {
      makeFolder(dir);
      writeFileSync(join(dir, name), text);
    } catch (fault) {
      throw new CliError(1, `Cannot write the report into "${dir}": ${(fault as Error).message}`);
    }
  }
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
