import { type Resolution, resolveCatalog } from "#shared/catalog/resolve-catalog.ts";
import type { CheckOutcome } from "#shared/contracts/documents/format-problems.ts";
import { locateProblems } from "#shared/contracts/documents/locate-problems.ts";
import { type DocumentsRead, readDocuments } from "#shared/contracts/documents/read-documents.ts";
import type { SourceFile } from "#shared/contracts/documents/source.ts";
import type { CalendarDate } from "#shared/kernel/calendar.ts";
import type { Digest } from "#shared/kernel/digest.ts";

export type RepositoryCheck = {
  readonly outcome: CheckOutcome;
  readonly read: DocumentsRead;
  readonly catalog: Resolution["catalog"];
};

/**
 * A whole repository, judged offline: each document by itself, then all of them beside each other.
 *
 * The catalogue is for looking at; it may be applied only when no problem but warnings was found.
 */
export function checkRepository(
  files: readonly SourceFile[],
  { today, digest }: { readonly today: CalendarDate; readonly digest: Digest },
): RepositoryCheck {
  const read = readDocuments(files, { today });
  const { catalog, problems } = resolveCatalog(read.documents, { revision: 0, digest, placeOf: read.positionOf });
  const outcome = { problems: locateProblems(read, problems), unread: read.unread, count: read.count };
  return { outcome, read, catalog };
}
