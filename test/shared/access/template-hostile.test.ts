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

const template: Template = {
  ...s3Read,
  parameters: { below: { type: "path", default: "" }, table: { type: "name" }, note: { type: "text" } },
  allow: [
    {
      actions: ["s3:GetObject"],
      resources: ["arn:aws:s3:::{bucket}/{prefix}{below}*", "arn:aws:glue:eu-west-1:{account}:table/db/{table}"],
      conditions: { StringEquals: { "s3:ExistingObjectTag/note": ["{note}"] } },
    },
  ],
};
const CATALOG = catalogOf(DOCUMENTS.map((document) => (document === s3Read ? template : document)));
const WINDOW = { notBefore: at("2026-11-23T09:00:00Z"), until: at("2026-11-23T13:00:00Z") };

const compile = (parameters: { readonly [name: string]: string }) =>
  compileTemplate(CATALOG, { dataset: "sales.orders", account: "data-prod", template: template.id, parameters });

const HOSTILE = [
  "*",
  "?",
  `\${aws:PrincipalTag/x}`,
  "..",
  "../",
  "a/../b",
  ".",
  "//",
  '"',
  '"],"Action":["*"],"x":["',
  "\\",
  "\n",
  "\u2028",
  "\u0000",
  "{bucket}",
  "{{",
  "}",
  "%2e%2e/",
  "arn:aws:s3:::*",
  "arn:aws:iam::111122223333:role/admin",
  "[a-z]",
  "\u202Egnp",
  "__proto__",
  "constructor",
];
const text = fc
  .array(fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ maxLength: 6 }), fc.constantFrom("2026", "orders", "/")), {
    maxLength: 4,
  })
  .map((parts) => parts.join(""));

describe("hostile parameters", () => {
  test("change nothing but the place that they fill: same statements, same keys, no wildcard, no way out", () => {
    fc.assert(
      fc.property(text, text, text, (below, table, note) => {
        const compiled = compile({ below, table, note });
        if (!compiled.ok) {
          for (const problem of compiled.error.problems) expect(problem).toMatch(/^Cannot use the parameter "/);
          return;
        }
        const { statements } = compiled.value;
        expect(statements).toHaveLength(1);
        const [objects = "", glue = ""] = statements[0]?.resources ?? [];
        expect(statements[0]?.resources).toHaveLength(2);
        expect(objects.startsWith("arn:aws:s3:::saltmarsh-sales-prod/orders/")).toBe(true);
        expect(glue.startsWith("arn:aws:glue:eu-west-1:111122223333:table/db/")).toBe(true);
        // A name stays one step of the path, so no other kind of resource can be reached.
        expect(glue.slice("arn:aws:glue:eu-west-1:111122223333:table/db/".length)).not.toMatch(/[/*?$]/);
        expect(objects.slice(0, -1)).not.toMatch(/[*?$"\\{}]|(^|\/)\.\.?(\/|$)|\/\//);
        const document = policyDocument(statements, WINDOW);
        expect(policyFaults(document)).toEqual([]);
        const read = JSON.parse(JSON.stringify(document)) as { Statement: readonly object[] };
        expect(read).toEqual(document);
        expect(Object.keys(read.Statement[0] ?? {}).toSorted()).toEqual(
          ["Action", "Condition", "Effect", "Resource", "Sid"].toSorted(),
        );
      }),
      { numRuns: 400 },
    );
  });

  test.each(HOSTILE.filter((each) => !["__proto__", "constructor"].includes(each)).map((value) => ({ value })))(
    "are refused by name, as a path and as a name: $value",
    ({ value }) => {
      const asPath = compile({ below: value, table: "t", note: "n" });
      const asName = compile({ below: "", table: `${value}/x`, note: "n" });
      const ok = [asPath.ok && !value.startsWith("arn:"), asName.ok];
      expect(ok).toEqual([false, false]);
    },
  );

  test.each(["__proto__", "constructor", "toString"])("a parameter called %s is none of the template", (name) => {
    const parameters = JSON.parse(`{"table":"t","note":"n","${name}":"x"}`) as { readonly [name: string]: string };
    expect(compile(parameters)).toMatchObject({
      ok: false,
      error: { problems: [`Cannot use the parameter "${name}": the template has none of that name`] },
    });
  });

  test("what must be given is asked for by name", () => {
    expect(compile({ note: "n" })).toMatchObject({
      ok: false,
      error: { problems: ['Cannot use the parameter "table": it has to be given'] },
    });
  });
});
