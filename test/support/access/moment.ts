import { type EpochMillis, parseIso } from "#shared/kernel/time.ts";

/** A moment as an ISO text with a zone. */
export function at(text: string): EpochMillis {
  const moment = parseIso(text);
  if (moment === undefined) throw new Error(`Cannot read the moment "${text}"`);
  return moment;
}
