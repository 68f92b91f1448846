import { describe, expect, test } from "vitest";
import {
  allow,
  deny,
  judge,
  policy,
  ROLE,
  type Row,
  SESSION,
} from "#test/shared/adapters/local/sandbox/iam/questions.ts";

type Case = Row & { readonly because: string; readonly allowed: boolean };

const ROOT = "arn:aws:iam::111111111111:root";
const granting = (principal: string | Readonly<Record<string, string | readonly string[]>>) =>
  policy(allow({ Principal: principal }));
const OTHER = "222222222222";

// Each row names the page of the IAM User Guide (or the service's guide) whose rule it is.
describe("one account", () => {
  test.each<Case>([
    { because: "Policy evaluation logic: all requests are implicitly denied", identity: [], allowed: false },
    {
      because: "Policy evaluation logic: an explicit allow overrides the default",
      identity: [policy(allow())],
      allowed: true,
    },
    {
      because: "Policy evaluation logic: an explicit deny overrides any allow",
      identity: [policy(allow(), deny())],
      allowed: false,
    },
    {
      because: "Policy evaluation logic: the deny may stand in another policy",
      identity: [policy(allow()), policy(deny())],
      allowed: false,
    },
    {
      because: "Policy evaluation logic: policies of one identity add up",
      identity: [policy(allow({ Action: "s3:PutObject" })), policy(allow())],
      allowed: true,
    },
    {
      because: "Identity-based and resource-based policies: within one account either is enough",
      resource: granting({ AWS: ROLE }),
      allowed: true,
    },
    {
      because: "Identity-based and resource-based policies: an explicit deny of the bucket wins over the identity",
      identity: [policy(allow())],
      resource: policy(deny({ Principal: "*" })),
      allowed: false,
    },
    {
      because: "Principal: naming the account only delegates, the identity must still allow",
      resource: granting({ AWS: ROOT }),
      allowed: false,
    },
    {
      because: "Principal: an account number is its root ARN",
      resource: granting({ AWS: "111111111111" }),
      allowed: false,
    },
    { because: "Principal: everybody includes this role", resource: granting("*"), allowed: true },
    { because: 'Principal: {"AWS": "*"} is everybody too', resource: granting({ AWS: "*" }), allowed: true },
    {
      because: "Principal: no wildcard within an ARN",
      resource: granting({ AWS: "arn:aws:iam::111111111111:role/*" }),
      allowed: false,
    },
    {
      because: "Principal: a Deny that names the account denies all of it",
      identity: [policy(allow())],
      resource: policy(deny({ Principal: { AWS: ROOT } })),
      allowed: false,
    },
    {
      because: "NotPrincipal: a Deny of everyone else spares the one named",
      identity: [policy(allow())],
      resource: policy(deny({ NotPrincipal: { AWS: ROLE } })),
      allowed: true,
    },
    {
      because: "NotPrincipal: and denies who is not named",
      identity: [policy(allow())],
      resource: policy(deny({ NotPrincipal: { AWS: "arn:aws:iam::111111111111:role/other" } })),
      allowed: false,
    },
  ])("allowed is $allowed: $because", ({ because: _, allowed, ...row }) => {
    expect(judge(row)).toMatchObject({ allowed });
  });
});

describe("what narrows", () => {
  test.each<Case>([
    {
      because: "Permissions boundaries: both must allow",
      identity: [policy(allow())],
      boundary: policy(allow({ Action: "s3:*" })),
      allowed: true,
    },
    {
      because: "Permissions boundaries: what the boundary does not allow is implicitly denied",
      identity: [policy(allow())],
      boundary: policy(allow({ Action: "glue:*" })),
      allowed: false,
    },
    {
      because: "Permissions boundaries: a boundary by itself grants nothing",
      boundary: policy(allow()),
      allowed: false,
    },
    {
      because: "Permissions boundaries: a deny of the boundary is a deny",
      resource: granting({ AWS: SESSION }),
      boundary: policy(deny()),
      allowed: false,
    },
    {
      because: "Permissions boundaries: a resource's grant to the role is limited by an implicit deny",
      resource: granting({ AWS: ROLE }),
      boundary: policy(allow({ Action: "glue:*" })),
      allowed: false,
    },
    {
      because: "Permissions boundaries: a resource's grant to the role session is not",
      resource: granting({ AWS: SESSION }),
      boundary: policy(allow({ Action: "glue:*" })),
      allowed: true,
    },
    {
      because: "Policy evaluation within a single account: nor is a grant to everybody",
      resource: granting("*"),
      boundary: policy(allow({ Action: "glue:*" })),
      allowed: true,
    },
    {
      because: "Session policies: the session has what both allow",
      identity: [policy(allow())],
      session: policy(allow({ Resource: "arn:aws:s3:::orders/raw/*" })),
      allowed: false,
    },
    {
      because: "Session policies: within both",
      identity: [policy(allow())],
      session: policy(allow({ Resource: "arn:aws:s3:::orders/curated/*" })),
      allowed: true,
    },
  ])("allowed is $allowed: $because", ({ because: _, allowed, ...row }) => {
    expect(judge(row)).toMatchObject({ allowed });
  });
});

