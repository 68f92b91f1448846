import { Argument, type Command } from "commander";
import { examples } from "#functions/cli/command.ts";
import { answerTab } from "#functions/cli/completion/answer.ts";
import { printScript, SHELLS, type Shell } from "#functions/cli/completion/scripts.ts";
import type { Io } from "#functions/cli/io.ts";
import { ownProgram } from "#functions/cli/own-program.ts";

/** `completion <shell>`, and the hidden `complete` that its scripts call with the words of a command line. */
export function completionCommands(program: Command, io: Io): void {
  examples(
    program
      .command("completion")
      .description("print the script with which Tab completes words, and ids of the running plane, in a shell")
      .addArgument(new Argument("<shell>", "the shell you type in").choices([...SHELLS]))
      .action((shell: Shell) => printScript(shell, ownProgram(), io.out)),
    "tollgate completion bash >> ~/.bashrc",
    "tollgate completion zsh >> ~/.zshrc",
    "tollgate completion fish > ~/.config/fish/completions/tollgate.fish",
  );
  program
    .command("complete [words...]", { hidden: true })
    .usage("-- [words...]")
    .helpOption(false)
    .action((words: readonly string[]) => answerTab(program, io, words));
}
