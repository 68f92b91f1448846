import type { DocumentProblem, Fix } from "#shared/contracts/documents/problem.ts";
import { type SourceFile, visiblePath } from "#shared/contracts/documents/source.ts";

/** Files with corrections made: only those that changed, and how many corrections. */
export type FixedFiles = { readonly files: readonly SourceFile[]; readonly fixes: number };

/**
 * Applies the sure corrections of problems to the texts they were found in.
 *
 * Only the characters of each wrong value are replaced, so that every comment, blank and line end stays
 * byte for byte. Where two corrections overlap the first is made; reading again finds the other.
 */
export function fixDocuments(files: readonly SourceFile[], problems: readonly DocumentProblem[]): FixedFiles {
  const fixed = files.flatMap((file) => {
    const own = problems.flatMap(({ file: path, fix }) =>
      path === visiblePath(file.path) && fix !== undefined ? [fix] : [],
    );
    const fixes = apart(own);
    return fixes.length === 0
      ? []
      : [{ file: { path: file.path, text: replaced(file.text, fixes) }, count: fixes.length }];
  });
  return { files: fixed.map(({ file }) => file), fixes: fixed.reduce((sum, { count }) => sum + count, 0) };
}

function apart(fixes: readonly Fix[]): readonly Fix[] {
  const kept: Fix[] = [];
  for (const fix of fixes.toSorted((left, right) => left.from - right.from || left.to - right.to)) {
    if (fix.from >= (kept.at(-1)?.to ?? 0)) kept.push(fix);
  }
  return kept;
}

function replaced(text: string, fixes: readonly Fix[]): string {
  const pieces: string[] = [];
  let end = 0;
  for (const { from, to, text: right } of fixes) {
    pieces.push(text.slice(end, from), right);
    end = to;
  }
  return [...pieces, text.slice(end)].join("");
}
