import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { policyDocument } from "#shared/access/policy-document.ts";
import { policyFaults } from "#shared/access/policy-guard.ts";
import { compileTemplate } from "#shared/access/template-compile.ts";
import type { Template } from "#shared/catalog/documents/template.ts";
import { at } from "#test/support/access/moment.ts";
import { DOCUMENTS } from "#test/support/access/request-world.ts";
import { catalogOf } from "#test/support/catalog/resolved.ts";
import { s3Read } from "#test/support/catalog/saltmarsh.ts";

/** The template of the design documents in full. */
const withKey: Template = {
  ...s3Read,
  allow: [
    { actions: ["s3:GetObject", "s3:GetObjectVersion"], resources: ["arn:aws:s3:::{bucket}/{prefix}{below}*"] },
    {
      actions: ["s3:ListBucket"],
      resources: ["arn:aws:s3:::{bucket}"],
      conditions: { StringLike: { "s3:prefix": ["{prefix}{below}*"] } },
    },
    {
      actions: ["kms:Decrypt"],
      resources: ["{kmsKey}"],
      conditions: { StringEquals: { "kms:ViaService": ["s3.{region}.amazonaws.com"] } },
    },
  ],
};

const catalogWith = (template: Template) =>
  catalogOf(DOCUMENTS.map((document) => (document === s3Read ? template : document)));

const CATALOG = catalogWith(withKey);

const compile = (parameters: { readonly [name: string]: string } = {}, template = withKey) =>
  compileTemplate(template === withKey ? CATALOG : catalogWith(template), {
    dataset: "sales.orders",
    account: "data-prod",
    template: template.id,
    parameters,
  });

const WINDOW = { notBefore: at("2026-11-23T09:00:00.500Z"), until: at("2026-11-23T13:00:00.999Z") };

