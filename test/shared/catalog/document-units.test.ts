import { describe, expect, test } from "vitest";
import { governanceFiles } from "#functions/cli/governance-files.ts";
import { documentJson } from "#shared/catalog/document-text.ts";
import { unitAt } from "#shared/catalog/document-units.ts";
import { readDocuments } from "#shared/contracts/documents/read-documents.ts";
import type { CalendarDate } from "#shared/kernel/calendar.ts";
import { formatDuration, parseDuration } from "#shared/kernel/duration.ts";
import type { Json } from "#shared/kernel/json.ts";
import { formatShare, share } from "#shared/kernel/share.ts";
import { millis } from "#shared/kernel/time.ts";

const { files } = governanceFiles("infra/local/sample/governance", process.cwd());
const read = readDocuments(files, { today: "2026-11-26" as CalendarDate });

type Leaf = { readonly pointer: string; readonly count: number };

function numbersIn(value: Json, pointer = ""): readonly Leaf[] {
  if (typeof value === "number") return [{ pointer, count: value }];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => numbersIn(part as Json, `${pointer}/${key}`));
}

const LEAVES = read.documents.flatMap((document) =>
  numbersIn(documentJson(document)).map((leaf) => ({ ...leaf, document })),
);

/** The line of YAML that a number was read from. */
function lineOf({ document: { kind, id }, pointer }: (typeof LEAVES)[number]): string {
  const position = read.positionOf({ document: { kind, id }, pointer });
  const text = files.find(({ path }) => path === position?.file)?.text ?? "";
  return text.split("\n")[(position?.line ?? 0) - 1] ?? "";
}

describe("what a number of a document counts", () => {
  test("is known for every number of the sample's documents", () => {
    expect(LEAVES.length).toBeGreaterThan(50);
    expect(LEAVES.filter(({ pointer }) => unitAt(pointer) === undefined)).toEqual([]);
  });

  test("is what the files say: a part has its sign, a length its unit, a count neither", () => {
    for (const leaf of LEAVES) {
      const line = lineOf(leaf);
      const lengths = [...line.matchAll(/\b\d+[smhdw]\b/g)].map(([text]) => parseDuration(text));
      switch (unitAt(leaf.pointer)) {
        case "duration":
          expect(lengths, `${leaf.pointer} ${formatDuration(millis(leaf.count))}: ${line}`).toContainEqual({
            ok: true,
            value: leaf.count,
          });
          break;
        case "share":
          expect(line).toContain(formatShare(share(leaf.count)));
          break;
        default:
          expect(lengths).not.toContainEqual({ ok: true, value: leaf.count });
      }
    }
  });

  test("is not guessed where documents have no number", () => {
    expect(unitAt("/title")).toBeUndefined();
    expect(unitAt("/rules/0/maximal")).toBeUndefined();
  });
});
