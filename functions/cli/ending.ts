import { CommanderError } from "commander";
import { CliError, type ExitCode } from "#functions/cli/io.ts";

/** How a command line that failed ends: its exit code, and what stderr says of it. */
export type Ending = { readonly exitCode: ExitCode; readonly words: string };

type Told = {
  readonly json: boolean;
  /** What the parser of the command line wrote about it, to people. */
  readonly parser: string;
};

/** Titles of the failures that are the command line's own, not the plane's. */
const TITLES: { readonly [exit in 1 | 2 | 3]: string } = {
  1: "Problem found or refused",
  2: "Wrong use",
  3: "No connection",
};

/**
 * What a fault ends a command line with.
 *
 * Under --json the words are one JSON object whatever failed: problem+json of the plane as it came, and of what the
 * command line itself finds the same members, with `exitCode` in place of a status. Nothing where the command has
 * told all it had to on stdout.
 */
export function endingOf(fault: unknown, { json, parser }: Told): Ending {
  if (fault instanceof CommanderError) return ofParser(fault, { json, parser });
  const { exitCode, message, problem } = fault instanceof CliError ? fault : unforeseen(fault);
  if (json && problem !== undefined) return { exitCode, words: document(problem) };
  if (message === "") return { exitCode, words: "" };
  return { exitCode, words: json && exitCode !== 0 ? document(ownProblem(exitCode, message)) : `${message}\n` };
}

const unforeseen = (fault: unknown): CliError =>
  new CliError(1, `Cannot go on: ${fault instanceof Error ? fault.message : String(fault)}`);

/** Help and the version end with 0 and have written what was asked for; anything else is wrong use. */
function ofParser(fault: CommanderError, { json, parser }: Told): Ending {
  if (fault.exitCode === 0) return { exitCode: 0, words: parser };
  if (!json) return { exitCode: 2, words: parser };
  const [first = "", ...rest] = parser
    .split("\n")
    .map((line) => line.replace(/^error: /, "").replace(/^\((.*)\)$/, "$1"))
    .filter((line) => line !== "");
  return { exitCode: 2, words: document(ownProblem(2, first, rest.join("; "))) };
}

function ownProblem(exitCode: 1 | 2 | 3, detail: string, remedy = ""): object {
  const said = { type: "about:blank", title: TITLES[exitCode], detail, exitCode };
  return remedy === "" ? said : { ...said, remedy };
}

const document = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;
