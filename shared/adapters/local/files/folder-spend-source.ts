import { readdir, stat } from "node:fs/promises";
import { join, resolve } from "node:path";

import { openLocalFile } from "#shared/adapters/local/files/open-file.ts";
import type { OpenFile, SpendSource } from "#shared/cost/ports.ts";

/** Bills on the machine, by path: what a person names, relative to `base`, is what is opened. */
export function folderSpendSource(base: string): SpendSource {
  return {
    open: (name) => openIfThere(resolve(base, name), name),
    list: async (name) => {
      const kind = await kindOf(resolve(base, name));
      if (kind === "file") return [name];
      return kind === "folder" ? filesBelow(resolve(base, name), name) : [];
    },
  };
}

/** Opens what is a file; a folder, a device or nothing is undefined. */
export async function openIfThere(path: string, name: string): Promise<OpenFile | undefined> {
  return (await kindOf(path)) === "file" ? openLocalFile(path, name) : undefined;
}

async function kindOf(path: string): Promise<"file" | "folder" | undefined> {
  try {
    const found = await stat(path);
    if (found.isFile()) return "file";
    return found.isDirectory() ? "folder" : undefined;
  } catch (fault) {
    if (isAbsence(fault)) return undefined;
    throw fault;
  }
}

// A name with a zero byte, or one that is too long, is no file either.
const ABSENCES: ReadonlySet<string> = new Set(["ENOENT", "ENOTDIR", "ENAMETOOLONG", "ERR_INVALID_ARG_VALUE"]);

export const isAbsence = (fault: unknown): boolean =>
  fault instanceof Error && "code" in fault && typeof fault.code === "string" && ABSENCES.has(fault.code);

/** Hidden files and folders are nobody's bill; links are not followed, so that a folder cannot contain itself. */
async function filesBelow(folder: string, name: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const lists = entries
    .filter((entry) => !entry.name.startsWith("."))
    .map(async (entry) => {
      const below = join(name, entry.name);
      if (entry.isDirectory()) return filesBelow(join(folder, entry.name), below);
      return entry.isFile() ? [below] : [];
    });
  return (await Promise.all(lists)).flat().toSorted();
}