describe("two accounts, and keys", () => {
  test.each<Case>([
    {
      because: "Cross-account policy evaluation: the identity alone is not enough",
      resourceAccount: OTHER,
      identity: [policy(allow())],
      allowed: false,
    },
    {
      because: "Cross-account policy evaluation: the resource alone is not enough",
      resourceAccount: OTHER,
      resource: granting({ AWS: ROLE }),
      allowed: false,
    },
    {
      because: "Cross-account policy evaluation: both together are",
      resourceAccount: OTHER,
      identity: [policy(allow())],
      resource: granting({ AWS: ROLE }),
      allowed: true,
    },
    {
      because: "Cross-account policy evaluation: naming the account is a yes of the resource",
      resourceAccount: OTHER,
      identity: [policy(allow())],
      resource: granting({ AWS: ROOT }),
      allowed: true,
    },
    {
      because: "Cross-account policy evaluation: a grant to the session does not spare the boundary there",
      resourceAccount: OTHER,
      identity: [policy(allow())],
      boundary: policy(allow({ Action: "glue:*" })),
      resource: granting({ AWS: SESSION }),
      allowed: false,
    },
    {
      because: "Key policies in AWS KMS: without the key policy no IAM policy allows anything",
      decides: true,
      identity: [policy(allow())],
      resource: granting({ AWS: "arn:aws:iam::111111111111:role/other" }),
      allowed: false,
    },
    {
      because: "Default key policy: naming the account lets its IAM policies decide",
      decides: true,
      identity: [policy(allow())],
      resource: granting({ AWS: ROOT }),
      allowed: true,
    },
    {
      because: "Default key policy: naming the account gives nobody access by itself",
      decides: true,
      resource: granting({ AWS: ROOT }),
      allowed: false,
    },
    {
      because: "Key policies in AWS KMS: naming the role needs no IAM policy",
      decides: true,
      resource: granting({ AWS: ROLE }),
      allowed: true,
    },
  ])("allowed is $allowed: $because", ({ because: _, allowed, ...row }) => {
    expect(judge(row)).toMatchObject({ allowed });
  });
});

