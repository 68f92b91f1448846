import type { JsonObject } from "#shared/kernel/json.ts";
import type { Log } from "#shared/runtime/log.ts";
import { causeFields } from "#shared/storage/cause.ts";

/**
 * One JSON line per entry, to wherever `write` puts it; `always` stands in each, and what is done for a request says for
 * which.
 */
export function jsonLog(write: (line: string) => void, now: () => number, always: JsonObject = {}): Log {
  const entry =
    (level: string) =>
    (message: string, fields: JsonObject = {}) =>
      write(
        `${JSON.stringify({ at: new Date(now()).toISOString(), level, message, ...always, ...causeFields(), ...fields })}
`,
      );
  return { info: entry("info"), warn: entry("warn"), error: entry("error") };
}

/** Keeps nothing: for simulations, where thousands of faults are provoked. */
export const silentLog: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
