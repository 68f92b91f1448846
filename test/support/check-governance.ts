import { checkRepository } from "#shared/contracts/documents/check-repository.ts";
import { type CheckOutcome, checkText } from "#shared/contracts/documents/format-problems.ts";
import type { SourceFile } from "#shared/contracts/documents/source.ts";
import { digest } from "#test/support/catalog/resolved.ts";
import { TODAY } from "#test/support/documents.ts";

/** What `tollgate check` finds: in each document, and between them. */
export const checkOf = (files: readonly SourceFile[]): CheckOutcome =>
  checkRepository(files, { today: TODAY, digest }).outcome;

/** The same as people see it, line by line. */
export const linesOf = (files: readonly SourceFile[]): readonly string[] => checkText(checkOf(files)).split("\n");
