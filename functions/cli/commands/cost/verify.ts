import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import { action, examples, type Run } from "#functions/cli/command.ts";
import { type Pairs, pairs } from "#functions/cli/commands/cost/pairs.ts";
import { nodeDigest } from "#functions/cli/digest.ts";
import { CliError, type Io } from "#functions/cli/io.ts";
import { namedFolder } from "#functions/cli/named-folder.ts";
import type { ExportRead } from "#shared/cost/verify/read-export.ts";
import type { ReportFolder } from "#shared/cost/verify/verify-report.ts";
import { type Money, parseMoney } from "#shared/kernel/money.ts";
import { shown } from "#shared/kernel/shown-text.ts";
import { REPORT_FILE_NAMES, subjectOfFolder, verifyFolder } from "#shared/rendering/cost-report/verify-folder.ts";

/** What is wrong beyond this many is not told: the first says where to look. */
const MOST_TOLD = 20;

const A_REPORT = `a report is a folder with ${REPORT_FILE_NAMES.join(", ")}`;

type Verify = { readonly export?: readonly string[]; readonly rate?: Pairs; readonly assume?: Pairs };

export function costVerify(cost: Command, io: Io): void {
  examples(
    action(
      cost
        .command("verify")
        .argument("<dir>", "the folder that tollgate cost report --out wrote")
        .description("recompute every figure of a report, offline"),
      io,
      verify,
    )
      .option("--export <path...>", "the original export too: its files, folders or manifest, with all sources")
      .option("--rate <code=rate>", "as it was taken in with, such as EUR=1.0825", pairs)
      .option("--assume <column=value>", "as it was taken in with", pairs),
    "tollgate cost verify ./october",
    "tollgate cost verify ./october --export ./bills/focus-2026-10.csv",
    "tollgate cost verify ./october --json",
  );
}

async function verify(run: Run<Verify>, dir = ""): Promise<void> {
  const folder = folderAt(namedFolder(dir, { cwd: run.io.cwd, is: A_REPORT }));
  const { sentences, ...verified } = verifyFolder(folder, nodeDigest, await exported(run, folder));
  const [first] = sentences;
  if (first !== undefined) {
    if (run.flags.json === true) run.say(verified, first);
    throw new CliError(1, sentences.slice(0, MOST_TOLD).map(shown).join("\n"));
  }
  const counts = `${verified.figures} figures recomputed from ${verified.rows} bill rows`;
  const of = run.flags.export === undefined ? "" : " and of the export";
  run.say(verified, `${shown(verified.report ?? "")}: ${counts}${of}, ${verified.files} files, all match.`);
}

/** The original export, read as the plane reads it. Undefined where none is named. */
async function exported({ io, flags }: Run<Verify>, folder: ReportFolder): Promise<ExportRead | undefined> {
  if (flags.export === undefined) return undefined;
  const subject = subjectOfFolder(folder, nodeDigest);
  // What is wrong with the manifest is told by the verification itself.
  if (subject === undefined) return undefined;
  if (io.readBills === undefined) throw new CliError(1, "Cannot read the export: this command line reads no bills");
  const read = await io.readBills({
    names: flags.export.map((path) => resolve(io.cwd, path)),
    ...subject,
    assume: new Map(Object.entries(flags.assume ?? {})),
    rates: new Map(Object.entries(flags.rate ?? {}).map(([code, text]) => [code, rateOf(code, text)])),
  });
  if (!read.ok) throw new CliError(1, shown(read.error.message.replace(/^Cannot take in/, "Cannot verify with")));
  return read.value;
}

function rateOf(code: string, text: string): Money {
  const rate = parseMoney(text);
  if (rate === undefined || rate <= 0n) {
    throw new CliError(2, `Cannot use "${shown(text)}" as the rate of ${shown(code)}: write a number such as 1.0825`);
  }
  return rate;
}

function folderAt(dir: string): ReportFolder {
  try {
    const known = readdirSync(dir).filter((name) => REPORT_FILE_NAMES.includes(name));
    return new Map(known.map((name) => [name, readFileSync(join(dir, name))]));
  } catch {
    throw new CliError(1, `Not verified: "${dir}" cannot be read; ${A_REPORT}`);
  }
}
