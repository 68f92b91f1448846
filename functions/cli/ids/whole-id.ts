import { ambiguous } from "#functions/cli/ids/ambiguous.ts";
import type { Asking, IdKind } from "#functions/cli/ids/id-kind.ts";
import { statusOf } from "#functions/cli/ids/list-of.ts";
import { type Known, matchId } from "#functions/cli/ids/match-id.ts";
import { CliError } from "#functions/cli/io.ts";
import { shown } from "#shared/kernel/shown-text.ts";

type Telling = {
  readonly asking: Asking;
  /** Told what a beginning was taken for, so that nobody finds out too late. */
  readonly tell: (line: string) => void;
};

/**
 * The whole id that a typed one stands for: itself, or the only one that the caller may see and that begins so.
 *
 * Without a connection it comes back as it was typed: the command itself says so better.
 *
 * @throws CliError 2 naming the candidates where several begin so, and the nearest where none does
 */
export async function wholeId(typed: string, kind: IdKind, { asking, tell }: Telling): Promise<string> {
  try {
    if (kind.whole?.test(typed) === true || (await isThere(typed, kind, asking))) return typed;
    const match = matchId(typed, await kind.known(asking));
    if (match.kind === "several") throw new CliError(2, ambiguous(kind.noun, typed, match.among));
    if (match.kind === "none") return unknown(typed, kind, { near: match.near, tell });
    if (match.known.id !== typed) tell(`"${shown(typed)}" is ${lineOf(match.known)}`);
    return match.known.id;
  } catch (fault) {
    if (fault instanceof CliError && fault.exitCode === 3) return typed;
    throw fault;
  }
}

/** Whether it can be read under exactly this id. What is refused for another reason is there. */
async function isThere(id: string, { form, path }: IdKind, { plane, before }: Asking): Promise<boolean> {
  if (path === undefined || form?.test(id) !== true) return false;
  try {
    await plane.json({ path: path(id, before) });
    return true;
  } catch (fault) {
    if (statusOf(fault) === 404) return false;
    if (statusOf(fault) === undefined) throw fault;
    return true;
  }
}

const lineOf = ({ id, says }: Known): string => shown(`${id}: ${says}`);

type Unknown = { readonly near: Known | undefined } & Pick<Telling, "tell">;

function unknown(typed: string, kind: IdKind, { near, tell }: Unknown): string {
  const { noun, open, past } = kind;
  if (near === undefined && open === true) return typed;
  if (past === true) {
    tell(`No ${noun} is called "${shown(typed)}" now${near === undefined ? "" : `; did you mean ${lineOf(near)}`}`);
    return typed;
  }
  throw new CliError(2, `Cannot find ${noun} "${shown(typed)}": nothing you may see begins so; ${nextTo(near, kind)}`);
}

/**
 * A refusal of the plane that it does not know an id: wrong use, with the nearest id that it does know, or where
 * to find them.
 */
export async function withNearest(fault: unknown, ids: readonly Named[]): Promise<unknown> {
  if (!(fault instanceof CliError) || statusOf(fault) !== 404) return fault;
  for (const { typed, kind, asking } of ids) {
    const match = matchId(typed, await kind.known(asking).catch(() => []));
    if (match.kind !== "none") continue;
    return new CliError(2, shown(notFoundWords(fault, match.near, kind)), fault.problem);
  }
  return fault;
}

/** The plane's remedy stays where it is words; a call of the API is a remedy for who calls the API. */
function notFoundWords({ message, problem }: CliError, near: Known | undefined, kind: IdKind): string {
  const { detail, remedy } = (problem ?? {}) as { readonly detail?: string; readonly remedy?: string };
  if (near === undefined && remedy !== undefined && !/^[A-Z]+ \//.test(remedy)) return message;
  return `${detail ?? message}: ${nextTo(near, kind)}`;
}

const nextTo = (near: Known | undefined, { from }: IdKind): string =>
  near === undefined ? `find it with ${from}` : `did you mean ${lineOf(near)}`;

export type Named = { readonly typed: string; readonly kind: IdKind; readonly asking: Asking };
