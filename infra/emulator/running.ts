import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What a suite has to know of an emulator and of the plane that is deployed on it. */
export type Running = {
  readonly emulator: {
    readonly url: string;
    /** NDJSON, one line per IAM decision. */
    readonly decisionLog: string;
    /** The interpreter that has the emulator. */
    readonly python: string;
  };
  readonly plane: {
    /** TOLLGATE_URL */
    readonly url: string;
    /** Signs a token of anybody at `/token/<subject>`. */
    readonly issuer: string;
    /** Of a member of the bootstrap operators' group. */
    readonly operatorToken: string;
    /** Of the hub's stack. */
    readonly outputs: { readonly [name: string]: string };
    /** Where its environment file and its templates are. */
    readonly folder: string;
  };
};

const fileIn = (folder: string): string => join(folder, "running.json");

/** Leaves word of a running copy, so that a suite can be run against it again and again without a deployment each. */
export const writeRunning = (folder: string, running: Running): void =>
  writeFileSync(fileIn(folder), `${JSON.stringify(running, undefined, 2)}\n`, { mode: 0o600 });

export const readRunning = (folder: string): Running => JSON.parse(readFileSync(fileIn(folder), "utf8")) as Running;

export const forgetRunning = (folder: string): void => rmSync(fileIn(folder), { force: true });
