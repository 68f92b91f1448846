import { Validator } from "@seriousme/openapi-schema-validator";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { EVERY_CONTRACT } from "#shared/contracts/http/every-contract.ts";
import { LOCAL_CONTRACTS } from "#shared/contracts/http/local.ts";
import { openApiOf } from "#shared/contracts/http/openapi.ts";
import type { Json } from "#shared/kernel/json.ts";

type Parameter = { readonly name: string; readonly in: string; readonly required: boolean; readonly schema: object };
type Operation = {
  readonly operationId: string;
  readonly parameters: readonly Parameter[];
  readonly responses: { readonly [status: string]: { readonly content: { readonly [type: string]: unknown } } };
};
type Description = {
  readonly paths: { readonly [path: string]: { readonly [method: string]: Operation } };
  readonly components: { readonly schemas: { readonly [name: string]: Json } };
};

/** As a client reads it: through JSON. */
const describedBy = (contracts: Parameters<typeof openApiOf>[0]): Description =>
  JSON.parse(JSON.stringify(openApiOf(contracts, "1.2.3")));

const HOSTS = [
  { host: "every host", contracts: EVERY_CONTRACT },
  { host: "the laptop host", contracts: [...EVERY_CONTRACT, ...LOCAL_CONTRACTS] },
];

/** Every member of every object inside, with where it is. */
function* members(
  value: Json,
  at = "#",
): Generator<{ readonly key: string; readonly value: Json; readonly at: string }> {
  if (value === null || typeof value !== "object") return;
  for (const [key, member] of Object.entries(value) as [string, Json][]) {
    yield { key, value: member, at: `${at}/${key}` };
    yield* members(member, `${at}/${key}`);
  }
}

describe.each(HOSTS)("the description of $host", ({ contracts }) => {
  const description = describedBy(contracts);
  const operations = Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  const inside = [...members(description as unknown as Json)];

  test("is valid OpenAPI 3.1", async () => {
    const validator = new Validator();
    const outcome = await validator.validate(JSON.parse(JSON.stringify(description)));
    expect(outcome).toMatchObject({ valid: true });
    expect(validator.version).toBe("3.1");
  });

  test("leads every reference to something that is there", () => {
    const known = new Set(Object.keys(description.components.schemas).map((name) => `#/components/schemas/${name}`));
    const references = inside.filter(({ key, value }) => key === "$ref" && typeof value === "string");
    expect(references.length).toBeGreaterThan(50);
    expect(references.filter(({ value }) => !known.has(String(value)))).toEqual([]);
  });

  test("says what each schema is, never only that it is itself", () => {
    const hollow = Object.entries(description.components.schemas).filter(
      ([, schema]) => Object.keys(schema as object).join() === "$ref",
    );
    expect(hollow).toEqual([]);
  });

  test("keeps no $schema, $id or $defs inside: they would change what a reference means", () => {
    expect(
      inside.filter(({ key }) => ["$schema", "$id", "$defs", "$anchor"].includes(key)).map(({ at }) => at),
    ).toEqual([]);
  });

  test("has an operation per contract, each with a name of its own", () => {
    expect(operations).toHaveLength(contracts.length);
    expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(contracts.length);
  });

  test("declares every parameter of every path, required and with its schema", () => {
    for (const { path, operation } of operations) {
      const declared = operation.parameters.filter((parameter) => parameter.in === "path");
      const named = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name);
      expect(declared.map(({ name }) => name)).toEqual(named);
      expect(declared.every(({ required, schema }) => required && Object.keys(schema).length > 0)).toBe(true);
    }
  });

  test("says of every operation how a refusal looks", () => {
    for (const { operation } of operations) {
      const refusals = Object.entries(operation.responses).filter(([status]) => !status.startsWith("2"));
      expect(refusals.map(([status]) => status)).toContain("default");
      for (const [, { content }] of refusals) expect(Object.keys(content)).toEqual(["application/problem+json"]);
    }
  });

  test("names no schema that nothing refers to", () => {
    const used = new Set(
      inside.filter(({ key }) => key === "$ref").map(({ value }) => String(value).split("/").at(-1)),
    );
    expect(Object.keys(description.components.schemas).filter((name) => !used.has(name))).toEqual([]);
  });
});

describe("the description of one route", () => {
  const one = (contract: Partial<(typeof EVERY_CONTRACT)[number]>) =>
    describedBy([
      { method: "GET", path: "/v1/things", operation: "listThings", summary: "List things", answers: {}, ...contract },
    ]).paths["/v1/things"];

  test("asks for no token where the route is open, and for one everywhere else", () => {
    expect(one({ open: true })?.["get"]).toMatchObject({ security: [] });
    expect(one({})?.["get"]).not.toHaveProperty("security");
  });

  test("describes any JSON as any JSON, wherever it lies", () => {
    const answers = { 200: z.strictObject({ one: z.json(), many: z.array(z.json()) }).meta({ id: "Anything" }) };
    const { schemas } = describedBy([
      { method: "GET", path: "/v1/things", operation: "listThings", summary: "List things", answers },
      { method: "GET", path: "/v1/thing", operation: "getThing", summary: "Get one", answers: { 200: z.json() } },
    ]).components;
    expect(schemas["Anything"]).toMatchObject({ properties: { one: {}, many: { items: {} } } });
    expect(Object.keys(schemas)).toEqual(["Anything", "Problem"]);
  });

  test("refuses a schema that holds itself and has no name by which to refer to it", () => {
    type Tree = { readonly [branch: string]: Tree };
    const tree: z.ZodType<Tree> = z.lazy(() => z.record(z.string(), tree));
    expect(() => one({ answers: { 200: z.strictObject({ tree }) } })).toThrow("Cannot describe a schema");
  });

  test("names the headers that a call must send", () => {
    const operation = one({ headers: { "if-match": "required", "idempotency-key": "optional" } })?.["get"];
    expect(operation?.parameters).toMatchObject([
      { name: "If-Match", in: "header", required: true },
      { name: "Idempotency-Key", in: "header", required: false },
    ]);
  });
});
