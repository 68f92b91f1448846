import { existsSync, readFileSync } from "node:fs";
import { type EpochMillis, parseIso } from "#shared/kernel/time.ts";
import { EmulatorError } from "./emulator-error.ts";

/** One answer of the emulator's IAM. */
export type Decision = {
  readonly time: EpochMillis;
  /** The caller's ARN: `...:root`, `...:user/x`, `...:assumed-role/<role>/<session>`; `unknown` without a known key. */
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly allowed: boolean;
  /** Of a denied one: Deny, ImplicitDeny, or the code of a credential that was not taken. */
  readonly reason?: string;
  /** Which request it belongs to: one call of a transaction is a decision for each of its items. */
  readonly call?: number;
};

/** Every decision so far, in the order in which they fell; none when nothing was asked yet. */
export function readDecisions(file: string): readonly Decision[] {
  if (!existsSync(file)) return [];
  // The last line may be in the making; a whole one ends in a line break.
  const lines = readFileSync(file, "utf8").split("\n").slice(0, -1);
  return lines.map((line) => {
    const { time, ...rest } = JSON.parse(line) as Omit<Decision, "time"> & { readonly time: string };
    const moment = parseIso(time);
    if (moment === undefined) throw new EmulatorError(`Cannot read a decision: its time is "${time}", not ISO 8601`);
    return { time: moment, ...rest };
  });
}

/** Those of sessions of one role, by its name without the path: AWS leaves the path out of a session's ARN. */
export const decisionsOf = (role: string, decisions: readonly Decision[]): readonly Decision[] =>
  decisions.filter(({ principal }) => principal.split(":assumed-role/")[1]?.split("/")[0] === role);
