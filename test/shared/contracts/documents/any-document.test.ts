import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";

import { DOCUMENT_KINDS } from "#shared/catalog/documents/document.ts";
import { KINDS } from "#shared/contracts/documents/kinds.ts";
import { readDocument } from "#shared/contracts/documents/read-document.ts";
import { readYaml } from "#shared/contracts/documents/yaml-read.ts";
import type { Json, JsonObject } from "#shared/kernel/json.ts";
import { readText, TODAY } from "#test/support/documents.ts";

// Properties take their time on a machine that does other things too.
vi.setConfig({ testTimeout: 60_000 });

const KEYS = [
  ...new Set(DOCUMENT_KINDS.flatMap((kind) => Object.keys((KINDS[kind].schema["properties"] ?? {}) as JsonObject))),
  "min",
  "max",
  "rules",
  "when",
  "except",
  "of",
  "need",
  "by",
  "fixed",
  "__proto__",
  "constructor",
];

const words = fc.constantFrom(
  "access",
  "none",
  "even",
  "4h",
  "1200 USD",
  "20%",
  "team:orders",
  "target.owners",
  "s3://a/b/",
  "orders",
  "prod",
  "tagging",
  "retention",
  "2026-10",
  "2027-03-31",
  "0 8 * * *",
  "logs.retention",
  "TODO",
  "*",
  "",
  "🙂",
  "\u001b[2J",
  "x".repeat(3_000),
);

const { tree } = fc.letrec<{ tree: Json }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    words,
    fc.string({ maxLength: 12 }),
    fc.array(tie("tree"), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.constantFrom(...KEYS), fc.string({ maxLength: 6 })), tie("tree"), { maxKeys: 5 }),
  ),
}));

const documents = fc
  .tuple(fc.constantFrom(...DOCUMENT_KINDS), fc.dictionary(fc.constantFrom(...KEYS), tree, { maxKeys: 8 }))
  .map(([kind, fields]) => JSON.stringify({ ...fields, kind, id: "x" }));

describe("any tree of values under any kind", () => {
  test("is read or complained about, each complaint with a place inside the text", () => {
    fc.assert(
      fc.property(documents, (text) => {
        const { problems, documents: read } = readText(text);
        if (read.length === 0) expect(problems.length).toBeGreaterThan(0);
        for (const { range, line, message } of problems) {
          expect(range.to).toBeLessThanOrEqual(text.length);
          expect(range.from).toBeLessThanOrEqual(range.to);
          expect(line).toBe(1);
          expect(message).toMatch(/^Cannot [^\r\n]+$/);
          expect(message.length).toBeLessThan(700);
        }
      }),
      { numRuns: 250 },
    );
  });

  test("that is read without a fault is the same however often it is read", () => {
    fc.assert(
      fc.property(documents, (text) => {
        const root = readYaml(text).documents[0]?.root;
        if (root === undefined) return;
        const [once, twice] = [readDocument(root, TODAY), readDocument(root, TODAY)];
        expect(twice.document).toEqual(once.document);
        expect(twice.faults).toEqual(once.faults);
      }),
      { numRuns: 100 },
    );
  });
});

test("a repository of two thousand datasets is read in a few seconds", () => {
  const one = (at: number) =>
    `kind: Dataset\nid: d${at}\nteam: orders\nclassification: internal\ntier: 1\nat: {data-prod: s3://saltmarsh/d${at}/}\nfreshness: 6h\n`;
  const text = Array.from({ length: 2_000 }, (_, at) => one(at)).join("---\n");
  const began = performance.now();
  expect(readText(text)).toMatchObject({ problems: [], count: 2_000 });
  expect(performance.now() - began).toBeLessThan(30_000);
});
