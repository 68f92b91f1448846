import { statSync } from "node:fs";
import { resolve } from "node:path";
import type { Command } from "commander";
import { action, examples, needed, type Run } from "#functions/cli/command.ts";
import { linesOfFile } from "#functions/cli/event-lines.ts";
import { localCatalog, localGovernance } from "#functions/cli/governance-catalog.ts";
import { CliError, type Io } from "#functions/cli/io.ts";
import { rightNow } from "#functions/cli/today.ts";
import { LONGEST_RECORD, parseCloudRecord } from "#shared/contracts/events/cloudtrail.ts";
import { compilePolicies } from "#shared/policy/compile-policies.ts";
import { type JudgedLine, judgeRecord } from "#shared/policy/judge-record.ts";
import { compileFacts } from "#shared/policy/resource-facts.ts";

type Judge = { readonly events?: string; readonly governance?: string };

export function policyJudge(policy: Command, io: Io): void {
  examples(
    action(
      policy
        .command("judge")
        .description("judge a file of CloudTrail records offline, line by line, by what each record itself shows"),
      io,
      judge,
    )
      .option("--events <file>", "a line each: an EventBridge event, a CloudTrail record, or an object that holds one")
      .option("--governance <dir>", "the documents to judge by; else the nearest tollgate.yaml, else the sample's"),
    "tollgate policy judge --events cloudtrail.ndjson",
    "tollgate policy judge --events cloudtrail.ndjson --governance ./governance --json",
    "tollgate policy judge --events cloudtrail.ndjson --plain",
  );
}

async function judge(run: Run<Judge>): Promise<void> {
  const named = await needed(run.io, run.flags.events, { flag: "--events", question: "Which file?" });
  const file = fileAt(resolve(run.io.cwd, named), named);
  const judgeLine = judgeOf(run);
  const tally = new Map<string, Tally>();
  for await (const { line, text } of linesOfFile(file, LONGEST_RECORD)) {
    const judged = judgeLine(text, line);
    if (run.flags.json === true) run.io.out(`${JSON.stringify(judged)}\n`);
    else count(judged, tally);
  }
  if (run.flags.json !== true) summary(run, tally);
}

function judgeOf({ flags, io }: Run<Judge>): (text: string, line: number) => JudgedLine {
  const catalog = localCatalog(localGovernance(io, flags.governance));
  const deps = {
    parse: parseCloudRecord,
    judge: compilePolicies(catalog),
    facts: compileFacts(catalog),
    now: rightNow(),
  };
  return (text, line) => judgeRecord(text, { ...deps, line });
}

function fileAt(path: string, named: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isFile() === true) return path;
  const what = found === undefined ? "there is no such file" : "it is no file";
  throw new CliError(2, `Cannot read "${named}": ${what}`);
}

type Tally = {
  readonly outcome: string;
  readonly reason: string;
  lines: number;
  findings: number;
  readonly first: number;
};

function count({ outcome, reason: why, policies, line, findings }: JudgedLine, tally: Map<string, Tally>): void {
  // No finding where nobody looked is not the same as none where somebody did.
  const reason = policies === 0 ? `${why}, but no policy is about it` : why;
  const key = `${outcome} ${reason}`;
  const so = tally.get(key) ?? { outcome, reason, lines: 0, findings: 0, first: line };
  so.lines += 1;
  so.findings += findings.length;
  tally.set(key, so);
}

function summary(run: Run<Judge>, tally: ReadonlyMap<string, Tally>): void {
  const rows = [...tally.values()].toSorted(
    (left, right) => left.outcome.localeCompare(right.outcome) || right.lines - left.lines,
  );
  run.rows(
    rows,
    [
      { head: "outcome", cell: ({ outcome }) => outcome, whole: true },
      { head: "reason", cell: ({ reason }) => reason, whole: true },
      { head: "lines", cell: ({ lines }) => `${lines}`, right: true },
      { head: "findings", cell: ({ findings }) => `${findings}`, right: true },
      { head: "first in line", cell: ({ first }) => `${first}`, right: true },
    ],
    "The file has no line",
  );
}
