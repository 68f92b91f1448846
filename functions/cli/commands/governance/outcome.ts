import { nodeDigest } from "#functions/cli/digest.ts";
import type { GovernanceFiles } from "#functions/cli/governance-files.ts";
import { today } from "#functions/cli/today.ts";
import { resolveCatalog } from "#shared/catalog/resolve-catalog.ts";
import type { CheckOutcome } from "#shared/contracts/documents/format-problems.ts";
import { locateProblems } from "#shared/contracts/documents/locate-problems.ts";
import { readDocuments } from "#shared/contracts/documents/read-documents.ts";
import type { SourceFile } from "#shared/contracts/documents/source.ts";

/** What is wrong with a repository whose files are these, as far as the question is about them. */
export function outcomeOf(
  { unreadable, about }: Pick<GovernanceFiles, "unreadable" | "about">,
  files: readonly SourceFile[],
): CheckOutcome {
  const read = readDocuments(files, { today: today() });
  const places = ({ document, pointer }: Parameters<typeof read.positionOf>[0]) =>
    read.positionOf({ document, pointer });
  const resolution = resolveCatalog(read.documents, { revision: 1, digest: nodeDigest, placeOf: places });
  const problems = [...unreadable, ...locateProblems(read, resolution.problems)];
  return {
    problems: problems.filter(({ file }) => about?.has(file) ?? true),
    unread: read.unread.filter(({ file }) => about?.has(file) ?? true),
    count: read.count,
  };
}
