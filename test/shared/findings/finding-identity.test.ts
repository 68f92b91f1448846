import fc from "fast-check";
import { expect, test } from "vitest";
import { findingIdOf } from "#shared/findings/finding-identity.ts";
import { testDigest } from "#test/support/findings.ts";

const identity = { policy: "core-tags", rule: "tagging.tags.Workload", resource: "arn:aws:s3:::orders-raw" };

test("the same policy, rule and resource have the same short id, whoever sees them", () => {
  expect(findingIdOf(identity, testDigest)).toBe(findingIdOf({ ...identity }, testDigest));
  expect(findingIdOf(identity, testDigest)).toMatch(/^F-[0-9A-HJKMNP-TV-Z]{12}$/);
});

test("the parts of an identity cannot run into each other", () => {
  const shifted = { policy: "core", rule: "-tagstagging.tags.Workload", resource: identity.resource };
  expect(findingIdOf(shifted, testDigest)).not.toBe(findingIdOf(identity, testDigest));
});

test("two identities that differ have ids that differ", () => {
  const texts = fc.record({ policy: fc.string(), rule: fc.string(), resource: fc.string() });
  fc.assert(
    fc.property(texts, texts, (left, right) => {
      fc.pre(JSON.stringify(left) !== JSON.stringify(right));
      expect(findingIdOf(left, testDigest)).not.toBe(findingIdOf(right, testDigest));
    }),
    { numRuns: 200 },
  );
});
