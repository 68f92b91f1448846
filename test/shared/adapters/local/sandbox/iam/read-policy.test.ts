import { expect, test } from "vitest";
import { policyFlaw, readPolicy } from "#shared/adapters/local/sandbox/iam/read-policy.ts";
import type { PolicyKind } from "#shared/adapters/local/sandbox/iam/statement.ts";
import type { Json } from "#shared/kernel/json.ts";
import { allow, judge, policy } from "#test/shared/adapters/local/sandbox/iam/questions.ts";

type Row = { readonly document: Json; readonly flaw: string | undefined; readonly kind?: PolicyKind };

const everyone = { Principal: "*" };

test.each<Row>([
  { document: policy(allow()), flaw: undefined },
  {
    document: policy(allow(), allow({ Sid: "Second", Effect: "allow" })),
    flaw: "Second: its Effect is neither Allow nor Deny",
  },
  { document: [], flaw: "the document: it is no JSON object" },
  { document: {}, flaw: "the document: it has no Statement" },
  { document: { Statement: [] }, flaw: "the document: it has no Statement" },
  {
    document: { Version: "2012", Statement: [allow()] },
    flaw: "the document: its Version is neither 2012-10-17 nor 2008-10-17",
  },
  { document: policy(allow(), 3), flaw: "statement 2: it is no JSON object" },
  { document: policy(allow({ Actions: "s3:*" })), flaw: 'statement 1: "Actions" is no element of a statement' },
  {
    document: policy(allow({ NotAction: "s3:*" })),
    flaw: "statement 1: it needs either Action or NotAction, a text or a list of texts",
  },
  {
    document: policy(allow({ Action: ["s3:*", 3] })),
    flaw: "statement 1: it needs either Action or NotAction, a text or a list of texts",
  },
  {
    document: policy(allow({ Action: ["s3:*", "GetObject"] })),
    flaw: 'statement 1: "GetObject" is no action, which reads service:Action',
  },
  {
    document: policy(allow({ Resource: "orders" })),
    flaw: 'statement 1: "orders" is no ARN, which names its service without wildcards',
  },
  {
    document: policy(allow({ Resource: [] })),
    flaw: "statement 1: it needs either Resource or NotResource, a text or a list of texts",
  },
  {
    document: policy(allow({ NotResource: "*" })),
    flaw: "statement 1: it needs either Resource or NotResource, a text or a list of texts",
  },
  { document: policy(allow(everyone)), flaw: "statement 1: it may not name a Principal" },
  { document: policy(allow()), kind: "resource", flaw: "statement 1: it needs a Principal" },
  { document: policy(allow(everyone)), kind: "trust", flaw: "statement 1: it may not name a Resource" },
  {
    document: policy(allow({ ...everyone, NotPrincipal: "*" })),
    kind: "resource",
    flaw: 'statement 1: its Principal is neither "*" nor one of AWS, Service, Federated',
  },
  {
    document: policy(allow({ Principal: { User: "x" } })),
    kind: "resource",
    flaw: 'statement 1: its Principal is neither "*" nor one of AWS, Service, Federated',
  },
  {
    document: policy(allow({ NotPrincipal: { AWS: 3 } })),
    kind: "resource",
    flaw: 'statement 1: its Principal is neither "*" nor one of AWS, Service, Federated',
  },
  {
    document: policy(allow({ Principal: {} })),
    kind: "resource",
    flaw: 'statement 1: its Principal is neither "*" nor one of AWS, Service, Federated',
  },
  { document: policy(allow({ Principal: { AWS: "*", Federated: "x" } })), kind: "resource", flaw: undefined },
  { document: policy(allow({ Condition: 3 })), flaw: "statement 1: its Condition is no JSON object" },
  { document: policy(allow({ Condition: { BoolX: {} } })), flaw: 'statement 1: "BoolX" is no condition operator' },
  {
    document: policy(allow({ Condition: { Bool: 3 } })),
    flaw: 'statement 1: "Bool" needs condition keys with their values',
  },
  {
    document: policy(allow({ Condition: { Bool: { x: ["true", null] } } })),
    flaw: 'statement 1: "x" under Bool has no readable value',
  },
  {
    document: policy(allow({ Condition: { Bool: { x: [] } } })),
    flaw: 'statement 1: "x" under Bool has no readable value',
  },
  {
    document: policy(allow({ Condition: { "ForAllValues:Null": { x: "true" } } })),
    flaw: 'statement 1: "ForAllValues:Null" is no condition operator',
  },
])("$document has the flaw: $flaw", ({ document, flaw, kind }) => {
  expect(policyFlaw(document, kind ?? "identity")).toBe(flaw);
});

test("a statement is named by its Sid, else by its place", () => {
  const read = readPolicy("p", policy(allow({ Sid: "Read" }), allow({ Sid: "" }), allow()), "identity");
  expect(read.statements.map(({ sid }) => sid)).toEqual(["Read", "statement 2", "statement 3"]);
});

test("a service as principal is nobody who asks here", () => {
  const resource = policy(allow({ Principal: { Service: ["glue.amazonaws.com", "s3.amazonaws.com"] } }));
  expect(judge({ resource }).allowed).toBe(false);
});
