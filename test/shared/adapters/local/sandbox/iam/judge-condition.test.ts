import { describe, expect, test } from "vitest";
import type { Json } from "#shared/kernel/json.ts";
import { judge, when } from "#test/shared/adapters/local/sandbox/iam/questions.ts";

type Row = {
  readonly because: string;
  readonly condition: Json;
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
  readonly holds: boolean;
};

const AT = { "aws:CurrentTime": "2026-11-23T07:00:00Z", "aws:EpochTime": "1795417200" };
const date = (operator: string, value: string, key = "aws:CurrentTime"): Json => ({ [operator]: { [key]: value } });
const text = (operator: string, value: Json): Json => ({ [operator]: { "s3:prefix": value } });
const prefix = { "s3:prefix": "curated/x" };
const tags = (...keys: readonly string[]) => ({ "aws:TagKeys": keys });
const keys = (operator: string, value: Json): Json => ({ [operator]: { "aws:TagKeys": value } });

// All rows: IAM User Guide, "IAM JSON policy elements: Condition operators", or the page named.
describe("dates", () => {
  test.each<Row>([
    { because: "less than is strict", condition: date("DateLessThan", "2026-11-23T07:00:00Z"), holds: false },
    { because: "a millisecond later", condition: date("DateLessThan", "2026-11-23T07:00:00.001Z"), holds: true },
    { because: "at most includes", condition: date("DateLessThanEquals", "2026-11-23T07:00:00Z"), holds: true },
    { because: "greater than is strict", condition: date("DateGreaterThan", "2026-11-23T07:00:00Z"), holds: false },
    { because: "at least includes", condition: date("DateGreaterThanEquals", "2026-11-23T07:00:00Z"), holds: true },
    {
      because: "another zone, the same moment",
      condition: date("DateEquals", "2026-11-23T08:00:00+01:00"),
      holds: true,
    },
    { because: "a day alone is its first moment", condition: date("DateGreaterThan", "2026-11-23"), holds: true },
    { because: "not equal", condition: date("DateNotEquals", "2026-11-23T07:00:00Z"), holds: false },
    { because: "seconds since 1970", condition: date("DateLessThan", "1795417201"), holds: true },
    {
      because: "epoch time against a date",
      condition: date("DateEquals", "2026-11-23T07:00:00Z", "aws:EpochTime"),
      holds: true,
    },
    { because: "no zone is no moment", condition: date("DateLessThan", "2026-11-24T07:00:00"), holds: false },
    {
      because: "a missing key fails",
      condition: date("DateLessThan", "2026-11-24", "aws:TokenIssueTime"),
      holds: false,
    },
    {
      because: "IfExists forgives it",
      condition: date("DateLessThanIfExists", "2020-01-01", "aws:TokenIssueTime"),
      holds: true,
    },
    { because: "IfExists judges what is there", condition: date("DateLessThanIfExists", "2020-01-01"), holds: false },
    {
      because: "both ends must hold",
      condition: {
        ...object(date("DateGreaterThan", "2026-11-23T03:00:00Z")),
        ...object(date("DateLessThan", "2026-11-23T06:00:00Z")),
      },
      holds: false,
    },
  ])("$condition is $holds: $because", ({ condition, holds }) => {
    expect(judge({ identity: [when(condition)], context: AT }).allowed).toBe(holds);
  });
});

