import { Argument, type Command } from "commander";
import type { Place } from "#functions/cli/completion/place.ts";
import { PERSON } from "#functions/cli/ids/catalog-ids.ts";
import type { Asking } from "#functions/cli/ids/id-kind.ts";
import type { Known } from "#functions/cli/ids/match-id.ts";
import { type Offered, offeredFor } from "#functions/cli/ids/named-ids.ts";
import { shown } from "#shared/kernel/shown-text.ts";

/** What can stand at a place, and whether a file may stand there as well. */
export type Candidates = { readonly known: readonly Known[]; readonly files: boolean };

/** A shell that expands what it is offered must find nothing in it to expand. */
const SAFE = /^[A-Za-z0-9-][\w.:@/+-]*$/;

/** Sentences are one line, beside the id. */
const SENTENCE = 90;

/** What begins as typed, in the order in which it was listed, each once. */
export async function candidatesAt(place: Place, asking: () => Asking): Promise<Candidates> {
  const all = await everythingAt(place, asking);
  const listed = new Set<string>();
  const known = all.filter(({ id }) => {
    const fits = id.startsWith(place.typed) && SAFE.test(id) && !listed.has(id);
    listed.add(id);
    return fits;
  });
  return { known: known.map(({ id, says }) => ({ id, says: sentence(says) })), files: isFile(place) };
}

function sentence(says: string): string {
  const line = shown(says.replaceAll(/\s+/g, " ")).trim();
  return line.length <= SENTENCE ? line : `${line.slice(0, SENTENCE - 1)}…`;
}

async function everythingAt(place: Place, asking: () => Asking): Promise<readonly Known[]> {
  const { command, expects } = place;
  if (expects.kind === "flag") return flagsOf(command);
  const subs = place.before.length === 0 && !isFlagValue(place) ? commandsOf(command) : [];
  if (expects.kind === "word") return subs;
  const choices = (expects.of.argChoices ?? []).map((id) => ({ id, says: "" }));
  const offered = offeredAt(place);
  return [...subs, ...choices, ...(offered === undefined ? [] : await offered(asking()))];
}

const isFlagValue = ({ expects }: Place): boolean => expects.kind === "value" && !(expects.of instanceof Argument);

/** `--as` is on every command, and is completed with the people of a laptop plane. */
function offeredAt({ expects }: Place): Offered | undefined {
  if (expects.kind !== "value") return undefined;
  if (!(expects.of instanceof Argument) && expects.of.long === "--as") return PERSON.known;
  return offeredFor(expects.of);
}

const flagsOf = (command: Command): readonly Known[] =>
  command
    .createHelp()
    .visibleOptions(command)
    .flatMap(({ long, description }) => (long === undefined ? [] : [{ id: long, says: description }]));

const commandsOf = (command: Command): readonly Known[] =>
  command
    .createHelp()
    .visibleCommands(command)
    .map((sub) => ({ id: sub.name(), says: sub.description() }));

const FILES: ReadonlySet<string> = new Set(["path", "dir", "file"]);

function isFile({ expects }: Place): boolean {
  if (expects.kind !== "value") return false;
  const name = expects.of instanceof Argument ? expects.of.name() : (/<([\w-]+)/.exec(expects.of.flags)?.[1] ?? "");
  return FILES.has(name);
}
