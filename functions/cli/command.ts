import { type Command, Option } from "commander";
import { dryClient } from "#functions/cli/dry-client.ts";
import { withWholeIds } from "#functions/cli/ids/named-ids.ts";
import { withNearest } from "#functions/cli/ids/whole-id.ts";
import { CliError, type Io } from "#functions/cli/io.ts";
import { clientFor, type PlaneClient } from "#functions/cli/plane-client.ts";
import { addOtherReasons, withOwnReason } from "#functions/cli/reason-flags.ts";
import { type Column, table } from "#functions/cli/table.ts";
import { asWrongUse } from "#functions/cli/wrong-use.ts";

/** Flags that every command takes. */
export type Common = {
  readonly json?: boolean;
  readonly as?: string;
  readonly plain?: boolean;
  readonly wide?: boolean;
  /** Of commands that change something: only say what would be sent. */
  readonly dryRun?: boolean;
};

/** What a command's action works with. */
export type Run<Flags> = {
  readonly flags: Flags & Common;
  readonly io: Io;
  readonly plane: () => PlaneClient;
  /** Data for people: a table; under --json the one document `json`. */
  rows<Row>(rows: readonly Row[], columns: readonly Column<Row>[], none: string): void;
  /** One answer: `text` for people, `json` under --json. */
  say(json: unknown, text: string): void;
};

const ACTING = new WeakSet<Command>();
const CHANGING = new WeakSet<Command>();

/** Runs `act` with what it needs, and has the command take the flags that all take. */
export function action<Flags extends object>(
  command: Command,
  io: Io,
  act: (run: Run<Flags>, ...words: readonly string[]) => Promise<void>,
): Command {
  ACTING.add(command);
  return command.action(async (...given: unknown[]) => {
    const typed = given.slice(0, -2).filter((word): word is string => typeof word === "string");
    const variadic = given.slice(0, -2).flatMap((word) => (Array.isArray(word) ? (word as string[]) : []));
    // Where the command above acts too, as "people" above "people load", it takes --as and --json first.
    const above = command.parent !== null && ACTING.has(command.parent) ? command.parent.opts<Common>() : {};
    const run = runOf({ ...above, ...withOwnReason(command, command.opts<Flags & Common>()) }, io);
    const tell = (line: string): void => io.err(`${line}\n`);
    const line = { words: typed, flags: run.flags };
    const { words, flags, ids } = await withWholeIds(command, line, { plane: run.plane, tell });
    try {
      await act({ ...run, flags: flags as Flags & Common }, ...words, ...variadic);
    } catch (fault) {
      throw asWrongUse(await withNearest(fault, ids), command);
    }
  });
}

/** {@link action} of a command that changes something: it takes --dry-run too, which sends no change. */
export function changing<Flags extends object>(
  command: Command,
  io: Io,
  act: (run: Run<Flags>, ...words: readonly string[]) => Promise<void>,
): Command {
  CHANGING.add(command);
  return action(command, io, act);
}

/** Adds the flags that all commands take, after each command's own, so that help shows them last. */
export function addCommon(command: Command): void {
  addOtherReasons(command);
  if (CHANGING.has(command)) {
    command.option("--dry-run", "only say what would be sent");
    // In a hurry nobody knows which of them ask.
    if (!command.options.some(({ long }) => long === "--yes"))
      command.addOption(new Option("--yes", "taken everywhere, though this never asks").hideHelp());
  }
  if (ACTING.has(command)) {
    command
      .optionsGroup("Who asks, and how it is shown:")
      .option(
        "--as <person>",
        "act as this person of the local plane (tollgate people lists them); else as its operator",
      )
      .option("--json", "print one JSON document")
      .option("--plain", "print label: value lines, for screen readers")
      .option("--wide", "cut nothing");
  }
  for (const sub of command.commands) addCommon(sub);
}

function runOf<Flags>(flags: Flags & Common, io: Io): Run<Flags> {
  const json = (value: unknown): void => io.out(`${JSON.stringify(value, null, 2)}\n`);
  const plain = flags.plain === true || io.env["TOLLGATE_PLAIN"] === "1";
  let made: PlaneClient | undefined;
  const client = (): PlaneClient => {
    made ??= clientFor(io, flags.as ?? io.env["TOLLGATE_AS"]);
    return made;
  };
  const dry = flags.dryRun === true;
  return {
    // What is not done needs no yes.
    flags: dry ? { ...flags, yes: true } : flags,
    io,
    plane: () => (dry ? dryClient(client(), { io, json: flags.json === true }) : client()),
    rows(rows, columns, none) {
      if (flags.json === true) json(rows);
      else if (rows.length === 0) io.out(`${none}\n`);
      else io.out(table(rows, columns, { plain, width: flags.wide === true ? undefined : io.width }));
    },
    say(value, text) {
      if (flags.json === true) json(value);
      else io.out(`${text}\n`);
    },
  };
}

/** A flag that must be there; asks for it where a person can be asked. @throws CliError 2 naming the flag */
export async function needed(
  io: Io,
  value: string | undefined,
  { flag, question }: { flag: string; question: string },
): Promise<string> {
  if (value !== undefined && value !== "") return value;
  const answer = await io.ask?.(`${question} (${flag}) `);
  if (answer === undefined || answer.trim() === "")
    throw new CliError(2, `Cannot go on without ${flag}: ${question.toLowerCase()}`);
  return answer.trim();
}

/** Asks before something that cannot be taken back easily. @throws CliError 2 without a terminal or --yes, 1 when answered no */
export async function confirmed(io: Io, effect: string, yes: boolean | undefined): Promise<void> {
  if (yes === true) return;
  if (io.ask === undefined) throw new CliError(2, `Not done: ${effect}. Add --yes to do it without being asked`);
  const answer = await io.ask(`${effect}. Go on? [y/N] `);
  if (!/^y(es)?$/i.test(answer.trim())) throw new CliError(1, "Not done");
}

/** Examples under a command's help, each a line that can be pasted. */
export const examples = (command: Command, ...lines: readonly string[]): Command =>
  command.addHelpText("after", `\nExamples:\n${lines.map((line) => `  $ ${line}\n`).join("")}`);
