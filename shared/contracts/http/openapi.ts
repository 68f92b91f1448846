import * as z from "zod";
import type { RouteContract } from "#shared/contracts/http/route.ts";
import type { Json, JsonObject } from "#shared/kernel/json.ts";

/** The problem+json body of every refusal (RFC 9457, with our additions). */
export const ProblemBody = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    pointer: z.string().optional(),
    remedy: z.string().optional(),
    requestId: z.string(),
  })
  .meta({ id: "Problem" });

/** The OpenAPI 3.1 description of these routes: JSON Schema 2020-12 as zod writes it, components by name. */
export function openApiOf(contracts: readonly RouteContract[], version: string): JsonObject {
  const components: Components = new Map();
  const paths: Record<string, Record<string, Json>> = {};
  for (const contract of contracts) {
    paths[contract.path] = {
      ...paths[contract.path],
      [contract.method.toLowerCase()]: operationOf(contract, components),
    };
  }
  referenceTo(ProblemBody, { components, io: "output" });
  return {
    openapi: "3.1.0",
    info: {
      title: "Tollgate",
      version,
      description: "Who may touch what, does everything follow the rules, and what does each workload cost.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/" }],
    security: [{ bearer: [] }],
    paths,
    components: {
      schemas: Object.fromEntries([...components].toSorted(([left], [right]) => (left < right ? -1 : 1))),
      securitySchemes: { bearer: { type: "http", scheme: "bearer", bearerFormat: "JWT" } },
    },
  };
}

type Components = Map<string, Json>;
type Direction = { readonly components: Components; readonly io: "input" | "output" };

function operationOf(contract: RouteContract, components: Components): JsonObject {
  const input = { components, io: "input" } as const;
  const output = { components, io: "output" } as const;
  const good = Object.entries(contract.answers).map(([status, schema]) => [
    status,
    { description: "As asked", content: { "application/json": { schema: referenceTo(schema, output) } } },
  ]);
  return {
    operationId: contract.operation,
    summary: contract.summary,
    ...(contract.open === true ? { security: [] } : {}),
    ...(contract.roles === undefined ? {} : { description: `Open to: ${contract.roles.join(", ")}` }),
    parameters: [
      ...pathParameters(contract, input),
      ...queryParameters(contract, input),
      ...headerParameters(contract),
    ],
    ...(contract.body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: { "application/json": { schema: referenceTo(contract.body, input) } },
          },
        }),
    responses: { ...Object.fromEntries(good), ...problems(contract) },
  };
}

function problems(contract: RouteContract): JsonObject {
  const told = Object.entries(contract.problems ?? {}).map(([status, description]) => [
    status,
    problemAnswer(description),
  ]);
  return {
    ...Object.fromEntries(told),
    default: problemAnswer("Refused, with what was wrong and what would be right"),
  };
}

const problemAnswer = (description: string): JsonObject => ({
  description,
  content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
});

function pathParameters(contract: RouteContract, direction: Direction): readonly JsonObject[] {
  const named = [...contract.path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name ?? "");
  const schemas = propertiesOf(contract.params, direction);
  return named.map((name) => ({
    name,
    in: "path",
    required: true,
    schema: schemas.properties[name] ?? { type: "string" },
  }));
}

function queryParameters(contract: RouteContract, direction: Direction): readonly JsonObject[] {
  const { properties, required } = propertiesOf(contract.query, direction);
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: "query",
    required: required.includes(name),
    schema,
  }));
}

function headerParameters({ headers = {} }: RouteContract): readonly JsonObject[] {
  const about: Record<string, string> = {
    "idempotency-key": "A value of your own; the same again when you retry, and the same answer comes back",
    "if-match": "The revision you saw, in quotes",
  };
  return Object.entries(headers).map(([name, need]) => ({
    name: name === "if-match" ? "If-Match" : "Idempotency-Key",
    in: "header",
    required: need === "required",
    description: about[name] ?? "",
    schema: { type: "string" },
  }));
}

function propertiesOf(
  schema: z.ZodType | undefined,
  direction: Direction,
): { properties: Record<string, Json>; required: readonly string[] } {
  if (schema === undefined) return { properties: {}, required: [] };
  const { properties = {}, required = [] } = schemaOf(schema, direction) as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return { properties, required };
}

/** A `$ref` for a schema with an id of its own, else the schema itself. */
function referenceTo(schema: z.ZodType, direction: Direction): Json {
  const { id } = schema.meta() ?? {};
  if (typeof id !== "string") return schemaOf(schema, direction);
  if (!direction.components.has(id)) direction.components.set(id, schemaOf(schema, direction));
  return { $ref: `#/components/schemas/${id}` };
}

/** JSON Schema of one zod schema; what it names inside moves to the components. */
function schemaOf(schema: z.ZodType, { components, io }: Direction): Json {
  const written = z.toJSONSchema(schema, { io, unrepresentable: "any", reused: "inline", cycles: "ref" }) as Record<
    string,
    Json
  >;
  const { $schema: _, $defs = {}, id: __, ...own } = written;
  for (const [name, definition] of Object.entries($defs as Record<string, Json>)) {
    if (!components.has(name)) components.set(name, pointedAtComponents(definition));
  }
  return pointedAtComponents(own);
}

function pointedAtComponents(value: Json): Json {
  if (Array.isArray(value)) return value.map((each: Json) => pointedAtComponents(each));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value as JsonObject)
      .filter(([key]) => key !== "id" || typeof (value as JsonObject)[key] !== "string")
      .map(([key, member]) =>
        key === "$ref" && typeof member === "string"
          ? [key, member.replace("#/$defs/", "#/components/schemas/")]
          : [key, pointedAtComponents(member)],
      ),
  );
}
