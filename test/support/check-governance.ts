import { resolveCatalog } from "#shared/catalog/resolve-catalog.ts";
import { type CheckOutcome, checkText } from "#shared/contracts/documents/format-problems.ts";
import { locateProblems } from "#shared/contracts/documents/locate-problems.ts";
import { readDocuments } from "#shared/contracts/documents/read-documents.ts";
import type { SourceFile } from "#shared/contracts/documents/source.ts";
import { digest } from "#test/support/catalog/resolved.ts";
import { TODAY } from "#test/support/documents.ts";

/** What `tollgate check` finds: in each document, and between them. */
export function checkOf(files: readonly SourceFile[]): CheckOutcome {
  const read = readDocuments(files, { today: TODAY });
  const { problems } = resolveCatalog(read.documents, { revision: 1, digest, placeOf: read.positionOf });
  return { problems: locateProblems(read, problems), unread: read.unread, count: read.count };
}

/** The same as people see it, line by line. */
export const linesOf = (files: readonly SourceFile[]): readonly string[] => checkText(checkOf(files)).split("\n");
