import type { Command } from "commander";
import { type Candidates, candidatesAt } from "#functions/cli/completion/candidates.ts";
import { type Place, placeOf } from "#functions/cli/completion/place.ts";
import type { Io } from "#functions/cli/io.ts";
import { clientFor } from "#functions/cli/plane-client.ts";

/** A person waits at the prompt: what has not come by then is not offered. In milliseconds. */
const BUDGET = 1_000;

/** What the scripts of the shells read on the last line: whether files may be completed too. */
const WITH_FILES = ":0";
const WITHOUT_FILES = ":4";

/**
 * Answers one press of Tab: a line for each candidate, its sentence after a tab, and the directive last.
 *
 * Whatever goes wrong (no plane, another person, a slow answer) is silence: a prompt is no place for errors.
 * Nothing is ever asked, and nothing is sent but reads.
 */
export async function answerTab(program: Command, io: Io, words: readonly string[]): Promise<void> {
  const place = placeOf(program, words);
  const { known, files } = await offeredInTime(place, io);
  for (const { id, says } of known) io.out(`${id}\t${says}\n`);
  io.out(`${files ? WITH_FILES : WITHOUT_FILES}\n`);
}

async function offeredInTime(place: Place, io: Io): Promise<Candidates> {
  const late = AbortSignal.timeout(BUDGET);
  const person = place.values.get("--as") ?? io.env["TOLLGATE_AS"];
  const silent: Io = { ...io, err: () => undefined, ask: undefined };
  const asking = () => ({ plane: clientFor(silent, person, () => late), before: place.before });
  try {
    return await candidatesAt(place, asking);
  } catch {
    return { known: [], files: false };
  }
}
