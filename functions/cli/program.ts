import { readFileSync } from "node:fs";
import { Command } from "commander";
import { addCommon } from "#functions/cli/command.ts";
import { accessCommands } from "#functions/cli/commands/access/access.ts";
import { auditCommands } from "#functions/cli/commands/audit.ts";
import { completionCommands } from "#functions/cli/commands/completion.ts";
import { costCommands } from "#functions/cli/commands/cost/cost.ts";
import { findingsCommands } from "#functions/cli/commands/findings/findings.ts";
import { changesCommands } from "#functions/cli/commands/governance/changes.ts";
import { checkCommand } from "#functions/cli/commands/governance/check.ts";
import { initCommands } from "#functions/cli/commands/governance/init.ts";
import { planCommands } from "#functions/cli/commands/governance/plan.ts";
import { showCommand } from "#functions/cli/commands/governance/show.ts";
import { helpCommand } from "#functions/cli/commands/help.ts";
import { peopleCommand } from "#functions/cli/commands/people.ts";
import { policyCommands } from "#functions/cli/commands/policy/policy.ts";
import { sandboxCommands } from "#functions/cli/commands/sandbox.ts";
import { statusCommands } from "#functions/cli/commands/status.ts";
import { endingOf } from "#functions/cli/ending.ts";
import type { ExitCode, Io } from "#functions/cli/io.ts";
import { refusedValue } from "#functions/cli/words.ts";

const PACKAGE = new URL("../../package.json", import.meta.url);
const VERSION = (JSON.parse(readFileSync(PACKAGE, "utf8")) as { readonly version: string }).version;

type Noun = (program: Command, io: Io) => void;

/** Every command, in the groups that help shows. */
const GROUPS: readonly { readonly title: string; readonly nouns: readonly Noun[] }[] = [
  { title: "Day to day:", nouns: [statusCommands, accessCommands, findingsCommands, policyCommands, costCommands] },
  { title: "Documents:", nouns: [checkCommand, initCommands, planCommands, changesCommands, showCommand] },
  { title: "Proof:", nouns: [auditCommands] },
  { title: "On a laptop:", nouns: [peopleCommand, sandboxCommands] },
];

/** The program; what its parser has to say of a line goes to `say`. */
export function programOf(io: Io, say: (text: string) => void = io.err): Command {
  const program = new Command("tollgate")
    .description("Who may touch what, does everything follow the rules, and what does each workload cost.")
    .usage("<noun> <verb> [id] [options]")
    .version(VERSION, "-V, --version", "print the version")
    .option("--no-input", "never ask; end with exit code 2 where something is missing")
    .showSuggestionAfterError(true)
    .showHelpAfterError("(add --help for what there is)")
    .addHelpText("after", ENDING);
  for (const { title, nouns } of GROUPS) {
    program.commandsGroup(title);
    for (const noun of nouns) noun(program, io);
  }
  addCommon(program);
  program.commandsGroup("Shell:");
  completionCommands(program, io);
  helpCommand(program);
  settle(program, { ...io, err: say });
  return program;
}

const ENDING = `
Examples:
  $ tollgate access request --dataset sales.orders --duration 4h --justification "Why the October forecast was off" --as ada.berg
  $ tollgate findings list --mine --severity high.. --as dan.moss
  $ tollgate cost report --month 2026-10 --out ./october

Ids: R- requests (tollgate access list), G- grants (access grants), F- findings (findings list), P- plans (plan, policy plan),
A- writes (policy actions). A beginning that only one has is enough, and Tab completes them (tollgate completion --help).
An id alone shows it: tollgate R-1043

Not on your path? In the project's folder: npx tollgate, or alias tollgate='npx tollgate' first
The plane is found by TOLLGATE_URL, else by the nearest .tollgate/ (or TOLLGATE_HOME)
Exit codes: 0 fine, 1 problem found or refused, 2 wrong use, 3 no connection
`;

/** Commander writes and ends through us, at every level. */
function settle(command: Command, io: Io): void {
  const width = () => io.width ?? 100;
  command.exitOverride().configureOutput({
    writeOut: io.out,
    writeErr: io.err,
    getOutHelpWidth: width,
    getErrHelpWidth: width,
    outputError: (words, write) => write(`${refusedValue(words)}${originOfMissing(command, words)}`),
  });
  for (const sub of command.commands) settle(sub, io);
}

/** Where the id that is missing comes from, under the words that it is missing. */
function originOfMissing(command: Command, words: string): string {
  const name = /missing required argument '([\w-]+)'/.exec(words)?.[1];
  const argument = command.registeredArguments.find((each) => each.name() === name);
  return argument?.description === "" || argument === undefined ? "" : `${name} is ${argument.description}\n`;
}

/** Runs one command line; returns its exit code and never throws. */
export async function runCli(words: readonly string[], machine: Io): Promise<ExitCode> {
  const asking = mayAsk(words, machine) ? machine : { ...machine, ask: undefined };
  const json = words.includes("--json");
  const { io, kept } = json && asking.ask === undefined ? keepingNotes(asking) : { io: asking, kept: () => "" };
  const parser: string[] = [];
  try {
    await programOf(io, (text) => parser.push(text)).parseAsync([...byId(words)], { from: "user" });
    machine.err(kept());
    return 0;
  } catch (fault) {
    const { exitCode, words: said } = endingOf(fault, { json, parser: parser.join("") });
    machine.err(exitCode === 0 ? `${kept()}${said}` : said);
    return exitCode;
  }
}

/**
 * Where a program reads, notes on stderr wait for the end: a command that fails then leaves the one object that says
 * why, and nothing before it.
 */
function keepingNotes(machine: Io): { readonly io: Io; readonly kept: () => string } {
  const notes: string[] = [];
  return {
    io: { ...machine, err: (text) => void notes.push(text), noProgress: true },
    kept: () => notes.join(""),
  };
}

const mayAsk = (words: readonly string[], { env }: Io): boolean =>
  !words.includes("--no-input") && (env["CI"] ?? "") === "";

/** What an id alone shows, by how it begins. */
const SHOWN_BY: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^R-/, ["access", "show"]],
  [/^G-/, ["access", "evidence"]],
  [/^F-/, ["findings", "show"]],
  [/^P-/, ["changes", "show"]],
  [/^A-/, ["policy", "show"]],
];

/** A line that begins with an id is the command that shows it. */
export function byId(words: readonly string[]): readonly string[] {
  const verb = SHOWN_BY.find(([begins]) => begins.test(words[0] ?? ""))?.[1] ?? [];
  return [...verb, ...words];
}
