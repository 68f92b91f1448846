import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { documentFromJson, documentHash, documentJson } from "#shared/catalog/document-text.ts";
import type { Dataset } from "#shared/catalog/documents/dataset.ts";
import type { Workload } from "#shared/catalog/documents/workload.ts";
import { attos } from "#shared/kernel/money.ts";
import { digest } from "#test/support/catalog/resolved.ts";
import { orders, ordersEtl, saltmarsh } from "#test/support/catalog/saltmarsh.ts";

describe("a document as JSON", () => {
  test.each(saltmarsh.map((document) => [document.kind, document.id, document] as const))(
    "comes back: %s %s",
    (...[, , document]) => {
      expect(documentFromJson(JSON.parse(JSON.stringify(documentJson(document))))).toEqual(document);
    },
  );

  test("keeps money to the last digit", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 39n), max: 10n ** 39n }), (money) => {
        const workload: Workload = { ...ordersEtl, budget: { money: attos(money), currency: "USD" } };
        expect(documentFromJson(JSON.parse(JSON.stringify(documentJson(workload))))).toEqual(workload);
      }),
      { numRuns: 200 },
    );
  });

  test("keeps whatever people note, also what looks like money", () => {
    const annotations = fc.dictionary(fc.string(), fc.string(), { noNullPrototype: true });
    fc.assert(
      fc.property(annotations, (notes) => {
        const dataset: Dataset = { ...orders, annotations: notes };
        expect(documentFromJson(JSON.parse(JSON.stringify(documentJson(dataset))))).toEqual(dataset);
      }),
      { numRuns: 500, examples: [[{ attos: "12" }]] },
    );
  });

  test("has one hash, whatever the order of its fields", () => {
    const reversed = Object.fromEntries(Object.entries(orders).reverse()) as Dataset;
    expect(documentHash(reversed, digest)).toBe(documentHash(orders, digest));
    expect(documentHash({ ...orders, tier: 1 }, digest)).not.toBe(documentHash(orders, digest));
  });
});
