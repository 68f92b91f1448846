import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { action, examples, type Run } from "#functions/cli/command.ts";
import { outcomeOf } from "#functions/cli/commands/governance/outcome.ts";
import { type GovernanceFiles, governanceFiles } from "#functions/cli/governance-files.ts";
import { CliError, type Io } from "#functions/cli/io.ts";
import { fixDocuments } from "#shared/contracts/documents/fix-documents.ts";
import { type CheckOutcome, checkJson, checkText } from "#shared/contracts/documents/format-problems.ts";
import { shown } from "#shared/kernel/shown-text.ts";

/** Corrections may uncover others; more rounds than this bring nothing new. */
const MOST_ROUNDS = 5;

export function checkCommand(program: Command, io: Io): void {
  const command = program
    .command("check")
    .argument("[path]", "a folder or one document of a repository; else the one you are in")
    .description("judge the documents of a governance repository, offline: file, line, column, what would be right")
    .option("--fix", "make the sure corrections; comments stay as they are");
  examples(
    action(command, io, check),
    "tollgate check",
    "tollgate check teams/sales/data.yaml",
    "tollgate check --fix",
    "tollgate check governance --json",
  );
}

async function check(run: Run<{ fix?: true }>, path = "."): Promise<void> {
  const files = governanceFiles(path, run.io.cwd);
  const outcome = run.flags.fix === true ? fixed(files, run) : outcomeOf(files, files.files);
  if (outcome.count === 0 && outcome.problems.length === 0 && outcome.unread.length === 0)
    throw new CliError(
      2,
      `Cannot check "${shown(path)}": it holds no document; a wrong path would pass for a right one`,
    );
  run.say(checkJson(outcome), checkText(outcome));
  const errors = outcome.problems.filter(({ severity }) => severity !== "warning").length;
  if (errors > 0) throw new CliError(1, "");
}

function fixed(files: GovernanceFiles, run: Run<object>): CheckOutcome {
  let texts = files.files;
  let made = 0;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const { files: changed, fixes } = fixDocuments(texts, outcomeOf(files, texts).problems);
    if (fixes === 0) break;
    made += fixes;
    for (const { path, text } of changed) writeFileSync(join(files.root, path), text);
    texts = texts.map((file) => changed.find(({ path }) => path === file.path) ?? file);
  }
  run.io.err(made === 0 ? "Nothing to correct\n" : `Corrected ${made} ${made === 1 ? "place" : "places"}\n`);
  return outcomeOf(files, texts);
}
