import { Argument, type Command, Option } from "commander";
import type { Asking, IdKind } from "#functions/cli/ids/id-kind.ts";
import type { Known } from "#functions/cli/ids/match-id.ts";
import { type Named, wholeId } from "#functions/cli/ids/whole-id.ts";
import { CliError } from "#functions/cli/io.ts";
import type { PlaneClient } from "#functions/cli/plane-client.ts";

/** What Tab offers for a word. */
export type Offered = (asking: Asking) => Promise<readonly Known[]>;

const KINDS = new WeakMap<Argument | Option, IdKind>();
const OFFERED = new WeakMap<Argument | Option, Offered>();

/** An argument that names a thing by id: its beginning is enough, Tab completes it, help says where it comes from. */
export function idArgument(flags: string, about: string, kind: IdKind): Argument {
  const argument = new Argument(flags, `${about} (${kind.from})`);
  KINDS.set(argument, kind);
  return argument;
}

/** {@link idArgument} as a flag. */
export function idOption(flags: string, about: string, kind: IdKind): Option {
  const option = new Option(flags, `${about} (${kind.from})`);
  KINDS.set(option, kind);
  return option;
}

/** Has Tab offer words for it, which must be written whole all the same. */
export function offering<Word extends Argument | Option>(word: Word, offered: Offered): Word {
  OFFERED.set(word, offered);
  return word;
}

/** What Tab offers for an argument or a flag's value; undefined where nothing is known. */
export const offeredFor = (word: Argument | Option): Offered | undefined => OFFERED.get(word) ?? KINDS.get(word)?.known;

type Line = { readonly words: readonly string[]; readonly flags: Readonly<Record<string, unknown>> };
type Where = { readonly plane: () => PlaneClient; readonly tell: (line: string) => void };

/** Without a plane nothing is looked up: a flag that is missing is told first, then that there is no plane. */
function askingAt(plane: () => PlaneClient, before: readonly string[]): Asking | undefined {
  try {
    return { plane: plane(), before };
  } catch (fault) {
    if (fault instanceof CliError && fault.exitCode === 3) return undefined;
    throw fault;
  }
}

/**
 * A command line with every id in it whole, in the order in which they were declared, so that each may depend
 * on the ones before; and those ids, to be named if the plane knows one of them not.
 */
export async function withWholeIds(
  command: Command,
  { words, flags }: Line,
  { plane, tell }: Where,
): Promise<Line & { readonly ids: readonly Named[] }> {
  const ids: Named[] = [];
  const whole = async (typed: string, kind: IdKind, before: readonly string[]): Promise<string> => {
    const asking = askingAt(plane, before);
    if (asking === undefined) return typed;
    const id = await wholeId(typed, kind, { asking, tell });
    ids.push({ typed: id, kind, asking });
    return id;
  };
  const made: string[] = [];
  for (const [at, word] of words.entries()) {
    const argument = command.registeredArguments[at];
    const kind = argument === undefined ? undefined : KINDS.get(argument);
    made.push(kind === undefined ? word : await whole(word, kind, [...made]));
  }
  const values: Record<string, unknown> = { ...flags };
  for (const option of command.options) {
    const kind = KINDS.get(option);
    const typed = flags[option.attributeName()];
    if (kind !== undefined && typeof typed === "string")
      values[option.attributeName()] = await whole(typed, kind, made);
  }
  return { words: made, flags: values, ids };
}
