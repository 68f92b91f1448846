import type { Command } from "commander";
import type { Io } from "#functions/cli/io.ts";
import { programOf } from "#functions/cli/program.ts";
import { code, GENERATED, markdownTable, page } from "#test/docs/markdown.ts";

const IO: Io = { out: () => undefined, err: () => undefined, env: {}, cwd: "/", width: undefined, ask: undefined };

/** The flags that every command takes; they are told once. */
const COMMON: readonly string[] = ["--as", "--json", "--plain", "--wide"];

/** docs/reference/cli.md: every command with its arguments, flags and examples, from the program itself. */
export function cliPage(): string {
  const program = programOf(IO);
  const visible = program.createHelp().visibleCommands(program);
  return page(
    "# Command line",
    GENERATED,
    "Every command takes `--as PERSON` (act as this person of the local plane), `--json` (print one JSON document), `--plain` (label: value lines, for screen readers) and `--wide` (cut nothing).",
    helpAfter(program),
    ...program.commands.filter((sub) => visible.includes(sub)).flatMap((sub) => sections(sub, "tollgate")),
  );
}

function sections(command: Command, parent: string): readonly string[] {
  const name = `${parent} ${command.name()}`;
  return [
    `## ${name}`,
    command.description(),
    code(`${parent} ${command.name()} ${command.usage()}`.trim()),
    markdownTable(
      ["Argument", "What it is", "Needed"],
      command.registeredArguments.map((argument) => [
        code(argument.name()),
        argument.description,
        argument.required ? "yes" : "no",
      ]),
    ),
    markdownTable(
      ["Flag", "What it does", "Default"],
      command.options
        .filter(({ hidden, long }) => !(hidden || COMMON.includes(long ?? "")))
        .map(({ flags, description, defaultValue }) => [
          code(flags),
          description,
          defaultValue === undefined ? "" : code(String(defaultValue)),
        ]),
    ),
    helpAfter(command),
    ...command.commands.flatMap((sub) => sections(sub, name)),
  ];
}

/** What `--help` adds below the flags: examples, exit codes. */
function helpAfter(command: Command): string {
  let whole = "";
  command.configureOutput({
    writeOut: (text) => {
      whole += text;
    },
  });
  command.outputHelp();
  const own = command.helpInformation();
  const after = whole.slice(whole.indexOf(own) + own.length).trim();
  return after === "" ? "" : `\`\`\`text\n${after}\n\`\`\``;
}
