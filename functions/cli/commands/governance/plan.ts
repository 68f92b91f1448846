import type { Command } from "commander";
import type * as z from "zod";
import { action, changing, examples, type Run } from "#functions/cli/command.ts";
import { governanceFiles } from "#functions/cli/governance-files.ts";
import { idArgument } from "#functions/cli/ids/named-ids.ts";
import { CATALOG_PLAN } from "#functions/cli/ids/policy-ids.ts";
import { CliError, type Io } from "#functions/cli/io.ts";
import { telling } from "#functions/cli/progress.ts";
import { shown } from "#functions/cli/text.ts";
import { counted, lengthText } from "#functions/cli/words.ts";
import { valueText } from "#shared/catalog/value-text.ts";
import { problemLine } from "#shared/contracts/documents/format-problems.ts";
import type { DocumentProblem } from "#shared/contracts/documents/problem.ts";
import type { applyCatalogPlan, makeCatalogPlan } from "#shared/contracts/http/catalog-plans.ts";

type Made = z.infer<(typeof makeCatalogPlan)["answers"][201]>;
type Plan = z.infer<(typeof applyCatalogPlan)["answers"][200]>;

export function planCommands(program: Command, io: Io): void {
  examples(
    action(
      program
        .command("plan [path]")
        .description(
          "plan a governance repository: what applies now, what opens a request, who decides otherwise; writes nothing",
        ),
      io,
      plan,
    ),
    "tollgate plan",
    "tollgate plan ./governance --json",
    "tollgate plan ./governance --as finn.hale",
  );
  examples(
    changing(
      program
        .command("apply")
        .description("apply a plan in one transaction; refused whole if the catalogue moved since")
        .addArgument(idArgument("<plan>", "P-…, or a beginning that only it has", CATALOG_PLAN)),
      io,
      apply,
    ),
    "tollgate apply P-4kz2r0q --as finn.hale",
    "tollgate apply P-4kz2r0q --as finn.hale --json",
    "tollgate apply P-4kz2r0q --dry-run",
  );
}

async function plan(run: Run<object>, path = "."): Promise<void> {
  const { files, unreadable, root } = governanceFiles(path, run.io.cwd);
  const [first] = unreadable;
  if (first !== undefined) throw new CliError(1, `Cannot plan: ${problemLine(first)}`);
  if (files.length === 0) throw new CliError(2, `Cannot plan "${shown(root)}": it holds no YAML file`);
  const body = { files: files.map(({ path: name, text }) => ({ path: name, text })) };
  const asked = run.plane().json<Made>({ method: "POST", path: "/v1/catalog/plans", body });
  const made = await telling(run.io, `Planning ${counted(files.length, "file")}`, asked).catch(withEveryProblem);
  run.say(made, madeText(made));
}

type Named = Pick<DocumentProblem, "file" | "line" | "column" | "code" | "message">;

/** The plane's words name the first problem of the documents; its answer holds them all. */
function withEveryProblem(fault: unknown): never {
  const refused = fault instanceof CliError ? (fault.problem as { readonly problems?: readonly Named[] }) : undefined;
  if (!(fault instanceof CliError) || refused?.problems === undefined) throw fault;
  const lines = refused.problems.map(({ file, line, column, code, message }) =>
    shown(`${file}:${line}:${column} ${code} ${message}`),
  );
  throw new CliError(1, [...lines, `Cannot plan: ${counted(lines.length, "problem")}`].join("\n"), fault.problem);
}

function madeText({ plan: { id, goodUntil }, changes, cellsMoved, warnings }: Made): string {
  const now = changes.filter(({ opensRequest, waits }) => opensRequest.length === 0 && !waits);
  const held = changes.filter(({ opensRequest }) => opensRequest.length > 0);
  const waiting = changes.filter(({ opensRequest, waits }) => opensRequest.length === 0 && waits);
  const next = changes.length === 0 ? "Nothing changes" : `Plan ${id} is good until ${goodUntil}: tollgate apply ${id}`;
  return [
    ...section("Applies now", now.map(changeLine)),
    ...section(
      "Opens a request",
      held.map((change) => `${changeLine(change)}, because ${change.opensRequest.join("; ")}`),
    ),
    ...section("Waits for those", waiting.map(changeLine)),
    ...section("Who decides, from now on", cellsMoved.map(moveLine)),
    ...section("Warnings", warnings),
    next,
  ]
    .map(shown)
    .join("\n");
}

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [`${title}: ${lines.length}`, ...lines.map((line) => `  ${line}`)];

function changeLine({ kind, document, formerId, fields }: Made["changes"][number]): string {
  const was = formerId === undefined ? "" : ` (was ${formerId})`;
  const values = fields.map(({ pointer, from, to }) => `${pointer}: ${brief(from, pointer)} → ${brief(to, pointer)}`);
  const what = kind === "changed" && values.length > 0 ? `: ${values.join(", ")}` : "";
  return `${kind} ${document.kind} ${document.id}${was}${what}`;
}

/** A value in a line; the whole of it is in --json. */
function brief(value: unknown, pointer: string): string {
  const text = valueText(value, pointer);
  return text.length <= 100 ? text : `${text.slice(0, 99)}…`;
}

function moveLine(move: Made["cellsMoved"][number]): string {
  const what = move.dataset ?? [move.classification, ...move.labels].join(" ");
  const where = move.account ?? move.environment;
  return `${move.access} ${what} in ${where}, ${lengthText(move.duration)}: ${move.says.from} → ${move.says.to}`;
}

async function apply(run: Run<object>, id = ""): Promise<void> {
  const path = `/v1/catalog/plans/${encodeURIComponent(id)}/application`;
  const applied = await run.plane().json<Plan>({ method: "POST", path });
  run.say(applied, appliedText(applied));
}

/** A plan that was applied, and who is asked about what it holds. */
export const appliedText = ({ id, state, by, at, held }: Plan): string =>
  [
    `${id}  ${state}  by ${by} at ${at}`,
    ...held.map(({ kind, id: document, because, state: is, decides, asked }) => {
      const who = asked.length === 0 ? "" : `; may decide now: ${asked.join(", ")}`;
      return `${is}  ${kind} ${document}: ${because.join("; ")} (${decides}${who})`;
    }),
  ]
    .map(shown)
    .join("\n");
