import type { Known } from "#functions/cli/ids/match-id.ts";
import { shown } from "#shared/kernel/shown-text.ts";

/** A person reads so many candidates; more are counted. */
const MOST_NAMED = 10;

/** That several things begin so, each with its sentence. */
export function ambiguous(noun: string, typed: string, among: readonly Known[]): string {
  const width = Math.max(...among.map(({ id }) => id.length));
  const lines = among.slice(0, MOST_NAMED).map(({ id, says }) => `  ${shown(`${id.padEnd(width)}  ${says}`)}`);
  const others = among.length > MOST_NAMED ? [`  and ${among.length - MOST_NAMED} others`] : [];
  return [
    `Cannot tell which ${noun} "${shown(typed)}" is; write enough of it that only one begins so:`,
    ...lines,
    ...others,
  ].join("\n");
}
