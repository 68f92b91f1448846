import { Command, CommanderError } from "commander";
import { accessCommands } from "#functions/cli/commands/access/access.ts";
import { auditCommands } from "#functions/cli/commands/audit.ts";
import { costReportCommands } from "#functions/cli/commands/cost-report.ts";
import { checkCommand } from "#functions/cli/commands/governance-check.ts";
import { initCommands } from "#functions/cli/commands/governance-init.ts";
import { peopleCommand } from "#functions/cli/commands/people.ts";
import { sandboxCommands } from "#functions/cli/commands/sandbox.ts";
import { CliError, type ExitCode, type Io } from "#functions/cli/io.ts";

/** Every command, by noun. */
const NOUNS: readonly ((program: Command, io: Io) => void)[] = [
  checkCommand,
  initCommands,
  peopleCommand,
  accessCommands,
  costReportCommands,
  auditCommands,
  sandboxCommands,
];

export function programOf(io: Io): Command {
  const program = new Command("tollgate")
    .description("Who may touch what, does everything follow the rules, and what does each workload cost.")
    .option("--no-input", "never ask; end with exit code 2 where something is missing")
    .showSuggestionAfterError(true)
    .showHelpAfterError("(add --help for what there is)")
    .addHelpText("after", EXITS);
  for (const noun of NOUNS) noun(program, io);
  settle(program, io);
  return program;
}

const EXITS = "\nExit codes: 0 fine, 1 problem found or refused, 2 wrong use, 3 no connection\n";

/** Commander writes and ends through us, at every level. */
function settle(command: Command, io: Io): void {
  command.exitOverride().configureOutput({ writeOut: io.out, writeErr: io.err });
  for (const sub of command.commands) settle(sub, io);
}

/** Runs one command line; returns its exit code and never throws. */
export async function runCli(words: readonly string[], io: Io): Promise<ExitCode> {
  try {
    await programOf(io).parseAsync([...words], { from: "user" });
    return 0;
  } catch (fault) {
    return ended(fault, { io, json: words.includes("--json") });
  }
}

function ended(fault: unknown, { io, json }: { readonly io: Io; readonly json: boolean }): ExitCode {
  if (fault instanceof CommanderError) return fault.exitCode === 0 ? 0 : 2;
  if (fault instanceof CliError) {
    io.err(
      json && fault.problem !== undefined
        ? `${JSON.stringify(fault.problem, null, 2)}\n`
        : fault.message === ""
          ? ""
          : `${fault.message}\n`,
    );
    return fault.exitCode;
  }
  io.err(`Cannot go on: ${fault instanceof Error ? fault.message : String(fault)}\n`);
  return 1;
}