describe("actions and resources", () => {
  test.each<Case>([
    { because: "Action: not case-sensitive", identity: [policy(allow({ Action: "S3:getobject" }))], allowed: true },
    { because: "Action: a star at the end", identity: [policy(allow({ Action: "s3:Get*" }))], allowed: true },
    { because: "Action: a star within", identity: [policy(allow({ Action: "s3:*Object" }))], allowed: true },
    { because: "Action: ? is exactly one", identity: [policy(allow({ Action: "s3:GetObjec?" }))], allowed: true },
    { because: "Action: ? is not none", identity: [policy(allow({ Action: "s3:GetObject?" }))], allowed: false },
    { because: "Action: a star alone", identity: [policy(allow({ Action: "*" }))], allowed: true },
    { because: "Action: another service", identity: [policy(allow({ Action: "glue:*" }))], allowed: false },
    {
      because: "NotAction: everything but",
      identity: [policy({ Effect: "Allow", NotAction: "iam:*", Resource: "*" })],
      allowed: true,
    },
    {
      because: "NotAction: but not the one named",
      identity: [policy({ Effect: "Allow", NotAction: ["s3:Get*"], Resource: "*" })],
      allowed: false,
    },
    {
      because: "NotAction with Deny: denies all that it does not name",
      identity: [policy(allow(), { Effect: "Deny", NotAction: "s3:PutObject", Resource: "*" })],
      allowed: false,
    },
    {
      because: "Resource: case-sensitive",
      identity: [policy(allow({ Resource: "arn:aws:s3:::Orders/*" }))],
      allowed: false,
    },
    {
      because: "Resource: a list",
      identity: [policy(allow({ Resource: ["arn:aws:s3:::other/*", "arn:aws:s3:::orders/cur*.parquet"] }))],
      allowed: true,
    },
    {
      because: "Resource: the bucket is not its objects",
      identity: [policy(allow({ Resource: "arn:aws:s3:::orders" }))],
      allowed: false,
    },
    {
      because: "Resource: an incomplete ARN is completed with stars",
      identity: [policy(allow({ Resource: "arn:aws:s3" }))],
      allowed: true,
    },
    {
      because: "Resource: a star within a segment does not cross into the next",
      identity: [policy(allow({ Resource: "arn:aws:s3:*orders/curated/1.parquet" }))],
      allowed: false,
    },
    {
      because: "Resource: a star that ends a segment runs on across the colons",
      identity: [policy(allow({ Resource: "arn:aws:s3:*:orders/curated/1.parquet" }))],
      allowed: true,
    },
    {
      because: "Resource: what follows such a star must still fit",
      identity: [policy(allow({ Resource: "arn:aws:s3:*:orders/raw/*" }))],
      allowed: false,
    },
    {
      because: "Resource: a question mark is no colon",
      identity: [policy(allow({ Resource: "arn:aws:s3:?:orders/*" }))],
      allowed: false,
    },
    {
      because: "NotResource: everything but",
      identity: [policy({ Effect: "Allow", Action: "s3:*", NotResource: "arn:aws:s3:::secrets/*" })],
      allowed: true,
    },
    {
      because: "NotResource: but not the one named",
      identity: [policy({ Effect: "Allow", Action: "s3:*", NotResource: "arn:aws:s3:::orders/*" })],
      allowed: false,
    },
    {
      because: "Variables: filled in from the request",
      identity: [policy(allow({ Resource: `arn:aws:s3:::orders/\${aws:PrincipalTag/prefix}/*` }))],
      context: { "aws:PrincipalTag/prefix": "curated" },
      allowed: true,
    },
    {
      because: "Variables: a star in the value is a character, not a wildcard",
      identity: [policy(allow({ Resource: `arn:aws:s3:::orders/\${aws:PrincipalTag/prefix}/*` }))],
      context: { "aws:PrincipalTag/prefix": "*" },
      allowed: false,
    },
    {
      because: "Variables: without a value there is no match",
      identity: [policy(allow({ Resource: `arn:aws:s3:::orders/\${aws:PrincipalTag/prefix}/*` }))],
      allowed: false,
    },
    {
      because: "Variables: a default value",
      identity: [policy(allow({ Resource: `arn:aws:s3:::orders/\${aws:PrincipalTag/prefix, 'curated'}/*` }))],
      allowed: true,
    },
    {
      because: "Version: 2008-10-17 knows no variables, the text is itself",
      identity: [
        { Version: "2008-10-17", Statement: allow({ Resource: `arn:aws:s3:::orders/\${aws:PrincipalTag/p}/*` }) },
      ],
      context: { "aws:PrincipalTag/p": "curated" },
      allowed: false,
    },
    { because: "Statement: one object instead of a list", identity: [{ Statement: allow() }], allowed: true },
  ])("allowed is $allowed: $because", ({ because: _, allowed, ...row }) => {
    expect(judge(row)).toMatchObject({ allowed });
  });
});

describe("what cannot be read never allows, and denies where it is a Deny", () => {
  const odd: readonly { readonly flaw: string; readonly changes: Readonly<Record<string, never>> | object }[] = [
    { flaw: "an unknown operator", changes: { Condition: { StringResembles: { "s3:prefix": "x" } } } },
    { flaw: "an unknown element", changes: { Conditions: {} } },
    { flaw: "a condition that is no object", changes: { Condition: [] } },
    { flaw: "a value that is no text", changes: { Condition: { StringEquals: { "s3:prefix": { x: 1 } } } } },
    { flaw: "a date that is none", changes: { Condition: { DateLessThan: { "aws:CurrentTime": "tomorrow" } } } },
    { flaw: "both Action and NotAction", changes: { NotAction: "s3:PutObject" } },
    { flaw: "a principal where none belongs", changes: { Principal: "*" } },
    { flaw: "an empty list of resources", changes: { Resource: [] } },
    { flaw: "a service with a wildcard", changes: { Resource: "arn:aws:*:::orders/*" } },
    { flaw: "a Null that is neither true nor false", changes: { Condition: { Null: { "s3:prefix": "maybe" } } } },
  ];
  const context = { "aws:CurrentTime": "2026-11-23T03:00:00Z" };
  const changed = (changes: object) => changes as Readonly<Record<string, string>>;

  test.each(odd)("as an Allow: $flaw", ({ changes }) => {
    expect(judge({ identity: [policy(allow(changed(changes)))], context })).toMatchObject({ allowed: false });
  });

  test.each(odd)("as a Deny beside an Allow: $flaw", ({ changes }) => {
    const answer = judge({
      identity: [policy(allow({ Action: "*", Resource: "*" }), deny(changed(changes)))],
      context,
    });
    expect(answer).toMatchObject({ allowed: false, statement: { sid: "statement 2" } });
  });

  test("an unreadable Deny of another action does not deny this one", () => {
    const other = deny({ Action: "s3:PutObject", Condition: { Odd: {} } });
    expect(judge({ identity: [policy(allow(), other)] })).toMatchObject({ allowed: true });
  });

  test.each([null, 3, "{}", [], {}, { Statement: [] }, { Version: "2013", Statement: allow() }])(
    "a document that is none denies everything: %j",
    (document) => {
      expect(judge({ identity: [policy(allow()), document] })).toMatchObject({ allowed: false });
    },
  );

  test("an Effect that is neither denies", () => {
    expect(judge({ identity: [policy(allow(), allow({ Effect: "Dney" }))] })).toMatchObject({ allowed: false });
  });
});

