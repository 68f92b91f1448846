import type { Command } from "commander";
import type * as z from "zod";
import { action, examples, type Run } from "#functions/cli/command.ts";
import { type LocalGovernance, localGovernance } from "#functions/cli/governance-catalog.ts";
import { DOCUMENT, kindArgument } from "#functions/cli/ids/catalog-ids.ts";
import { idArgument } from "#functions/cli/ids/named-ids.ts";
import { CliError, type Io } from "#functions/cli/io.ts";
import type { PlaneClient } from "#functions/cli/plane-client.ts";
import { documentJson } from "#shared/catalog/document-text.ts";
import { valueText, written } from "#shared/catalog/value-text.ts";
import type { getDocument } from "#shared/contracts/http/catalog.ts";
import { canonicalJson, type Json, type JsonObject } from "#shared/kernel/json.ts";

type Document = z.infer<(typeof getDocument)["answers"][200]>;
type From = Document["explain"][number]["from"];
type Flags = { readonly explain?: true; readonly governance?: string };

/** A resolved value, where it comes from, and where that stands in the files here. */
type Explained = {
  readonly pointer: string;
  readonly value: Json | undefined;
  readonly from: From & { readonly file?: string; readonly line?: number };
};

export function showCommand(program: Command, io: Io): void {
  const command = program
    .command("show")
    .description("show one document of the catalogue as it was applied")
    .addArgument(kindArgument())
    .addArgument(idArgument("<id>", "its id, or a former one, or a beginning that only it has", DOCUMENT));
  examples(
    action(command, io, show)
      .option("--explain", "every value after inheritance, with the file and line it came from")
      .option("--governance <dir>", "the files to find lines in; else the nearest tollgate.yaml, else the sample's"),
    "tollgate show Workload orders-etl",
    "tollgate show Dataset sales.orders --explain",
    "tollgate show AccessPolicy company --json",
  );
}

async function show(run: Run<Flags>, kind = "", id = ""): Promise<void> {
  const read = reader(run.plane());
  const found = await read(kind, id);
  if (run.flags.explain !== true) return run.say(found, JSON.stringify(written(found.document), null, 2));
  const local = filesHere(run);
  const explained = await Promise.all(found.explain.map((each) => explainedBy(each, { read, local })));
  if (run.flags.json === true) return run.say({ ...found, explain: explained }, "");
  run.rows(
    explained,
    [
      { head: "value of", cell: ({ pointer }) => pointer, whole: true },
      { head: "is", cell: ({ value, from }) => (value === undefined ? "" : valueText(value, from.pointer)) },
      { head: "from", cell: ({ from }) => `${from.kind} ${from.id} ${from.pointer}` },
      { head: "in", cell: ({ from }) => (from.file === undefined ? "" : `${from.file}:${from.line}`), whole: true },
    ],
    "It has no value",
  );
}

type Read = (kind: string, id: string) => Promise<Document>;

/** Reads each document once: many values come from the same few. */
function reader(plane: PlaneClient): Read {
  const known = new Map<string, Promise<Document>>();
  return (kind, id) => {
    const path = `/v1/catalog/documents/${encodeURIComponent(kind)}/${encodeURIComponent(id)}`;
    const answer = known.get(path) ?? plane.json<Document>({ path });
    known.set(path, answer);
    return answer;
  };
}

/** The files here, when there are some; lines are a help, not what was asked for. */
function filesHere({ flags, io }: Run<Flags>): LocalGovernance | undefined {
  try {
    return localGovernance(io, flags.governance);
  } catch (fault) {
    if (fault instanceof CliError && flags.governance === undefined) return undefined;
    throw fault;
  }
}

type Beside = { readonly read: Read; readonly local: LocalGovernance | undefined };

async function explainedBy(
  { pointer, from }: Document["explain"][number],
  { read, local }: Beside,
): Promise<Explained> {
  const { document } = await read(from.kind, from.id);
  return { pointer, value: valueAt(document, from.pointer), from: { ...from, ...placeOf(from, { document, local }) } };
}

/** File and line, only where the files here say the same as what was applied: a line of another text would mislead. */
function placeOf(
  { kind, id, pointer }: From,
  { document, local }: { readonly document: JsonObject; readonly local: LocalGovernance | undefined },
): { file?: string; line?: number } {
  const here = local?.read.documents.find((each) => each.kind === kind && each.id === id);
  if (here === undefined || canonicalJson(documentJson(here)) !== canonicalJson(document)) return {};
  const position = local?.read.positionOf({ document: { kind, id }, pointer });
  return position === undefined ? {} : { file: `${local?.root}/${position.file}`, line: position.line };
}

/** What stands at a JSON pointer. */
function valueAt(document: Json, pointer: string): Json | undefined {
  const steps = pointer.split("/").slice(1).map(unescaped);
  return steps.reduce<Json | undefined>((value, step) => memberOf(value, step), document);
}

const unescaped = (step: string): string => step.replaceAll("~1", "/").replaceAll("~0", "~");

function memberOf(value: Json | undefined, step: string): Json | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  return Object.hasOwn(value, step) ? (value as JsonObject)[step] : undefined;
}
