import type { DocumentProblem } from "#shared/contracts/documents/problem.ts";
import type { UnreadDocument } from "#shared/contracts/documents/read-documents.ts";
import type { JsonObject } from "#shared/kernel/json.ts";

/** What a check found. `count`: documents in all files. */
export type CheckOutcome = {
  readonly problems: readonly DocumentProblem[];
  readonly unread: readonly UnreadDocument[];
  readonly count: number;
};

/** `returns.yaml:7:12 duration Cannot read "PT6H": write "6h"` */
export const problemLine = ({ file, line, column, code, message }: DocumentProblem): string =>
  `${file}:${line}:${column} ${code} ${message}`;

/** For people: a line for each problem, then one that says what it comes to. */
export function checkText(outcome: CheckOutcome): string {
  const notices = outcome.unread.map(({ file, line, column, message }) => `${file}:${line}:${column} later ${message}`);
  return [...outcome.problems.map(problemLine), ...notices, summary(outcome)].join("\n");
}

/** For scripts. Offsets of a fix count UTF-16 code units of the file's text. */
export function checkJson({ problems, unread, count }: CheckOutcome): JsonObject {
  return {
    documents: count,
    problems: problems.map(({ file, line, column, pointer, code, message, fix, severity }) => ({
      file,
      line,
      column,
      pointer,
      code,
      message,
      severity: severity ?? "error",
      ...(fix === undefined ? {} : { fix: { from: fix.from, to: fix.to, text: fix.text } }),
    })),
    unread: unread.map(({ file, line, column, kind, id, message }) => ({ file, line, column, kind, id, message })),
  };
}

/** `Cannot load 1 of 44 documents: 6 problems, 5 of them with one sure correction (tollgate check --fix)` */
function summary({ problems, unread, count }: CheckOutcome): string {
  const errors = problems.filter(({ severity }) => severity !== "warning");
  if (errors.length === 0) return fineSummary(count - unread.length, problems);
  const bad = new Set(errors.map(({ file, document = 0 }) => `${document} ${file}`)).size;
  const found = errors.length === 1 ? "1 problem" : `${errors.length} problems`;
  return `Cannot load ${bad} of ${documentsText(count)}: ${found}${correctionText(errors)}`;
}

function fineSummary(count: number, warnings: readonly DocumentProblem[]): string {
  const load = `${documentsText(count)} ${count === 1 ? "loads" : "load"}`;
  if (warnings.length === 0) return load;
  const found = warnings.length === 1 ? "1 warning" : `${warnings.length} warnings`;
  return `${load}, with ${found}${correctionText(warnings)}`;
}

const documentsText = (count: number): string => (count === 1 ? "1 document" : `${count} documents`);

function correctionText(problems: readonly DocumentProblem[]): string {
  const sure = problems.filter(({ fix }) => fix !== undefined).length;
  if (sure === 0) return "";
  const which = problems.length === 1 ? "with" : sure === problems.length ? "each with" : `${sure} of them with`;
  return `, ${which} one sure correction (tollgate check --fix)`;
}