describe("the reason", () => {
  const window = (from: string, until: string) =>
    policy(
      allow({
        Sid: "Read",
        Condition: { DateGreaterThan: { "aws:CurrentTime": from }, DateLessThan: { "aws:CurrentTime": until } },
      }),
    );
  const dated = window("2026-11-23T03:00:00Z", "2026-11-23T07:00:00Z");

  test.each([
    {
      at: "2026-11-23T02:59:59Z",
      because:
        "denied: the policy p1 allows s3:GetObject on arn:aws:s3:::orders/curated/1.parquet only from 2026-11-23T03:00:00Z (aws:CurrentTime)",
    },
    {
      at: "2026-11-23T05:00:00Z",
      because:
        "allowed: the policy p1 allows s3:GetObject on arn:aws:s3:::orders/curated/1.parquet until 2026-11-23T07:00:00Z",
    },
    {
      at: "2026-11-23T07:00:00Z",
      because:
        "denied: the policy p1 allows s3:GetObject on arn:aws:s3:::orders/curated/1.parquet only until 2026-11-23T07:00:00Z (aws:CurrentTime)",
    },
  ])("a window, asked at $at", ({ at, because }) => {
    expect(judge({ identity: [dated], context: { "aws:CurrentTime": at } }).because).toBe(because);
  });

  test.each([
    {
      row: {
        identity: [policy(allow({ Condition: { StringLike: { "s3:prefix": ["curated/*", "raw/*"] } } }))],
        context: { "s3:prefix": "x" },
      },
      because:
        'denied: the policy p1 allows s3:GetObject on arn:aws:s3:::orders/curated/1.parquet only when s3:prefix is like "curated/*" or "raw/*"; it is "x"',
    },
    {
      row: { identity: [policy(allow({ Condition: { StringEquals: { "aws:SourceVpc": "vpc-1" } } }))] },
      because:
        'denied: the policy p1 allows s3:GetObject on arn:aws:s3:::orders/curated/1.parquet only when aws:SourceVpc is "vpc-1"; the request has none',
    },
    {
      row: { identity: [policy(allow({ Resource: "arn:aws:s3:::orders/raw/*" }))] },
      because: "denied: the policy p1 allows s3:GetObject, but not on arn:aws:s3:::orders/curated/1.parquet",
    },
    { row: {}, because: `denied: no policy of ${ROLE} allows s3:GetObject on arn:aws:s3:::orders/curated/1.parquet` },
    {
      row: { identity: [policy(allow())], resource: policy(deny({ Sid: "NoOne", Principal: "*" })) },
      because: "denied: the bucket policy denies s3:GetObject on arn:aws:s3:::orders/curated/1.parquet (NoOne)",
    },
    {
      row: { identity: [policy(allow())], boundary: policy(allow({ Action: "glue:*" })) },
      because: "denied: the boundary does not allow s3:GetObject on arn:aws:s3:::orders/curated/1.parquet",
    },
    {
      row: { identity: [policy(allow())], resourceAccount: OTHER },
      because:
        "denied: the policy of arn:aws:s3:::orders/curated/1.parquet does not allow s3:GetObject on arn:aws:s3:::orders/curated/1.parquet",
    },
    {
      row: { identity: [policy(allow({ Condition: { Odd: {} } }))] },
      because:
        'denied: the policy p1 has a statement (statement 1) that cannot be read: "Odd" is no condition operator',
    },
  ])("$because", ({ row, because }) => {
    expect(judge(row).because).toBe(because);
  });
});