describe("texts", () => {
  test.each<Row>([
    { because: "exact", condition: text("StringEquals", "curated/x"), context: prefix, holds: true },
    { because: "case-sensitive", condition: text("StringEquals", "Curated/x"), context: prefix, holds: false },
    {
      because: "no wildcards in StringEquals",
      condition: text("StringEquals", "curated/*"),
      context: prefix,
      holds: false,
    },
    { because: "one of several", condition: text("StringEquals", ["a", "curated/x"]), context: prefix, holds: true },
    {
      because: "none of several",
      condition: text("StringNotEquals", ["a", "curated/x"]),
      context: prefix,
      holds: false,
    },
    { because: "negated and missing holds", condition: text("StringNotEquals", "a"), holds: true },
    { because: "plain and missing fails", condition: text("StringEquals", "a"), holds: false },
    { because: "ignoring case", condition: text("StringEqualsIgnoreCase", "CURATED/X"), context: prefix, holds: true },
    {
      because: "negated, ignoring case",
      condition: text("StringNotEqualsIgnoreCase", "CURATED/X"),
      context: prefix,
      holds: false,
    },
    { because: "like", condition: text("StringLike", "cur*/?"), context: prefix, holds: true },
    { because: "like nothing", condition: text("StringLike", "raw/*"), context: prefix, holds: false },
    { because: "not like", condition: text("StringNotLike", "raw/*"), context: prefix, holds: true },
    {
      because: "key names ignore case",
      condition: { StringEquals: { "S3:Prefix": "curated/x" } },
      context: prefix,
      holds: true,
    },
    {
      because: "a variable (IAM policy elements: Variables)",
      condition: text("StringLike", `\${aws:PrincipalTag/team}/*`),
      context: { ...prefix, "aws:PrincipalTag/team": "curated" },
      holds: true,
    },
    {
      because: "a variable without a value",
      condition: text("StringNotLike", `\${aws:PrincipalTag/team}/*`),
      context: prefix,
      holds: false,
    },
    { because: "a literal star", condition: text("StringLike", `\${*}`), context: { "s3:prefix": "*" }, holds: true },
    { because: "a literal star is no wildcard", condition: text("StringLike", `\${*}`), context: prefix, holds: false },
    {
      because: "several values, no set operator",
      condition: text("StringEquals", "a"),
      context: { "s3:prefix": ["a", "a"] },
      holds: false,
    },
    {
      because: "the empty text is a value",
      condition: text("StringEquals", ""),
      context: { "s3:prefix": "" },
      holds: true,
    },
  ])("$condition is $holds: $because", ({ condition, context, holds }) => {
    expect(judge({ identity: [when(condition)], context: context ?? {} }).allowed).toBe(holds);
  });
});

