import { expect, test } from "vitest";

import { splitExactly } from "#shared/cost/split.ts";

type Row = { because: string; total: bigint; weights: readonly bigint[]; parts: readonly bigint[] | undefined };

test.each<Row>([
  { because: "it goes evenly", total: 9n, weights: [1n, 1n, 1n], parts: [3n, 3n, 3n] },
  { because: "what is left goes to the first of equals", total: 10n, weights: [1n, 1n, 1n], parts: [4n, 3n, 3n] },
  { because: "and to the larger remainder before that", total: 10n, weights: [1n, 2n, 4n], parts: [1n, 3n, 6n] },
  { because: "a debt is the mirror", total: -10n, weights: [1n, 1n, 1n], parts: [-4n, -3n, -3n] },
  { because: "who weighs nothing gets nothing", total: 10n, weights: [0n, 1n], parts: [0n, 10n] },
  { because: "nothing is split into nothings", total: 0n, weights: [1n, 2n], parts: [0n, 0n] },
  { because: "nobody weighs anything: somebody must be said", total: 10n, weights: [0n, 0n], parts: undefined },
  { because: "there is nobody", total: 10n, weights: [], parts: undefined },
])("$total by $weights is $parts: $because", ({ total, weights, parts }) => {
  expect(splitExactly(total, weights)).toEqual(parts);
});

test("rounding each share by itself would be caught: thirds of a dollar in cents lose one", () => {
  const inCents = [1n, 1n, 1n].map((weight) => (100n * weight) / 3n);
  expect(inCents.reduce((sum, part) => sum + part, 0n)).toBe(99n);
  expect(splitExactly(100n, [1n, 1n, 1n])).toEqual([34n, 33n, 33n]);
});

test("a negative weight is a fault of the caller", () => {
  expect(() => splitExactly(1n, [1n, -1n])).toThrow(new RangeError("Cannot split by a negative weight"));
});
