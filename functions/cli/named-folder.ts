import { statSync } from "node:fs";
import { resolve } from "node:path";
import { CliError } from "#functions/cli/io.ts";
import { shown } from "#shared/kernel/shown-text.ts";

/**
 * The folder that somebody named to verify, as a whole path. A wrong name is wrong use, and no word about a report or
 * a log; what lacks in a folder that is there may have been taken out of it, so that is for the verification to say.
 *
 * @throws CliError 2 when there is no folder of that name
 */
export function namedFolder(named: string, { cwd, is }: { readonly cwd: string; readonly is: string }): string {
  const path = resolve(cwd, named);
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isDirectory() === true) return path;
  const because = found === undefined ? "there is no such folder" : "it is no folder";
  throw new CliError(2, `Cannot verify "${shown(named)}": ${because}; ${is}`);
}
