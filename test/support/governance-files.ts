import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import type { SourceFile } from "#shared/contracts/documents/source.ts";

/** The YAML files of a governance repository on disk, by path from its root. */
export function governanceFiles(root: string): readonly SourceFile[] {
  const paths = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".yaml"));
  return paths
    .map((path) => path.replaceAll("\\", "/"))
    .toSorted()
    .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));
}