describe("numbers, booleans, ARNs, addresses, Null", () => {
  const ROLE = { "aws:PrincipalArn": "arn:aws:iam::111111111111:role/tollgate/people/dana" };
  test.each<Row>([
    {
      because: "numbers compare as numbers",
      condition: { NumericLessThan: { "s3:max-keys": "10" } },
      context: { "s3:max-keys": "9" },
      holds: true,
    },
    {
      because: "a bare number",
      condition: { NumericLessThanEquals: { "s3:max-keys": 10 } },
      context: { "s3:max-keys": "10" },
      holds: true,
    },
    {
      because: "above",
      condition: { NumericGreaterThan: { "s3:max-keys": 10 } },
      context: { "s3:max-keys": "10" },
      holds: false,
    },
    {
      because: "equal as numbers",
      condition: { NumericEquals: { "s3:max-keys": "1.0" } },
      context: { "s3:max-keys": "1" },
      holds: true,
    },
    {
      because: "no number",
      condition: { NumericNotEquals: { "s3:max-keys": "1" } },
      context: { "s3:max-keys": "x" },
      holds: false,
    },
    {
      because: "a bare boolean",
      condition: { Bool: { "aws:SecureTransport": true } },
      context: { "aws:SecureTransport": "true" },
      holds: true,
    },
    {
      because: "the other",
      condition: { Bool: { "aws:SecureTransport": "false" } },
      context: { "aws:SecureTransport": "true" },
      holds: false,
    },
    { because: "Bool and missing", condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } }, holds: false },
    {
      because: "BoolIfExists and missing",
      condition: { BoolIfExists: { "aws:MultiFactorAuthPresent": "true" } },
      holds: true,
    },
    {
      because: "ArnLike by segment",
      condition: { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/tollgate/*" } },
      context: ROLE,
      holds: true,
    },
    {
      because: "ArnEquals takes wildcards too",
      condition: { ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::*:role/*" } },
      context: ROLE,
      holds: true,
    },
    {
      because: "a star stays in its segment",
      condition: { ArnLike: { "aws:PrincipalArn": "arn:aws:iam:*:role/*:x" } },
      context: ROLE,
      holds: false,
    },
    {
      because: "ArnNotLike",
      condition: { ArnNotLike: { "aws:PrincipalArn": "arn:aws:iam::2*:*" } },
      context: ROLE,
      holds: true,
    },
    {
      because: "too short for an ARN",
      condition: { ArnNotLike: { "aws:PrincipalArn": "arn:aws" } },
      context: ROLE,
      holds: false,
    },
    {
      because: "in the range",
      condition: { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } },
      context: { "aws:SourceIp": "203.0.113.9" },
      holds: true,
    },
    {
      because: "outside",
      condition: { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } },
      context: { "aws:SourceIp": "203.0.114.9" },
      holds: false,
    },
    {
      because: "not in the range",
      condition: { NotIpAddress: { "aws:SourceIp": "10.0.0.0/8" } },
      context: { "aws:SourceIp": "203.0.113.9" },
      holds: true,
    },
    {
      because: "a range that is none",
      condition: { NotIpAddress: { "aws:SourceIp": "10.0.0.0/99" } },
      context: { "aws:SourceIp": "203.0.113.9" },
      holds: false,
    },
    {
      because: "the highest address",
      condition: { IpAddress: { "aws:SourceIp": "255.255.255.255" } },
      context: { "aws:SourceIp": "255.255.255.255" },
      holds: true,
    },
    {
      because: "no address",
      condition: { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } },
      context: { "aws:SourceIp": "203.0.112.256" },
      holds: false,
    },
    {
      because: "both are false",
      condition: { Bool: { "aws:SecureTransport": "False" } },
      context: { "aws:SecureTransport": "false" },
      holds: true,
    },
    {
      because: "neither true nor false in the policy",
      condition: { Bool: { "aws:SecureTransport": "yes" } },
      context: { "aws:SecureTransport": "yes" },
      holds: false,
    },
    {
      because: "one of two is unreadable",
      condition: { Null: { "aws:TokenIssueTime": ["true", "maybe"] } },
      holds: false,
    },
    { because: "Null true: absent", condition: { Null: { "aws:TokenIssueTime": "true" } }, holds: true },
    { because: "Null false: there", condition: { Null: { "aws:TokenIssueTime": "false" } }, holds: false },
    { because: "Null false and there", condition: { Null: { "s3:prefix": false } }, context: prefix, holds: true },
    { because: "Null knows no IfExists", condition: { NullIfExists: { "s3:prefix": "true" } }, holds: false },
  ])("$condition is $holds: $because", ({ condition, context, holds }) => {
    expect(judge({ identity: [when(condition)], context: context ?? {} }).allowed).toBe(holds);
  });
});

// "Set operators for multivalued context keys"
describe("sets", () => {
  test.each<Row>([
    {
      because: "any: one is enough",
      condition: keys("ForAnyValue:StringEquals", ["a", "b"]),
      context: tags("a", "z"),
      holds: true,
    },
    {
      because: "any: none",
      condition: keys("ForAnyValue:StringEquals", ["a", "b"]),
      context: tags("y", "z"),
      holds: false,
    },
    { because: "any: missing fails", condition: keys("ForAnyValue:StringEquals", "a"), holds: false },
    {
      because: "any, negated: one outside the list",
      condition: keys("ForAnyValue:StringNotEquals", "a"),
      context: tags("a", "z"),
      holds: true,
    },
    {
      because: "any, negated: all inside",
      condition: keys("ForAnyValue:StringNotEquals", "a"),
      context: tags("a"),
      holds: false,
    },
    { because: "any, negated: missing fails", condition: keys("ForAnyValue:StringNotEquals", "a"), holds: false },
    {
      because: "all: every one",
      condition: keys("ForAllValues:StringEquals", ["a", "b"]),
      context: tags("a", "b"),
      holds: true,
    },
    {
      because: "all: one too many",
      condition: keys("ForAllValues:StringEquals", ["a", "b"]),
      context: tags("a", "z"),
      holds: false,
    },
    { because: "all: missing holds, as AWS warns", condition: keys("ForAllValues:StringEquals", "a"), holds: true },
    {
      because: "all: an empty set holds",
      condition: keys("ForAllValues:StringEquals", "a"),
      context: tags(),
      holds: true,
    },
    {
      because: "all, negated",
      condition: keys("ForAllValues:StringNotLike", "aws:*"),
      context: tags("aws:x", "b"),
      holds: false,
    },
    {
      because: "all of one plain value",
      condition: keys("ForAllValues:StringLike", "a*"),
      context: { "aws:TagKeys": "ab" },
      holds: true,
    },
  ])("$condition is $holds: $because", ({ condition, context, holds }) => {
    expect(judge({ identity: [when(condition)], context: context ?? {} }).allowed).toBe(holds);
  });
});

const object = (value: Json): Readonly<Record<string, Json>> => value as Readonly<Record<string, Json>>;
