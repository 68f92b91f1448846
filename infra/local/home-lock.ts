import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Home, HomeError } from "#infra/local/home.ts";
import { asStateFault, isBusy, openFile } from "#shared/adapters/local/sqlite-file.ts";

export type HomeLock = { release(): void };

/**
 * One plane on a home at a time: two would both do all that falls due, each by a clock of its own. The lock is a
 * transaction on a file that holds nothing, so the system gives it back however the process ends.
 *
 * @throws HomeError when a plane runs on this home
 */
export function lockHome({ folder, addressFile }: Pick<Home, "folder" | "addressFile">): HomeLock {
  const file = join(folder, "lock");
  const database = openFile(file, { timeout: 0 });
  try {
    database.exec("BEGIN EXCLUSIVE");
  } catch (fault) {
    database.close();
    if (!isBusy(fault)) throw asStateFault(fault, file);
    throw new HomeError(
      `Cannot keep state in "${folder}": a plane runs on it${placeIn(addressFile)}; stop that one, or name another folder by --home`,
    );
  }
  return { release: () => database.close() };
}

function placeIn(addressFile: string): string {
  try {
    return ` at ${readFileSync(addressFile, "utf8").trim()}`;
  } catch {
    return ", and is about to begin or to end";
  }
}
