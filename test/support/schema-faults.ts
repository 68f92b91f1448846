import type { Json, JsonObject } from "#shared/kernel/json.ts";

const isObject = (value: Json): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const TYPES: { readonly [type: string]: (value: Json) => boolean } = {
  object: isObject,
  array: (value) => Array.isArray(value),
  string: (value) => typeof value === "string",
  number: (value) => typeof value === "number",
  integer: (value) => Number.isInteger(value),
  boolean: (value) => typeof value === "boolean",
};

/** The pointers at which a value does not fit a JSON Schema: as much of draft 7 as our own schema uses. */
export function schemaFaults(schema: JsonObject, value: Json, at = ""): readonly string[] {
  const own = RULES.some((fits) => !fits(schema, value)) ? [at] : [];
  return [...own, ...inObject(schema, value, at), ...inArray(schema, value, at), ...combined(schema, value, at)];
}

const list = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? (value as readonly Json[]) : []);

const RULES: readonly ((schema: JsonObject, value: Json) => boolean)[] = [
  ({ type }, value) => type === undefined || [type].flat().some((each) => TYPES[String(each)]?.(value) === true),
  (schema, value) => schema["enum"] === undefined || list(schema["enum"]).includes(value),
  (schema, value) => schema["const"] === undefined || schema["const"] === value,
  ({ pattern }, value) =>
    pattern === undefined || typeof value !== "string" || new RegExp(String(pattern), "u").test(value),
  ({ minItems }, value) => minItems === undefined || !Array.isArray(value) || value.length >= Number(minItems),
];

function inObject(schema: JsonObject, value: Json, at: string): readonly string[] {
  if (!isObject(value)) return [];
  const properties = (schema["properties"] ?? {}) as { readonly [key: string]: JsonObject };
  const more = schema["additionalProperties"];
  const missing = list(schema["required"]).filter((key) => !Object.hasOwn(value, String(key)));
  const inside = Object.entries(value).flatMap(([key, member]) => {
    if (Object.hasOwn(properties, key)) return schemaFaults(properties[key] ?? {}, member, `${at}/${key}`);
    if (more === false) return [`${at}/${key}`];
    return more === undefined || more === true ? [] : schemaFaults(more as JsonObject, member, `${at}/${key}`);
  });
  return [...missing.map((key) => `${at}/${String(key)}`), ...inside];
}

const inArray = (schema: JsonObject, value: Json, at: string): readonly string[] =>
  Array.isArray(value) && schema["items"] !== undefined
    ? value.flatMap((item: Json, index) => schemaFaults(schema["items"] as JsonObject, item, `${at}/${index}`))
    : [];

function combined(schema: JsonObject, value: Json, at: string): readonly string[] {
  const any = list(schema["anyOf"]) as readonly JsonObject[];
  const none = any.length > 0 && any.every((each) => schemaFaults(each, value).length > 0) ? [at] : [];
  const all = (list(schema["allOf"]) as readonly JsonObject[]).flatMap((each) => schemaFaults(each, value, at));
  const applies = schema["if"] !== undefined && schemaFaults(schema["if"] as JsonObject, value).length === 0;
  return [...none, ...all, ...(applies ? schemaFaults(schema["then"] as JsonObject, value, at) : [])];
}
