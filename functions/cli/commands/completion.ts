import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Argument, type Command } from "commander";
import { examples } from "#functions/cli/command.ts";
import { answerTab } from "#functions/cli/completion/answer.ts";
import { printScript, SHELLS, type Shell } from "#functions/cli/completion/scripts.ts";
import type { Io } from "#functions/cli/io.ts";

/** The program file, for scripts that call it; where it was bundled into another one it is not there. */
const PROGRAM = fileURLToPath(new URL("../main.ts", import.meta.url));

/** `completion <shell>`, and the hidden `complete` that its scripts call with the words of a command line. */
export function completionCommands(program: Command, io: Io): void {
  const asked = existsSync(PROGRAM) ? { node: process.execPath, program: PROGRAM } : undefined;
  examples(
    program
      .command("completion")
      .description("print the script with which Tab completes words, and ids of the running plane, in a shell")
      .addArgument(new Argument("<shell>", "the shell you type in").choices([...SHELLS]))
      .action((shell: Shell) => printScript(shell, asked, io.out)),
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
