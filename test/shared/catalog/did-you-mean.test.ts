import { expect, test } from "vitest";
import { didYouMean } from "#shared/catalog/did-you-mean.ts";

const known = ["data-prod", "data-test", "data-dev", "orders", "PII"];

const rows: readonly (readonly [string, string, string | undefined])[] = [
  ["a letter is missing", "data-prd", "data-prod"],
  ["two are swapped", "oredrs", "orders"],
  ["the case is another", "pii", "PII"],
  ["it is as near to two", "data-", undefined],
  ["it is like none", "warehouse", undefined],
  ["it is empty", "", undefined],
  ["it is very long", "x".repeat(5_000), undefined],
];

test.each(rows)("the one word that is meant, when %s", (_, found, expected) => {
  expect(didYouMean(found, known)).toBe(expected);
});
