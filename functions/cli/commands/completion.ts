import tab from "@bomb.sh/tab/commander";
import type { Command } from "commander";
import { examples } from "#functions/cli/command.ts";

/**
 * `completion <shell>` and the hidden `complete` that its scripts call. Made after all other commands: they
 * are what it completes. Both write to the console by themselves.
 */
export function completionCommands(program: Command): void {
  tab(program, { completionCommandName: "completion" });
  const completion = program.commands.find((command) => command.name() === "completion");
  if (completion === undefined) return;
  completion.description("print the script that completes words for a shell: bash, zsh, fish, powershell");
  examples(
    completion,
    "tollgate completion bash >> ~/.bashrc",
    "tollgate completion zsh >> ~/.zshrc",
    "tollgate completion fish > ~/.config/fish/completions/tollgate.fish",
    "tollgate completion powershell >> $PROFILE",
  );
}
