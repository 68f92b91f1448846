import { existsSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { makeFolder } from "#functions/cli/make-folder.ts";

/** The folder that holds everything a laptop plane keeps. */
export type Home = {
  readonly folder: string;
  readonly stateFile: string;
  readonly keyFile: string;
  readonly logFile: string;
  /** Where clients nearby find the running plane. */
  readonly addressFile: string;
  /** Webhooks that routes may name; written by whoever runs the plane. */
  readonly connectionsFile: string;
  readonly files: string;
  /** Mail of the plane, a file each; made with the first. */
  readonly outbox: string;
  /** The sample company's governance repository as it was loaded, for people to edit and plan from. */
  readonly sampleFolder: string;
  /** Is there while the sample company is being loaded: what is found beside it was never ready. */
  readonly loadingFile: string;
};

/** The folder cannot be used. */
export class HomeError extends Error {
  override readonly name = "HomeError";
}

/** Makes the folder, or takes it as it is. @throws HomeError when it cannot be made or written */
export function openHome(folder: string): Home {
  const path = resolve(folder);
  try {
    makeFolder(join(path, "files"), 0o700);
    // Root may write anywhere by mode, yet not on a read-only disk: only writing tells.
    writeFileSync(join(path, ".writable"), "");
    rmSync(join(path, ".writable"));
  } catch (fault) {
    throw new HomeError(`Cannot keep state in "${path}": ${(fault as Error).message}`);
  }
  return {
    folder: path,
    stateFile: join(path, "state.sqlite"),
    keyFile: join(path, "issuer-key.pem"),
    logFile: join(path, "log.ndjson"),
    addressFile: join(path, "address"),
    connectionsFile: join(path, "connections.json"),
    files: join(path, "files"),
    outbox: join(path, "outbox"),
    sampleFolder: join(path, "sample", "governance"),
    loadingFile: join(path, "loading"),
  };
}

/** Whether there is something that `--reset` would lose. */
export const holdsState = (folder: string): boolean => existsSync(join(resolve(folder), "state.sqlite"));

/**
 * Removes what a load that did not come to its end has left, and says whether there was any. Nobody has used it: a plane
 * listens only when it is loaded whole. Whoever calls it holds the lock of the home.
 */
export function dropHalfLoaded({ stateFile, files, outbox, loadingFile }: Home): boolean {
  if (!existsSync(loadingFile)) return false;
  for (const path of [stateFile, `${stateFile}-wal`, `${stateFile}-shm`, files, outbox])
    rmSync(path, { recursive: true, force: true });
  makeFolder(files, 0o700);
  rmSync(loadingFile);
  return true;
}

/**
 * Removes everything the plane keeps, and nothing else in the folder. The sample's documents, which people
 * edit, are set aside as `sample.old`.
 */
export function emptyHome(folder: string): void {
  const [sample, aside] = [join(resolve(folder), "sample"), join(resolve(folder), "sample.old")];
  if (existsSync(sample)) {
    rmSync(aside, { recursive: true, force: true });
    renameSync(sample, aside);
  }
  for (const name of [
    "lock",
    "state.sqlite",
    "state.sqlite-wal",
    "state.sqlite-shm",
    "loading",
    "issuer-key.pem",
    "log.ndjson",
    "address",
    "files",
    "outbox",
  ]) {
    rmSync(join(resolve(folder), name), { recursive: true, force: true });
  }
}
