import { accessSync, constants, mkdirSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";

/**
 * Makes a folder that a person named, with all that leads to it; what is there already stays as it is.
 *
 * One folder at a time, from the first that is there: Node's own recursive way never returns where the system says
 * of a folder below one that exists that it does not exist, as it does below /proc.
 *
 * @throws Error that says what keeps it from being made; the caller says what it was for
 */
export function makeFolder(path: string, mode?: number): void {
  const missing: string[] = [];
  let at = resolve(path);
  for (; !isThere(at); at = dirname(at)) missing.unshift(at);
  if (!statSync(at).isDirectory()) throw new Error(`"${at}" is no folder`);
  if (missing.length > 0) mustTakeMore(at);
  for (const each of missing) makeOne(each, { at, ...(mode === undefined ? {} : { mode }) });
}

/** The top of every path is there, so that walking up ends. */
function isThere(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) !== undefined || dirname(path) === path;
  } catch (fault) {
    // Below a file: the next one up is that file.
    if (codeOf(fault) === "ENOTDIR") return false;
    throw fault;
  }
}

function mustTakeMore(folder: string): void {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch {
    throw new Error(`"${folder}" may not be written`);
  }
}

function makeOne(path: string, { at, mode }: { readonly at: string; readonly mode?: number }): void {
  try {
    mkdirSync(path, mode);
  } catch (fault) {
    // Another process was first: that is all that was wanted.
    if (codeOf(fault) === "EEXIST" && statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
    throw codeOf(fault) === "ENOENT" ? new Error(`"${at}" takes no new folders`) : fault;
  }
}

const codeOf = (fault: unknown): string | undefined => (fault as NodeJS.ErrnoException).code;
