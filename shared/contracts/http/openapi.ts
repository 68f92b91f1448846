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
  schemaOf(ProblemBody, { components, io: "output" });
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
    {
      description: "As asked",
      content: { [contract.answerType ?? "application/json"]: { schema: schemaOf(schema, output) } },
    },
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
            content: { "application/json": { schema: schemaOf(contract.body, input) } },
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

/**
 * JSON Schema of one zod schema. What has an id of its own moves to the components, and is referred to.
 *
 * @throws Error for a schema that holds itself without an id: nothing could refer to it
 */
function schemaOf(schema: z.ZodType, { components, io }: Direction): Json {
  const written = z.toJSONSchema(schema, { io, unrepresentable: "any", reused: "inline", cycles: "ref" });
  const { $schema: _, $defs = {}, ...own } = written as JsonObject & { readonly $defs?: Definitions };
  if (isAnyJson(own, "#")) return {};
  const pointed = (value: Json): Json => pointedAtComponents(value, $defs);
  for (const [name, definition] of Object.entries($defs)) {
    if (!(components.has(name) || isAnyJson(definition, `#/$defs/${name}`))) components.set(name, pointed(definition));
  }
  return pointed(own);
}

type Definitions = { readonly [name: string]: Json };

/** Whether `value`, which lies at `place`, is what zod writes for any JSON value: a union that holds itself. */
const isAnyJson = (value: Json, place: string): boolean =>
  JSON.stringify((value as { readonly anyOf?: Json } | null)?.anyOf)?.includes(
    `{"type":"array","items":{"$ref":"${place}"}}`,
  ) === true;

function pointedAtComponents(value: Json, definitions: Definitions): Json {
  if (Array.isArray(value)) return value.map((each: Json) => pointedAtComponents(each, definitions));
  if (value === null || typeof value !== "object") return value;
  const { $ref: place, ...rest } = value as JsonObject;
  const inside = Object.fromEntries(
    Object.entries(rest).map(([key, member]) => [key, pointedAtComponents(member, definitions)]),
  );
  return typeof place === "string" ? { ...referenceAt(place, definitions), ...inside } : inside;
}

function referenceAt(place: string, definitions: Definitions): JsonObject {
  const name = place.replace("#/$defs/", "");
  if (isAnyJson(definitions[name] ?? null, place)) return {};
  if (name.startsWith("#") || name.startsWith("__")) {
    throw new Error(`Cannot describe a schema that holds itself at "${place}": it has no id`);
  }
  return { $ref: `#/components/schemas/${name}` };
}
