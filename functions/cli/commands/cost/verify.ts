import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import { action, examples, type Run } from "#functions/cli/command.ts";
import { nodeDigest } from "#functions/cli/digest.ts";
import { CliError, type Io } from "#functions/cli/io.ts";
import { shown } from "#functions/cli/text.ts";
import { REPORT_FILE_NAMES, verifyFolder } from "#shared/rendering/cost-report/verify-folder.ts";

/** What is wrong beyond this many is not told: the first says where to look. */
const MOST_TOLD = 20;

export function costVerify(cost: Command, io: Io): void {
  examples(
    action(cost.command("verify <dir>").description("recompute every figure of a report, offline"), io, verify),
    "tollgate cost verify ./october",
    "tollgate cost verify ./october --json",
  );
}

async function verify(run: Run<object>, dir = ""): Promise<void> {
  const { sentences, ...verified } = verifyFolder(folderAt(resolve(run.io.cwd, dir)), nodeDigest);
  const [first] = sentences;
  if (first !== undefined) {
    if (run.flags.json === true) run.say(verified, first);
    throw new CliError(1, sentences.slice(0, MOST_TOLD).map(shown).join("\n"));
  }
  const counts = `${verified.figures} figures recomputed from ${verified.rows} bill rows`;
  run.say(verified, `${shown(verified.report ?? "")}: ${counts}, ${verified.files} files, all match.`);
}

function folderAt(dir: string): ReadonlyMap<string, Uint8Array> {
  try {
    const known = readdirSync(dir).filter((name) => REPORT_FILE_NAMES.includes(name));
    return new Map(known.map((name) => [name, readFileSync(join(dir, name))]));
  } catch {
    throw new CliError(
      1,
      `Not verified: "${dir}" cannot be read; a report is a folder with ${REPORT_FILE_NAMES.join(", ")}`,
    );
  }
}
