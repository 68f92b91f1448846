import type { Command } from "commander";
import type * as z from "zod";
import { action, changing, examples, type Run } from "#functions/cli/command.ts";
import { heldWaitWords } from "#functions/cli/commands/governance/held-words.ts";
import { type MadePlan, planText } from "#functions/cli/commands/governance/plan-text.ts";
import { governanceFiles } from "#functions/cli/governance-files.ts";
import { idArgument } from "#functions/cli/ids/named-ids.ts";
import { CATALOG_PLAN } from "#functions/cli/ids/policy-ids.ts";
import { CliError, type Io } from "#functions/cli/io.ts";
import { telling } from "#functions/cli/progress.ts";
import { counted } from "#functions/cli/words.ts";
import { problemLine } from "#shared/contracts/documents/format-problems.ts";
import type { DocumentProblem } from "#shared/contracts/documents/problem.ts";
import type { SourceFile } from "#shared/contracts/documents/source.ts";
import type { applyCatalogPlan } from "#shared/contracts/http/catalog-plans.ts";
import { shown } from "#shared/kernel/shown-text.ts";

type Plan = z.infer<(typeof applyCatalogPlan)["answers"][200]>;

export function planCommands(program: Command, io: Io): void {
  examples(
    action(
      program
        .command("plan")
        .argument("[path]", "a folder of the repository, which is planned whole; else the one you are in")
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
    )
      .option("--justification <text>", "why; whoever decides on what it opens reads it first")
      .option("--ticket <id>", "the ticket, where a rule asks for one"),
    'tollgate apply P-4kz2r0q --justification "The regulator asked for it, GRC-881" --as finn.hale',
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
  const asked = run.plane().json<MadePlan>({ method: "POST", path: "/v1/catalog/plans", body });
  const made = await telling(run.io, `Planning ${counted(files.length, "file")}`, asked).catch((fault) =>
    withEveryProblem(fault, files),
  );
  run.say(made, planText(made));
}

type Named = Pick<DocumentProblem, "file" | "line" | "column" | "code" | "message">;

/** The plane's words name the first problem of the documents, its answer all of them; of too many bytes, no file. */
function withEveryProblem(fault: unknown, files: readonly SourceFile[]): never {
  if (fault instanceof CliError && (fault.problem as { readonly status?: number } | undefined)?.status === 413)
    throw new CliError(1, `Cannot plan: ${tooLarge(files)}. ${fault.message}`, fault.problem);
  const refused = fault instanceof CliError ? (fault.problem as { readonly problems?: readonly Named[] }) : undefined;
  if (!(fault instanceof CliError) || refused?.problems === undefined) throw fault;
  const lines = refused.problems.map(({ file, line, column, code, message }) =>
    shown(`${file}:${line}:${column} ${code} ${message}`),
  );
  throw new CliError(1, [...lines, `Cannot plan: ${counted(lines.length, "problem")}`].join("\n"), fault.problem);
}

function tooLarge(files: readonly SourceFile[]): string {
  const [largest, ...others] = files
    .map(({ path, text }) => ({ path, bytes: Buffer.byteLength(text) }))
    .toSorted((one, other) => other.bytes - one.bytes);
  const all = others.reduce((sum, { bytes }) => sum + bytes, largest?.bytes ?? 0);
  return `the documents have ${all} bytes, "${shown(largest?.path ?? "")}" alone ${largest?.bytes ?? 0}`;
}

type Apply = { readonly justification?: string; readonly ticket?: string };

async function apply(run: Run<Apply>, id = ""): Promise<void> {
  const path = `/v1/catalog/plans/${encodeURIComponent(id)}/application`;
  const { justification, ticket } = run.flags;
  const applied = await run.plane().json<Plan>({ method: "POST", path, body: { justification, ticket } });
  run.say(applied, appliedText(applied));
}

/** A plan, who made it when, and who is asked about what it holds. */
export const appliedText = ({ id, state, by, at, held, justification = "", ticket }: Plan): string =>
  [
    `${id}  ${state}  made by ${by} at ${at}${ticket === undefined ? "" : `  ticket ${ticket}`}`,
    ...(justification === "" ? [] : [`Why: ${justification}`]),
    ...held.map(({ kind, id: document, because, state: is, decides, asked, waits }) => {
      const who = asked.length === 0 ? "" : `; may decide now: ${asked.join(", ")}`;
      const since = waits === undefined ? "" : `; ${heldWaitWords({ waits })}`;
      return `${is}  ${kind} ${document}: ${because.join("; ")} (${decides}${who}${since})`;
    }),
  ]
    .map(shown)
    .join("\n");
