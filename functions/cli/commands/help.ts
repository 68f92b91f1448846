import type { Command } from "commander";
import { CliError } from "#functions/cli/io.ts";
import { didYouMean } from "#shared/catalog/did-you-mean.ts";
import { shown } from "#shared/kernel/shown-text.ts";

/** `help access request`: the help of a command, by all the words that lead to it; the parser's own reads but one. */
export function helpCommand(program: Command): void {
  program
    .helpCommand(false)
    .command("help")
    .argument("[command...]", "the words of the command, such as access request")
    .description("show the help of a command")
    .helpOption(false)
    .action((words: readonly string[]) => ledTo(program, words, "tollgate").outputHelp());
}

/** What stands after a command that has none below it is its own business. @throws CliError 2 when a word leads nowhere */
function ledTo(command: Command, [word, ...rest]: readonly string[], path: string): Command {
  const below = command.commands;
  if (word === undefined || below.length === 0) return command;
  const next = below.find((each) => each.name() === word);
  if (next !== undefined) return ledTo(next, rest, `${path} ${word}`);
  const near = didYouMean(
    word,
    below.map((each) => each.name()),
  );
  const remedy = near === undefined ? `${path} --help lists what there is` : `did you mean ${near}`;
  throw new CliError(2, `Cannot show the help of "${shown(word)}": there is no such command; ${remedy}`);
}
