import type { Json, JsonObject } from "#shared/kernel/json.ts";

/** One schema for a map that may have either's keys: required where both require, and where they differ, either. */
export function mergedSchema(left: JsonObject, right: JsonObject): JsonObject {
  const [ours, theirs] = [propertiesOf(left), propertiesOf(right)];
  const properties = Object.entries({ ...theirs, ...ours }).map(([key, schema]): [string, Json] => {
    const [our, their] = [ours[key], theirs[key]];
    const same = our === undefined || their === undefined || JSON.stringify(our) === JSON.stringify(their);
    return [key, same ? schema : { anyOf: [our, their], title: our["title"] ?? "", examples: our["examples"] ?? [] }];
  });
  const needed = requiredOf(left).filter((key) => requiredOf(right).includes(key));
  return { ...left, properties: Object.fromEntries(properties), required: needed };
}

const propertiesOf = (schema: JsonObject) => (schema["properties"] ?? {}) as { readonly [key: string]: JsonObject };

const requiredOf = (schema: JsonObject) => (schema["required"] ?? []) as readonly string[];
