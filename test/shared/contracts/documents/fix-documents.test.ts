import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";

import { fixDocuments } from "#shared/contracts/documents/fix-documents.ts";
import { readDocuments } from "#shared/contracts/documents/read-documents.ts";
import type { SourceFile } from "#shared/contracts/documents/source.ts";
import { TODAY } from "#test/support/documents.ts";
import { SMALL_GOVERNANCE } from "#test/support/small-governance.ts";

// Properties take their time on a machine that does other things too.
vi.setConfig({ testTimeout: 60_000 });

const problemsOf = (files: readonly SourceFile[]) => readDocuments(files, { today: TODAY }).problems;

const fixedOf = (files: readonly SourceFile[]): readonly SourceFile[] => {
  const { files: changed } = fixDocuments(files, problemsOf(files));
  return files.map((file) => changed.find(({ path }) => path === file.path) ?? file);
};

const fixedText = (text: string): string => fixedOf([{ path: "a.yaml", text }])[0]?.text ?? "";

describe("a correction", () => {
  test("replaces the value alone: comments, blanks, quotes and line ends around it stay byte for byte", () => {
    const text = [
      "# Ünïcödé comment — kept\r",
      "kind:   Dataset      # what it is\r",
      "id: Sales_Orders\t# lower case\r",
      "",
      "data_classification : internal\r",
      "tier: 1",
      "at: { data-prod: 's3://saltmarsh-sales/x' }   # {not: [a, value]}\r",
      "freshness:    PT6H# no comment",
      "",
    ].join("\n");
    expect(fixedText(text)).toBe(
      text
        .replace("Sales_Orders", "sales-orders")
        .replace("data_classification", "classification")
        .replace("'s3://saltmarsh-sales/x'", "s3://saltmarsh-sales/x/"),
    );
  });

  test("of a text becomes a map where a map is right", () => {
    expect(fixedText("kind: Dataset\nretention: 30d-400d # law\n")).toBe(
      "kind: Dataset\nretention: {min: 30d, max: 400d} # law\n",
    );
  });

  test("of a schedule keeps its quotes", () => {
    expect(fixedText('kind: Report\nschedule: "cron(0 8 3 * ? *)"\n')).toBe('kind: Report\nschedule: "0 8 3 * *"\n');
  });

  test("of a misspelt kind and of its fields is made in one pass", () => {
    expect(fixedText("kind: Taem\nid: x\nmember: [a]\nlead: b\ndataOwner: c\n")).toBe(
      "kind: Team\nid: x\nmembers: [a]\nlead: b\ndataOwners: c\n",
    );
  });

  test("is not made where two keys mean the same field", () => {
    const text = "kind: Team\nid: x\nmembers: [a]\nmember: [b]\nlead: b\ndataOwners: c\n";
    expect(fixedText(text)).toBe(text);
  });

  test("of a path that holds control characters finds its file again", () => {
    const files = [{ path: "a\u001b[2J.yaml", text: "kind: Taem\n" }];
    expect(problemsOf(files)[0]?.file).toBe("a\\u001b[2J.yaml");
    expect(fixedOf(files)[0]?.text).toBe("kind: Team\n");
  });

  test("that overlaps another waits for the next reading", () => {
    const problem = { file: "a", line: 1, column: 1, pointer: "", code: "x", message: "x", range: { from: 0, to: 4 } };
    const { files, fixes } = fixDocuments(
      [{ path: "a", text: "abcdef" }],
      [
        { ...problem, fix: { from: 2, to: 4, text: "Y" } },
        { ...problem, fix: { from: 0, to: 3, text: "X" } },
      ],
    );
    expect({ files, fixes }).toEqual({ files: [{ path: "a", text: "Xdef" }], fixes: 1 });
  });
});

/** What people do to a document that was right. */
const MISTAKES: readonly (readonly [RegExp, string])[] = [
  [/classification:/, "class:"],
  [/tier:/, "teir:"],
  [/lead:/, "laed:"],
  [/environment:/, "env:"],
  [/8h/, "PT8H"],
  [/30d/, "P30D"],
  [/6h/, "6h30m"],
  [/kind: Workload/, "kind: Wrokload"],
  [/kind: Team/, "kind: team"],
  [/id: orders/, "id: Orders"],
  [/target\.owners/, "target.owner"],
  [/immediately: high/, "immediately: hihg"],
  [/orders\//, "orders"],
  [/rules:/, "rule:"],
  [/0 9 \* \* 1/, "cron(0 9 ? * 2 *)"],
  [/approve:/, "aprove:"],
  [/\n/, "\r\n"],
  [/: /, ":  "],
];

const mistaken = fc
  .array(fc.tuple(fc.nat({ max: SMALL_GOVERNANCE.length - 1 }), fc.constantFrom(...MISTAKES)), {
    minLength: 1,
    maxLength: 6,
  })
  .map((mistakes) =>
    SMALL_GOVERNANCE.flatMap(({ path, text }, at) => {
      const own = mistakes.filter(([which]) => which === at);
      return own.length === 0
        ? []
        : [{ path, text: own.reduce((right, [, [from, to]]) => right.replace(from, () => to), text) }];
    }),
  );

/** Any few characters of a right document lost, doubled or replaced. */
const damaged = fc
  .tuple(fc.constantFrom(...SMALL_GOVERNANCE), fc.nat({ max: 500 }), fc.nat({ max: 4 }), fc.string({ maxLength: 4 }))
  .map(([{ path, text }, at, length, put]) => [{ path, text: `${text.slice(0, at)}${put}${text.slice(at + length)}` }]);

describe("any documents that somebody made a mistake in", () => {
  test("have strictly fewer problems once they are fixed, and nothing more to fix", () => {
    fc.assert(
      fc.property(mistaken, (files) => {
        const before = problemsOf(files);
        const after = problemsOf(fixedOf(files));
        const sure = before.filter(({ fix }) => fix !== undefined).length;
        expect(after.length).toBeLessThanOrEqual(before.length - sure);
        expect(after.filter(({ fix }) => fix !== undefined)).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  test("are judged without an error whatever was done to them, and a fix of a fix changes nothing", () => {
    fc.assert(
      fc.property(damaged, (files) => {
        const once = fixedOf(files);
        expect(fixedOf(once)).toEqual(once);
        for (const { line, column, message } of problemsOf(files)) {
          expect(line).toBeGreaterThan(0);
          expect(column).toBeGreaterThan(0);
          // biome-ignore lint/suspicious/noControlCharactersInRegex: what must not reach a terminal
          expect(message).not.toMatch(/[\u0000-\u001f\u007f]/);
        }
      }),
      { numRuns: 250 },
    );
  });
});
