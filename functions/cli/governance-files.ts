import { type Dirent, existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { CliError } from "#functions/cli/io.ts";
import type { DocumentProblem } from "#shared/contracts/documents/problem.ts";
import { decodeFile, type SourceFile } from "#shared/contracts/documents/source.ts";
import { shown } from "#shared/kernel/shown-text.ts";

/** A governance repository as read from disk, and which of its files were asked about. */
export type GovernanceFiles = {
  readonly root: string;
  readonly files: readonly SourceFile[];
  readonly unreadable: readonly DocumentProblem[];
  /** Paths from the root that the question is about; undefined: all. */
  readonly about: ReadonlySet<string> | undefined;
};

/**
 * Reads the repository that holds `path`: the nearest folder upwards with a `tollgate.yaml`, else the
 * path itself. One file is judged among all the others, because its names are theirs.
 *
 * @throws CliError 2 when there is nothing at the path, or a file that holds no documents
 */
export function governanceFiles(path: string, cwd: string): GovernanceFiles {
  const asked = resolve(cwd, path);
  if (!existsSync(asked)) throw new CliError(2, `Cannot read "${shown(path)}": there is no such file or folder`);
  const isFolder = statSync(asked).isDirectory();
  if (!isFolder && !DOCUMENT_FILE.test(asked))
    throw new CliError(2, `Cannot read "${shown(path)}" as documents: they are in files that end in .yaml or .yml`);
  const folder = isFolder ? asked : dirname(asked);
  const root = rootOf(folder) ?? folder;
  const read = yamlFiles(root).map((file) => decodeFile(relative(root, file).split(sep).join("/"), readFileSync(file)));
  return {
    root,
    files: read.flatMap((each) => (each.ok ? [each.value] : [])),
    unreadable: read.flatMap((each) => (each.ok ? [] : [each.error])),
    about: asked === root ? undefined : aboutOf(root, asked),
  };
}

/** The nearest folder, upwards, that is a governance repository. */
export function rootOf(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, "tollgate.yaml"))) return at;
    if (dirname(at) === at) return undefined;
  }
}

const DOCUMENT_FILE = /\.ya?ml$/;

/** Below the folder only: the plane keeps a repository of its own in `.tollgate`, and who asks for that means it. */
const yamlFiles = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => DOCUMENT_FILE.test(entry.name) && isDocument(entry))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter(
      (path) =>
        !relative(folder, path)
          .split(sep)
          .some((part) => NOT_OURS.has(part)),
    )
    .toSorted();

/**
 * A link is refused and not passed over: a document that nobody reads would look as if it held, and one that is
 * followed could send any file of this computer to the plane.
 */
function isDocument(entry: Dirent): boolean {
  if (entry.isSymbolicLink())
    throw new CliError(
      2,
      `Cannot read "${shown(join(entry.parentPath, entry.name))}": it is a link; put the document itself there`,
    );
  return entry.isFile();
}

const NOT_OURS: ReadonlySet<string> = new Set(["node_modules", ".git", ".tollgate"]);

function aboutOf(root: string, asked: string): ReadonlySet<string> {
  const files = statSync(asked).isDirectory() ? yamlFiles(asked) : [asked];
  return new Set(files.map((file) => relative(root, file).split(sep).join("/")));
}
