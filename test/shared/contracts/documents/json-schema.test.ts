import { describe, expect, test } from "vitest";
import { parse } from "yaml";

import { DOCUMENT_KINDS } from "#shared/catalog/documents/document.ts";
import { jsonSchema } from "#shared/contracts/documents/json-schema.ts";
import { KINDS } from "#shared/contracts/documents/kinds.ts";
import { skeleton } from "#shared/contracts/documents/skeleton.ts";
import type { Json, JsonObject } from "#shared/kernel/json.ts";
import { checkOf } from "#test/support/check-governance.ts";
import { readText, said } from "#test/support/documents.ts";
import { schemaFaults } from "#test/support/schema-faults.ts";
import { SMALL_GOVERNANCE } from "#test/support/small-governance.ts";

const schema = jsonSchema();

const kindSchemas = DOCUMENT_KINDS.map((kind) => [kind, KINDS[kind].schema] as const);

const propertiesOf = (of: JsonObject): readonly (readonly [string, JsonObject])[] =>
  Object.entries((of["properties"] ?? {}) as { readonly [key: string]: JsonObject });

const requiredOf = (of: JsonObject): readonly string[] => (of["required"] ?? []) as readonly string[];

const exampleOf = (of: JsonObject): Json => {
  const own = (of["examples"] as readonly Json[] | undefined)?.[0];
  if (own !== undefined) return own;
  const [first] = of["anyOf"] as readonly JsonObject[];
  return first === undefined ? "" : exampleOf(first);
};

describe("the JSON Schema for editors", () => {
  test("says one kind after the other by if and then, so that an editor names the field", () => {
    const branches = schema["allOf"] as readonly JsonObject[];
    expect(branches).toHaveLength(14);
    expect(branches.every((branch) => "if" in branch && "then" in branch)).toBe(true);
    expect(JSON.stringify(schema)).not.toContain('oneOf":[');
  });

  test.each(kindSchemas)("has a title and an example for every key of %s", (_, of) => {
    for (const [key, property] of propertiesOf(of)) {
      expect(property["title"], key).toMatch(/^\S/);
      expect(property["examples"], key).toHaveLength(1);
    }
  });

  test.each(kindSchemas)("gives examples for %s that the reader reads and the schema accepts", (kind, of) => {
    const fields = propertiesOf(of).filter(([key]) => requiredOf(of).includes(key));
    const example = Object.fromEntries(fields.map(([key, property]) => [key, exampleOf(property)]));
    const whole: JsonObject = { ...example, kind, ...EXTRA[kind] };
    const read = readText(JSON.stringify(whole));
    expect(said(read.problems)).toEqual([]);
    expect(schemaFaults(schema, whole)).toEqual([]);
  });

  test.each(kindSchemas)("gives an example of every optional key of %s that can be read", (kind, of) => {
    const required = propertiesOf(of).filter(([key]) => requiredOf(of).includes(key));
    const base = { ...Object.fromEntries(required.map(([key, each]) => [key, exampleOf(each)])), kind, ...EXTRA[kind] };
    for (const [key, property] of propertiesOf(of)) {
      if (requiredOf(of).includes(key) || key in base || (kind === "Policy" && key === "retention")) continue;
      const whole = { ...base, [key]: exampleOf(property) } as JsonObject;
      if (kind === "AllocationRule" && key === "match") delete (whole as { pool?: Json }).pool;
      expect(said(readText(JSON.stringify(whole)).problems), key).toEqual([]);
    }
  });

  test("accepts the documents that load, as an editor parses them", () => {
    for (const { text } of SMALL_GOVERNANCE) {
      for (const document of text.split("---\n")) expect(schemaFaults(schema, parse(document) as Json)).toEqual([]);
    }
  });

  test.each([
    {
      because: "a misspelt key",
      document: { kind: "Team", id: "x", members: ["a"], lead: "b", dataOwners: "c", mial: "x" },
      at: "/mial",
    },
    { because: "a missing key", document: { kind: "Team", id: "x", members: ["a"], lead: "b" }, at: "/dataOwners" },
    { because: "a wrong word", document: { kind: "Tema", id: "x" }, at: "/kind" },
    {
      because: "an ISO duration",
      document: { kind: "Dataset", id: "x", classification: "internal", tier: 1, at: {}, freshness: "PT4H" },
      at: "/freshness",
    },
  ])("refuses $because at its key", ({ document, at }) => {
    expect(schemaFaults(schema, document)).toContain(at);
  });
});

/** What a kind needs that depends on another of its fields. */
const EXTRA: { readonly [kind: string]: JsonObject } = {
  Policy: { type: "tagging", tagging: { tags: { Workload: { refersTo: "workload" } } } },
  Route: { digest: "0 9 * * 1" },
  AllocationRule: { pool: "support" },
};

describe("a skeleton", () => {
  const context = { account: "data-prod", classification: "restricted" };

  test.each([
    { kind: "dataset" as const, name: "sales.refunds", folder: "teams/orders", context },
    {
      kind: "workload" as const,
      name: "refunds-etl",
      folder: "teams/orders",
      context: { ...context, writes: "sales.orders" },
    },
    { kind: "workload" as const, name: "refunds-etl", folder: "elsewhere", context: { ...context, team: "orders" } },
    {
      kind: "dataset" as const,
      name: "123",
      folder: "elsewhere",
      context: { ...context, team: "orders", place: "glue:a.b" },
    },
  ])("of a $kind loads as it is in $folder", ({ kind, name, folder, context: known }) => {
    const outcome = checkOf([...SMALL_GOVERNANCE, { path: `${folder}/new.yaml`, text: skeleton(kind, name, known) }]);
    expect(said(outcome.problems)).toEqual([]);
    expect(outcome.count).toBe(14);
  });

  test("with a name that is no id says what would be one", () => {
    const text = skeleton("dataset", "Sales Refunds", context);
    expect(said(readText(text).problems)[0]).toMatch(/^2:5 id Cannot read "Sales Refunds": an id is lower case/);
  });
});
