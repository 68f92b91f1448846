import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import type { Command } from "commander";
import { action, examples, type Run } from "#functions/cli/command.ts";
import { outcomeOf } from "#functions/cli/commands/governance/outcome.ts";
import { governanceFiles, rootOf } from "#functions/cli/governance-files.ts";
import { CliError, type Io } from "#functions/cli/io.ts";
import { makeFolder } from "#functions/cli/make-folder.ts";
import { starterFiles } from "#functions/cli/starter-files.ts";
import { today } from "#functions/cli/today.ts";
import { problemLine } from "#shared/contracts/documents/format-problems.ts";
import { jsonSchema } from "#shared/contracts/documents/json-schema.ts";
import { readDocuments } from "#shared/contracts/documents/read-documents.ts";
import { skeleton } from "#shared/contracts/documents/skeleton.ts";
import { shown } from "#shared/kernel/shown-text.ts";

const SCHEMA_FILE = ".tollgate/governance.schema.json";

export function initCommands(program: Command, io: Io): void {
  const init = program
    .command("init")
    .argument("[kind]", "dataset or workload; without it a repository is begun here")
    .argument("[name]", "its id, such as sales.returns")
    .description("begin a governance repository here, or add a dataset or workload to it")
    .option("--team <id>", "the team it belongs to; else the folder says it")
    .option("--file <path>", "append to this file; else teams/<team>/<name>.yaml");
  examples(
    action(init, io, (run: Run<{ team?: string; file?: string }>, kind, name) =>
      kind === undefined ? begin(run) : add(run, kind, name),
    ),
    "tollgate init",
    "tollgate init dataset sales.returns --team sales",
    "tollgate init workload returns-etl --team sales",
  );
  examples(
    action(
      program.command("schema").description("print the JSON Schema of all documents, for editors"),
      io,
      async (run) => run.io.out(`${JSON.stringify(jsonSchema(), null, 2)}\n`),
    ),
    "tollgate schema > governance.schema.json",
    "tollgate schema",
    "tollgate schema > .tollgate/governance.schema.json",
  );
}

async function begin(run: Run<object>): Promise<void> {
  const root = run.io.cwd;
  if (existsSync(join(root, "tollgate.yaml")))
    throw new CliError(1, "Nothing was written: this folder has a tollgate.yaml already");
  const files = starterFiles();
  const there = files.find(({ path }) => existsSync(join(root, path)));
  if (there !== undefined) throw new CliError(1, `Nothing was written: "${there.path}" is there already`);
  for (const { path, text } of files) write(join(root, path), text);
  write(join(root, SCHEMA_FILE), `${JSON.stringify(jsonSchema(), null, 2)}\n`);
  mapEditor(root);
  run.say(
    { written: [...files.map(({ path }) => path), SCHEMA_FILE] },
    `Wrote ${files.length} documents and the schema for editors into ${root}. Next: tollgate check, then tollgate init dataset NAME --team platform`,
  );
}

/** Tells VS Code's YAML support which schema the files follow; settings of others are kept. */
function mapEditor(root: string): void {
  const path = join(root, ".vscode/settings.json");
  if (existsSync(path)) return;
  const globs = [
    "tollgate.yaml",
    "company/*.yaml",
    "access/*.yaml",
    "policies/*.yaml",
    "cost/*.yaml",
    "templates/*.yaml",
    "teams/**/*.yaml",
  ];
  write(path, `${JSON.stringify({ "yaml.schemas": { [`./${SCHEMA_FILE}`]: globs } }, null, 2)}\n`);
}

type Add = { readonly team?: string; readonly file?: string };

async function add(run: Run<Add>, kind: string, name: string | undefined): Promise<void> {
  if (kind !== "dataset" && kind !== "workload") {
    throw new CliError(2, `Cannot add a "${kind}": write dataset or workload`);
  }
  if (name === undefined)
    throw new CliError(2, `Cannot add a ${kind} without a name: tollgate init ${kind} sales.returns`);
  const root = rootOf(run.io.cwd);
  if (root === undefined)
    throw new CliError(1, "Cannot find a governance repository here: begin one with tollgate init");
  const path = pathOf(run, name, root);
  const text = appended(path, skeleton(kind, name, contextIn(root, run.flags.team)), run.flags.file !== undefined);
  refuseWhatIsWrong({ root, path, text }, { what: `${kind} "${shown(name)}"`, team: run.flags.team });
  write(path, text);
  run.say({ file: path, kind, name }, `Wrote ${kind} ${name} to ${path}. Fill it in, then: tollgate check`);
}

/** Where it is asked for; else with its team; else here, where the folder has to say whose it is. */
function pathOf({ io, flags }: Run<Add>, name: string, root: string): string {
  const file = `${name}.yaml`;
  return resolve(io.cwd, flags.file ?? (flags.team === undefined ? file : join(root, "teams", flags.team, file)));
}

type Named = { readonly what: string; readonly team: string | undefined };

type Addition = { readonly root: string; readonly path: string; readonly text: string };

/** Judged among the others before it is written: a name that is none, or nobody's, is told at once. */
function refuseWhatIsWrong({ root, path, text }: Addition, { what, team }: Named): void {
  const { files } = governanceFiles(root, root);
  const added = relative(root, path).split(sep).join("/");
  const all = [...files.filter((each) => each.path !== added), { path: added, text }];
  const { problems } = outcomeOf({ unreadable: [], about: new Set([added]) }, all);
  const wrong = problems.filter(({ severity }) => severity !== "warning");
  if (wrong.length === 0) return;
  const teamless = team === undefined && wrong.some(({ code }) => code === "no-team");
  const lines = [`Cannot add ${what}; nothing was written`, ...wrong.map(problemLine)];
  throw new CliError(2, [...lines, ...(teamless ? ["The team can be named here: --team <id>"] : [])].join("\n"));
}

/** What a skeleton takes from the repository: its most protected class, its first account. */
function contextIn(root: string, team: string | undefined) {
  const { documents } = readDocuments(governanceFiles(root, root).files, { today: today() });
  const company = documents.find((document) => document.kind === "Company");
  const account = documents.find((document) => document.kind === "Account");
  return {
    ...(team === undefined ? {} : { team }),
    classification: company?.classifications.at(-1) ?? "restricted",
    account: account?.id ?? "data-prod",
  };
}

function appended(path: string, text: string, wanted: boolean): string {
  const before = existsSync(path) ? readFileSync(path, "utf8") : "";
  if (before !== "" && !wanted) {
    throw new CliError(1, `Nothing was written: "${path}" is there already; add --file to append`);
  }
  return before === "" ? text : `${before.replace(/\n*$/, "\n")}---\n${text}`;
}

/** @throws CliError 1 when it cannot be written */
function write(path: string, text: string): void {
  try {
    makeFolder(dirname(path));
    writeFileSync(path, text);
  } catch (fault) {
    throw new CliError(1, `Cannot write "${path}": ${(fault as Error).message}`);
  }
}
