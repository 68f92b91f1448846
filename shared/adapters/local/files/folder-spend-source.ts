import { readdir, realpath, stat } from "node:fs/promises";
import { join, resolve, sep } from "node:path";

import { openLocalFile } from "#shared/adapters/local/files/open-file.ts";
import { refuse } from "#shared/cost/batch.ts";
import type { OpenFile, SpendSource } from "#shared/cost/ports.ts";

/**
 * Bills below one folder of the machine, by path relative to it (an absolute path counts when it lies
 * below). A name or a link that leads out of the folder is refused: the answer over a file that is no
 * bill quotes it, so whoever may send bills could read the machine.
 */
export function folderSpendSource(root: string): SpendSource {
  return {
    open: async (name) => openIfThere(await within(root, name), name),
    list: async (name) => {
      const path = await within(root, name);
      const kind = await kindOf(path);
      if (kind === "file") return [name];
      return kind === "folder" ? filesBelow(path, name) : [];
    },
  };
}

async function within(root: string, name: string): Promise<string> {
  const outside = () => refuse(name, "it lies outside of the folder for bills; put it there");
  const inside = (path: string, base: string): boolean =>
    path === base || path.startsWith(base.endsWith(sep) ? base : base + sep);
  const path = resolve(root, name);
  if (!inside(path, resolve(root))) throw outside();
  try {
    if (!inside(await realpath(path), await realpath(root))) throw outside();
  } catch (fault) {
    if (!isAbsence(fault)) throw fault;
  }
  return path;
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
