import type { GovernanceDocument } from "#shared/catalog/documents/governance-document.ts";
import { stepsOf, valueAt } from "#shared/catalog/pointer.ts";
import type { CatalogProblem } from "#shared/catalog/problem.ts";
import type { DocumentProblem } from "#shared/contracts/documents/problem.ts";
import { type DocumentsRead, sorted } from "#shared/contracts/documents/read-documents.ts";
import { asScalar } from "#shared/contracts/documents/shape.ts";

/**
 * All problems of a repository by file and line: those of each document by itself, and those between
 * documents, which know a place by its pointer.
 *
 * Where a document could not be read, what only misses it is left out: its own problem is already there. So is what
 * a field asks for that was only guessed from a misspelt key.
 */
export function locateProblems(read: DocumentsRead, between: readonly CatalogProblem[]): readonly DocumentProblem[] {
  const guessed = new Set(read.problems.flatMap(guessedField));
  const found = between
    .filter((problem) => !missesBroken(problem, read))
    .map((problem) => located(problem, read))
    .filter((problem) => problem.code.startsWith("unknown-") || !guessed.has(fieldOf(problem)));
  return sorted([...read.problems, ...found]);
}

const fieldOf = ({ file, document, pointer }: Pick<DocumentProblem, "file" | "document" | "pointer">): string =>
  JSON.stringify([file, document ?? 1, pointer]);

/** The field for which a misspelt key was taken: `/tier` for `/teir`. */
function guessedField(problem: DocumentProblem): readonly string[] {
  const { code, fix, pointer } = problem;
  if (code !== "unknown-key" || fix === undefined) return [];
  return [fieldOf({ ...problem, pointer: `${pointer.slice(0, pointer.lastIndexOf("/"))}/${fix.text}` })];
}

function located(problem: CatalogProblem, { positionOf, isWritten }: DocumentsRead): DocumentProblem {
  const { document, pointer, code, message, fix, severity } = problem;
  const place = positionOf({ document, pointer });
  const range = place?.range ?? { from: 0, to: 0 };
  return {
    file: place?.file ?? "",
    line: place?.line ?? 1,
    column: place?.column ?? 1,
    pointer,
    code,
    message,
    range,
    ...(place === undefined ? {} : { document: place.document }),
    // What came from a folder or a default has no text of its own to replace.
    ...(fix === undefined || !isWritten({ document, pointer }) ? {} : { fix: { ...range, text: asScalar(fix) } }),
    ...(severity === undefined ? {} : { severity }),
  };
}

/** What the words of a problem's code come from, where that is not a document of the same name. */
const DEFINED_BY: ReadonlyMap<string, string> = new Map([
  ["unknown-group", "Directory"],
  ["unknown-environment", "Company"],
  ["unknown-classification", "Company"],
  ["unknown-label", "Company"],
  ["no-company", "Company"],
  ["no-directory", "Directory"],
  ["no-team", "Team"],
  ["no-route", "Route"],
]);

function missesBroken({ document, pointer, code }: CatalogProblem, { broken, documents }: DocumentsRead): boolean {
  if (broken.length === 0) return false;
  const definedBy = DEFINED_BY.get(code);
  if (definedBy !== undefined) return broken.some(({ kind }) => kind === definedBy);
  if (!code.startsWith("unknown-")) return false;
  const own = documents.find(({ kind, id }) => kind === document.kind && id === document.id);
  const name = own === undefined ? undefined : nameAt(own, pointer);
  return broken.some(({ id }) => id === name);
}

/** The name that stands at a pointer: the value, or the key of a map. */
function nameAt(document: GovernanceDocument, pointer: string): string | undefined {
  const value = valueAt(document, pointer);
  return typeof value === "string" ? value : stepsOf(pointer).at(-1);
}
