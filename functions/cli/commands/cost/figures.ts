import { type Command, Option } from "commander";
import type * as z from "zod";
import { action, changing, confirmed, examples, type Run } from "#functions/cli/command.ts";
import { WORKLOAD } from "#functions/cli/ids/catalog-ids.ts";
import { COST_REPORT, months } from "#functions/cli/ids/cost-ids.ts";
import { idArgument, idOption, offering } from "#functions/cli/ids/named-ids.ts";
import { CliError, type Io } from "#functions/cli/io.ts";
import { listed } from "#functions/cli/lists.ts";
import type { PlaneClient } from "#functions/cli/plane-client.ts";
import { aMonth, choice, counted } from "#functions/cli/words.ts";
import type {
  CostReportAnswer,
  listCostReportRows,
  listCostReports,
  listUnallocated,
} from "#shared/contracts/http/cost.ts";
import { type From, paginate } from "#shared/kernel/page.ts";
import { shown } from "#shared/kernel/shown-text.ts";

type Report = z.infer<typeof CostReportAnswer>;
type Reports = z.infer<(typeof listCostReports)["answers"][200]>;
type Rows = z.infer<(typeof listCostReportRows)["answers"][200]>;
type Unallocated = z.infer<(typeof listUnallocated)["answers"][200]>;
type Of = { readonly figure?: string; readonly workload?: string; readonly day?: string };

const FIGURES = ["billed", "effective", "against-budget", "against-last-month", "unallocated"] as const;

const reportArgument = () =>
  idArgument("<report>", "its id, or a month for the newest of it, or a beginning that only it has", COST_REPORT);

/** What people look up in a report that was made. */
export function costFigures(cost: Command, io: Io): void {
  examples(
    action(cost.command("list").description("list reports, newest month and version first"), io, list).addOption(
      offering(new Option("--month <month>", "only of this month").argParser(aMonth), months),
    ),
    "tollgate cost list",
    "tollgate cost list --month 2026-10",
    "tollgate cost list --json",
  );
  examples(
    action(
      cost
        .command("rows")
        .addArgument(reportArgument())
        .description("list the rows that add up to a figure of a report or a month"),
      io,
      rows,
    )
      .addOption(choice({ flags: "--figure <figure>", about: "effective when left out", words: FIGURES }))
      .addOption(idOption("--workload <id>", "only what this workload bears", WORKLOAD))
      .option("--day <day>", "only the bill rows of this day, such as 2026-10-31"),
    "tollgate cost rows 2026-10",
    "tollgate cost rows finance-monthly-2026-10-v1 --figure billed --day 2026-10-31",
    "tollgate cost rows 2026-10 --workload orders-etl --json",
  );
  examples(
    action(
      cost.command("unallocated").description("list what nobody bears, with a guess whose it is"),
      io,
      unallocated,
    ).addOption(
      offering(
        new Option("--month <month>", "the month; the newest that was reported when left out").argParser(aMonth),
        months,
      ),
    ),
    "tollgate cost unallocated --month 2026-10",
    "tollgate cost unallocated",
    "tollgate cost unallocated --month 2026-10 --json",
  );
  examples(
    changing(
      cost.command("sign-off").addArgument(reportArgument()).description("sign a final report off"),
      io,
      signOff,
    ).option("--yes", "do not ask"),
    "tollgate cost sign-off finance-monthly-2026-10-v1 --yes --as dan.moss",
    "tollgate cost sign-off 2026-10 --as dan.moss",
    "tollgate cost sign-off 2026-10 --as dan.moss --dry-run",
  );
}

const reportPath = (id: string): string => `/v1/cost/reports/${encodeURIComponent(id)}`;

async function list(run: Run<{ month?: string }>): Promise<void> {
  const plane = run.plane();
  const { month } = run.flags;
  const reports = await listed<Reports["items"][number]>(plane, { path: "/v1/cost/reports", query: { month } });
  run.rows(
    reports,
    [
      { head: "id", cell: ({ reportId }) => reportId, whole: true },
      { head: "month", cell: (report) => report.month, whole: true },
      { head: "state", cell: ({ state }) => state, whole: true },
      { head: "billed", cell: ({ totals, currency }) => `${totals.billed} ${currency}`, right: true, whole: true },
      { head: "ties", cell: ({ tied }) => (tied ? "yes" : "no") },
      { head: "signed off by", cell: ({ signedOff }) => signedOff?.by ?? "" },
    ],
    "No report yet: tollgate cost report --month YYYY-MM",
  );
}

/** The id itself, or the newest version of a month. @throws CliError 1 when the month has none */
async function reportId(plane: PlaneClient, text: string): Promise<string> {
  if (!/^\d{4}-\d\d$/.test(text)) return text;
  const { items } = await plane.json<Reports>({ path: "/v1/cost/reports", query: { month: text } });
  const [newest] = items;
  if (newest !== undefined) return newest.reportId;
  throw new CliError(1, `Cannot find a report of ${text}: make it with tollgate cost report --month ${text}`);
}

async function rows(run: Run<Of>, named = ""): Promise<void> {
  const plane = run.plane();
  const path = `${reportPath(await reportId(plane, named))}/rows`;
  const ask = (from: From) => plane.json<Rows>({ path, query: { ...figureOf(run.flags), ...from } });
  const pages = await Array.fromAsync(paginate(ask));
  const all = pages.flatMap((page) => page.rows);
  run.rows(
    all,
    [
      { head: "what", cell: ({ what }) => what },
      { head: "bearer", cell: ({ bearer }) => bearer, whole: true },
      { head: "day", cell: ({ day }) => day ?? "" },
      { head: "rule", cell: ({ rule }) => rule ?? "" },
      { head: "rows", cell: ({ count }) => `${count}`, right: true },
      { head: "amount", cell: ({ amount }) => amount, whole: true, right: true },
    ],
    "No row stands behind it",
  );
  const sum = `${pages[0]?.total ?? "0"} ${pages[0]?.currency ?? ""}`;
  if (run.flags.json !== true) run.io.err(`${counted(all.length, "row")} add up to ${sum}\n`);
}

const figureOf = ({ figure, workload, day }: Of) => ({ figure, workload, day });

async function unallocated(run: Run<{ month?: string }>): Promise<void> {
  const query = { month: run.flags.month };
  const answer = await run.plane().json<Unallocated>({ path: "/v1/cost/unallocated", query });
  if (run.flags.json === true) return run.say(answer, "");
  run.rows(
    answer.items,
    [
      { head: "what", cell: ({ resource, service }) => resource ?? service },
      { head: "amount", cell: ({ amount }) => amount, whole: true, right: true },
      { head: "since", cell: ({ since }) => since },
      { head: "probably", cell: ({ guess }) => (guess === undefined ? "" : `${guess.owner} (${guess.confidence} %)`) },
      { head: "why", cell: ({ reason }) => reason },
    ],
    "Everything has an owner",
  );
  run.io.err(`${answer.total} ${answer.currency} of ${answer.month} has no owner\n`);
}

async function signOff(run: Run<{ yes?: true }>, named = ""): Promise<void> {
  const plane = run.plane();
  const id = await reportId(plane, named);
  const yes = run.flags.yes ?? (run.flags.json === true ? true : undefined);
  await confirmed(run.io, `You sign off ${shown(id)}; it never changes again`, yes);
  const signed = await plane.json<Report>({ method: "POST", path: `${reportPath(id)}/sign-off`, body: {} });
  run.say(signed, `${signed.reportId} is signed off by ${shown(signed.signedOff?.by ?? "")}`);
}