describe("compiling a template", () => {
  test("fills place, account and regions, and says the effect in words", () => {
    const compiled = compile();
    expect(compiled).toEqual({
      ok: true,
      value: {
        effect: "can list and read files under s3://saltmarsh-sales-prod/orders/; cannot write or delete",
        statements: [
          {
            actions: ["s3:GetObject", "s3:GetObjectVersion"],
            resources: ["arn:aws:s3:::saltmarsh-sales-prod/orders/*"],
            conditions: {},
          },
          {
            actions: ["s3:ListBucket"],
            resources: ["arn:aws:s3:::saltmarsh-sales-prod"],
            conditions: { StringLike: { "s3:prefix": ["orders/*"] } },
          },
          {
            actions: ["kms:Decrypt"],
            resources: ["arn:aws:kms:eu-west-1:111122223333:key/*", "arn:aws:kms:eu-central-1:111122223333:key/*"],
            conditions: {
              StringEquals: { "kms:ViaService": ["s3.eu-west-1.amazonaws.com", "s3.eu-central-1.amazonaws.com"] },
            },
          },
        ],
      },
    });
  });

  test.each([
    { below: "2026", prefix: "orders/2026/", because: "a folder, not everything whose name begins so" },
    { below: "2026/", prefix: "orders/2026/", because: "as it was meant" },
    { below: "", prefix: "orders/", because: "all of it" },
  ])('"$below" opens $prefix: $because', ({ below, prefix }) => {
    const compiled = compile({ below });
    expect(compiled.ok && compiled.value.statements[0]?.resources).toEqual([
      `arn:aws:s3:::saltmarsh-sales-prod/${prefix}*`,
    ]);
  });

  test.each([
    "*",
    "a*",
    "?",
    `\${aws:username}`,
    "../finance",
    "a/../../b",
    "/etc",
    "a//b",
    "./a",
    "a\u0000b",
    "{bucket}",
    "x".repeat(501),
  ])('refuses "%s" as a path', (below) => {
    expect(compile({ below }).ok).toBe(false);
  });

  test("refuses a parameter that the template does not have, and a placeholder that nothing fills", () => {
    expect(compile({ bucket: "other" })).toMatchObject({ ok: false });
    const unfilled = { ...s3Read, allow: [{ actions: ["s3:GetObject"], resources: ["arn:aws:s3:::{table}/*"] }] };
    expect(compile({}, unfilled)).toMatchObject({
      ok: false,
      error: { problems: ['Cannot fill "{table}" of template "s3-prefix-read": nothing gives it'] },
    });
  });

  test("whatever is given as a path stays inside the dataset", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: "grapheme" }), fc.webPath()), (below) => {
        const compiled = compile({ below });
        if (!compiled.ok) return;
        for (const resource of compiled.value.statements[0]?.resources ?? []) {
          expect(resource.startsWith("arn:aws:s3:::saltmarsh-sales-prod/orders/")).toBe(true);
          expect(resource.slice(0, -1)).not.toMatch(/[*?$]|(^|\/)\.\.(\/|$)/);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe("the final policy", () => {
  test("carries both dates in every Allow, in whole seconds and never late", () => {
    const compiled = compile();
    if (!compiled.ok) throw new Error("not compiled");
    const document = policyDocument(compiled.value.statements, WINDOW);
    expect(policyFaults(document)).toEqual([]);
    expect((document["Statement"] as readonly { Condition: object }[]).map(({ Condition }) => Condition)).toEqual(
      Array.from({ length: 3 }, () =>
        expect.objectContaining({
          DateGreaterThanEquals: { "aws:CurrentTime": "2026-11-23T09:00:00Z" },
          DateLessThan: { "aws:CurrentTime": "2026-11-23T13:00:00Z" },
        }),
      ),
    );
  });

  const dated = { DateGreaterThanEquals: { "aws:CurrentTime": "a" }, DateLessThan: { "aws:CurrentTime": "b" } };
  const statement = { Effect: "Allow", Action: ["s3:GetObject"], Resource: ["arn:aws:s3:::b/*"], Condition: dated };

  test.each([
    { because: "a Deny", over: { Effect: "Deny" }, fault: "A statement is not an Allow" },
    {
      because: "NotAction",
      over: { NotAction: ["s3:*"] },
      fault: 'A statement has "NotAction", which no grant may have',
    },
    {
      because: "NotResource",
      over: { NotResource: ["x"] },
      fault: 'A statement has "NotResource", which no grant may have',
    },
    { because: "a principal", over: { Principal: "*" }, fault: 'A statement has "Principal", which no grant may have' },
    { because: "every action", over: { Action: ["*"] }, fault: '"*" is no action of one service' },
    {
      because: "an action of iam",
      over: { Action: ["iam:PassRole"] },
      fault: '"iam:PassRole" could mean "iam:*", which no grant may allow',
    },
    {
      because: "assuming roles",
      over: { Action: ["sts:AssumeRole"] },
      fault: '"sts:AssumeRole" could mean "sts:*", which no grant may allow',
    },
    {
      because: "a wildcard that means a bucket policy",
      over: { Action: ["s3:Put*"] },
      fault: '"s3:Put*" could mean "s3:PutBucketPolicy", which no grant may allow',
    },
    {
      because: "the same in other letters",
      over: { Action: ["s3:putbucketPOLICY"] },
      fault: '"s3:putbucketPOLICY" could mean "s3:PutBucketPolicy", which no grant may allow',
    },
    {
      because: "deleting keys",
      over: { Action: ["kms:Schedule?eyDeletion"] },
      fault: '"kms:Schedule?eyDeletion" could mean "kms:ScheduleKeyDeletion", which no grant may allow',
    },
    {
      because: "a write on everything",
      over: { Action: ["s3:PutObject"], Resource: ["*"] },
      fault: '"s3:PutObject" is allowed on everything ("*")',
    },
    {
      because: "a write on every bucket",
      over: { Action: ["s3:PutObject"], Resource: ["arn:aws:s3:::*"] },
      fault: '"s3:PutObject" is allowed on everything ("arn:aws:s3:::*")',
    },
    {
      because: "Tollgate's own",
      over: { Resource: ["arn:aws:s3:::tollgate-audit/*"] },
      fault: '"arn:aws:s3:::tollgate-audit/*" is Tollgate\'s own',
    },
    {
      because: "a variable",
      over: { Resource: [`arn:aws:s3:::b/\${aws:username}/*`] },
      fault: `"arn:aws:s3:::b/\${aws:username}/*" has an IAM variable`,
    },
    {
      because: "no end",
      over: { Condition: { DateGreaterThanEquals: dated.DateGreaterThanEquals } },
      fault: "A statement lacks one of its two dates",
    },
    {
      because: "no beginning",
      over: { Condition: { DateLessThan: dated.DateLessThan } },
      fault: "A statement lacks one of its two dates",
    },
    { because: "no resource", over: { Resource: [] }, fault: "A statement names no action or no resource" },
  ])("is refused with $because", ({ over, fault }) => {
    expect(policyFaults({ Version: "2012-10-17", Statement: [{ ...statement, ...over }] })).toContain(fault);
  });

  test("is fine as the statement above, and a read may name everything", () => {
    expect(policyFaults({ Statement: [statement] })).toEqual([]);
    expect(policyFaults({ Statement: [{ ...statement, Action: ["s3:ListAllMyBuckets"], Resource: ["*"] }] })).toEqual(
      [],
    );
  });

  test("is never fine without a statement, whatever it is", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const faults = policyFaults({ Statement: value as never });
        expect(faults.length).toBeGreaterThan(0);
      }),
    );
  });
});
