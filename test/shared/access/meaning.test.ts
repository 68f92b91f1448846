import { expect, test } from "vitest";
import { conditionWords, meaningOf } from "#shared/access/meaning.ts";

test("an action is told in words, and one that nobody described by its name", () => {
  expect(meaningOf("s3:GetObject")).toBe("read files");
  expect(meaningOf("s3:GetObjectAcl")).toBe("call s3:GetObjectAcl");
});

test.each([
  { because: "none says nothing", conditions: {}, words: "" },
  {
    because: "a key of one value",
    conditions: { StringEquals: { "kms:ViaService": ["s3.eu-west-1.amazonaws.com"] } },
    words: "kms:ViaService is s3.eu-west-1.amazonaws.com",
  },
  {
    because: "what a key is narrowed to, by what it means",
    conditions: {
      StringLike: { "kms:EncryptionContext:aws:s3:arn": ["arn:aws:s3:::orders", "arn:aws:s3:::orders/*"] },
    },
    words: "what is decrypted is like arn:aws:s3:::orders or arn:aws:s3:::orders/*",
  },
  {
    because: "several operators, keys and values",
    conditions: {
      StringLike: { "s3:prefix": ["orders/*", "returns/*"], "aws:RequestedRegion": "eu-*" },
      Bool: { "aws:SecureTransport": ["true"] },
    },
    words: "s3:prefix is like orders/* or returns/*, aws:RequestedRegion is like eu-*, aws:SecureTransport Bool true",
  },
])("conditions in words: $because", ({ conditions, words }) => {
  expect(conditionWords(conditions)).toBe(words);
});
