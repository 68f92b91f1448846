import { describe, expect, test } from "vitest";

import { checkJson, checkText } from "#shared/contracts/documents/format-problems.ts";
import type { DocumentProblem } from "#shared/contracts/documents/problem.ts";

const problem = (more: Partial<DocumentProblem> = {}): DocumentProblem => ({
  file: "a.yaml",
  line: 2,
  column: 5,
  pointer: "/id",
  code: "id",
  message: "Cannot read this",
  range: { from: 10, to: 12 },
  document: 1,
  ...more,
});

const fix = { from: 10, to: 12, text: "x" };

const lastLine = (problems: readonly DocumentProblem[], count = 44) =>
  checkText({ problems, unread: [], count }).split("\n").at(-1);

describe("the line that says what it comes to", () => {
  test.each([
    { because: "nothing is wrong", problems: [], says: "44 documents load" },
    { because: "one problem", problems: [problem()], says: "Cannot load 1 of 44 documents: 1 problem" },
    {
      because: "one problem that can be fixed",
      problems: [problem({ fix })],
      says: "Cannot load 1 of 44 documents: 1 problem, with one sure correction (tollgate check --fix)",
    },
    {
      because: "all can be fixed",
      problems: [problem({ fix }), problem({ fix, line: 3 })],
      says: "Cannot load 1 of 44 documents: 2 problems, each with one sure correction (tollgate check --fix)",
    },
    {
      because: "two documents of one file, and one of another",
      problems: [problem({ fix }), problem({ document: 2 }), problem({ file: "b.yaml" }), problem({ document: 2 })],
      says: "Cannot load 3 of 44 documents: 4 problems, 1 of them with one sure correction (tollgate check --fix)",
    },
    {
      because: "a warning stops nothing",
      problems: [problem({ severity: "warning" })],
      says: "44 documents load, with 1 warning",
    },
    {
      because: "a warning is not counted among problems",
      problems: [problem({ severity: "warning", file: "w.yaml" }), problem()],
      says: "Cannot load 1 of 44 documents: 1 problem",
    },
  ])("is right when $because", ({ problems, says }) => {
    expect(lastLine(problems)).toBe(says);
  });

  test("speaks of one document in the singular", () => {
    expect(lastLine([], 1)).toBe("1 document loads");
    expect(lastLine([problem()], 1)).toBe("Cannot load 1 of 1 document: 1 problem");
  });

  test("counts what is left unread apart, and says it before", () => {
    const unread = [
      {
        file: "c.yaml",
        line: 1,
        column: 1,
        range: { from: 0, to: 0 },
        document: 1,
        kind: "Calendar",
        id: "o",
        message: 'Calendar "o" is not read by this version',
      },
    ];
    expect(checkText({ problems: [], unread, count: 3 })).toBe(
      'c.yaml:1:1 later Calendar "o" is not read by this version\n2 documents load',
    );
  });
});

test("scripts get the same, with pointers, severities and corrections", () => {
  expect(checkJson({ problems: [problem({ fix }), problem({ severity: "warning" })], unread: [], count: 2 })).toEqual({
    documents: 2,
    problems: [
      {
        file: "a.yaml",
        line: 2,
        column: 5,
        pointer: "/id",
        code: "id",
        message: "Cannot read this",
        severity: "error",
        fix,
      },
      {
        file: "a.yaml",
        line: 2,
        column: 5,
        pointer: "/id",
        code: "id",
        message: "Cannot read this",
        severity: "warning",
      },
    ],
    unread: [],
  });
});
