import { existsSync } from "node:fs";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { nodeDigest } from "#functions/cli/digest.ts";
import { governanceFiles, rootOf } from "#functions/cli/governance-files.ts";
import { CliError, type Io } from "#functions/cli/io.ts";
import { today } from "#functions/cli/today.ts";
import type { Catalog } from "#shared/catalog/catalog.ts";
import { resolveCatalog } from "#shared/catalog/resolve-catalog.ts";
import { problemLine } from "#shared/contracts/documents/format-problems.ts";
import { locateProblems } from "#shared/contracts/documents/locate-problems.ts";
import { type DocumentsRead, readDocuments } from "#shared/contracts/documents/read-documents.ts";

/** The documents of the sample company, which come with Tollgate. */
const SAMPLE = fileURLToPath(new URL("../../infra/local/sample/governance", import.meta.url));

/** A governance repository on this computer, read. `root` is as one would type it from here. */
export type LocalGovernance = { readonly root: string; readonly read: DocumentsRead };

/** The repository named, else the nearest upwards, else the sample company's. @throws CliError 2 when there is none */
export function localGovernance(io: Io, named: string | undefined): LocalGovernance {
  const path = named ?? rootOf(io.cwd) ?? SAMPLE;
  if (named === undefined && !existsSync(path))
    throw new CliError(2, "Cannot find governance documents: add --governance with the folder of tollgate.yaml");
  const { root, files, unreadable } = governanceFiles(path, io.cwd);
  if (unreadable[0] !== undefined) throw new CliError(1, problemLine(unreadable[0]));
  return { root: relative(io.cwd, root) || ".", read: readDocuments(files, { today: today() }) };
}

/** The catalogue of a local repository that stands together. @throws CliError 1 with the first problem */
export function localCatalog({ root, read }: LocalGovernance): Catalog {
  const { catalog, problems } = resolveCatalog(read.documents, {
    revision: 1,
    digest: nodeDigest,
    placeOf: read.positionOf,
  });
  const errors = [...read.problems, ...locateProblems(read, problems)].filter(({ severity }) => severity !== "warning");
  const [first] = errors;
  if (first === undefined && read.documents.length > 0) return catalog;
  const found = first === undefined ? "it holds no document" : problemLine(first);
  throw new CliError(1, `Cannot use the documents in "${root}": ${found} (tollgate check ${root} lists them all)`);
}
