import { describe, expect, test } from "vitest";
import { contextOf } from "#shared/adapters/local/sandbox/iam/statement.ts";
import { fillIn, fits, fitsArn } from "#shared/adapters/local/sandbox/iam/wildcard.ts";

test.each([
  { pattern: "", text: "", fit: true },
  { pattern: "", text: "a", fit: false },
  { pattern: "a", text: "", fit: false },
  { pattern: "**", text: "", fit: true },
  { pattern: "a*", text: "a", fit: true },
  { pattern: "a", text: "ab", fit: false },
  { pattern: "*b", text: "abab", fit: true },
  { pattern: "a?c", text: "abc", fit: true },
  { pattern: "a?c", text: "ac", fit: false },
  { pattern: "a*b?", text: "axxbxxbc", fit: true },
])("$text fits $pattern: $fit", ({ pattern, text, fit }) => {
  expect(fits(pattern, text)).toBe(fit);
});

describe("ARNs", () => {
  const log = "arn:aws:logs:eu-west-1:111111111111:log-group:/app:log-stream:a";
  test.each([
    { pattern: "*", arn: log, fit: true, because: "everything" },
    { pattern: log, arn: log, fit: true, because: "itself" },
    {
      pattern: "arn:aws:logs:*:*:log-group:/app:*",
      arn: log,
      fit: true,
      because: "colons after the fifth are part of the name",
    },
    { pattern: "arn:aws:logs:*:*:log-group:/a*m:a", arn: log, fit: true, because: "a star crosses those" },
    {
      pattern: "arn:aws:logs:eu*1:log-group*",
      arn: log,
      fit: false,
      because: "a star within the region does not cross",
    },
    { pattern: "arn:aws:logs:eu*:log-group*", arn: log, fit: true, because: "at its end it does" },
    {
      pattern: "arn:aws:logs:eu*:log-group:/ap?:log*",
      arn: log,
      fit: true,
      because: "and what follows fits as it would alone",
    },
    {
      pattern: "arn:aws:logs:eu*:log-group:/ap??log*",
      arn: log,
      fit: true,
      because: "also a colon of the name, by a question mark",
    },
    { pattern: "arn:aws:logs:eu*?111111111111:log*", arn: log, fit: false, because: "but not one that divides" },
    { pattern: "arn:aws:logs:eu*:x", arn: log, fit: false, because: "another end" },
    { pattern: "arn:aws:logs", arn: log, fit: true, because: "missing segments are stars" },
    { pattern: "arn:aws:log", arn: log, fit: false, because: "but the last one there is whole" },
    { pattern: "arn:aws:s3:::a", arn: "a", fit: false, because: "no ARN" },
    { pattern: "a", arn: "a", fit: true, because: "no ARN, but the same text" },
  ])("$arn fits $pattern: $fit, $because", ({ pattern, arn, fit }) => {
    expect(fitsArn(pattern, arn)).toBe(fit);
  });
});

describe("variables", () => {
  const context = contextOf({ "aws:PrincipalTag/team": "a*b?c", many: ["x", "y"] });
  const variable = (inside: string): string => `<\${${inside}}>`;

  test.each([
    { inside: "aws:principaltag/TEAM", literal: "<a*b?c>", because: "keys ignore case" },
    { inside: "*", literal: "<*>", because: "the character" },
    { inside: "?", literal: "<?>", because: "the character" },
    { inside: "$", literal: "<$>", because: "the character" },
    { inside: "none, 'x'", literal: "<x>", because: "the default" },
    { inside: "none", literal: undefined, because: "no value" },
    { inside: "many", literal: undefined, because: "several values are none" },
  ])("$inside becomes $literal: $because", ({ inside, literal }) => {
    expect(fillIn(variable(inside), context, true)).toBe(literal);
  });

  test.each([
    { text: "<a*b?c>", fit: true },
    { text: "<axb?c>", fit: false },
    { text: "<a*bxc>", fit: false },
    { text: "<*?>", fit: false },
  ])("wildcards that come out of a variable fit only themselves: $text, $fit", ({ text, fit }) => {
    expect(fits(fillIn(variable("aws:PrincipalTag/team"), context) ?? "", text)).toBe(fit);
  });

  test("a text without variables is itself, whatever it looks like", () => {
    expect(fillIn("a$b{c}*", context)).toBe("a$b{c}*");
  });
});
