import fc from "fast-check";
import type { Json } from "#shared/kernel/json.ts";

/** The part of JSON Schema that zod writes. */
export type JsonSchema = {
  readonly $ref?: string;
  readonly $defs?: { readonly [name: string]: JsonSchema };
  readonly type?: string;
  readonly const?: Json;
  readonly enum?: readonly Json[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly properties?: { readonly [name: string]: JsonSchema };
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly propertyNames?: JsonSchema;
  readonly items?: JsonSchema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
};

/** A schema that names itself is followed so far. */
const DEEPEST = 12;

/**
 * Values that satisfy a schema and mean nothing: `words` are what its free texts are taken from, half the
 * time, so that some of them name things that exist.
 */
export function satisfying(schema: JsonSchema, words: fc.Arbitrary<string>, deep = 0): fc.Arbitrary<Json> {
  const { $defs = {}, $ref } = schema;
  const of: Satisfying = (inner) => satisfying({ ...inner, $defs }, words, deep + 1);
  if ($ref !== undefined) return deep > DEEPEST ? fc.constant(null) : of($defs[$ref.replace("#/$defs/", "")] ?? {});
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  return choices === undefined ? ofType(schema, words, of) : fc.oneof(...choices.map(of));
}

type Satisfying = (inner: JsonSchema) => fc.Arbitrary<Json>;

function ofType(schema: JsonSchema, words: fc.Arbitrary<string>, of: Satisfying): fc.Arbitrary<Json> {
  switch (schema.type) {
    case "string":
      return textOf(schema, words);
    case "integer":
      return fc.integer({
        min: Math.max(least(schema), -(2 ** 31)),
        max: Math.min(schema.maximum ?? 2 ** 31, 2 ** 31),
      });
    case "number":
      return fc.double({ min: least(schema), max: schema.maximum ?? 1e300, noNaN: true });
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    case "array":
      return fc.array(of(schema.items ?? {}), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 3, 3),
      });
    case "object":
      return objectOf(schema, of);
    default:
      return fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>;
  }
}

const least = ({ minimum, exclusiveMinimum }: JsonSchema): number =>
  minimum ?? (exclusiveMinimum === undefined ? -(2 ** 31) : exclusiveMinimum + 1);

function textOf({ pattern, minLength = 0, maxLength = 200 }: JsonSchema, words: fc.Arbitrary<string>) {
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern), { maxLength: 60 });
  const fits = (text: string): boolean => text.length >= minLength && text.length <= maxLength;
  const free = fc.string({ minLength, maxLength: Math.min(maxLength, 200), unit: "binary" });
  return fc.oneof(words.filter(fits), words.filter(fits), free);
}

function objectOf(schema: JsonSchema, of: Satisfying): fc.Arbitrary<Json> {
  const { properties = {}, required = [], additionalProperties } = schema;
  const members = Object.fromEntries(Object.entries(properties).map(([name, inner]) => [name, of(inner)]));
  const known = fc.record(members, {
    requiredKeys: required.filter((name) => name in members),
  }) as fc.Arbitrary<object>;
  if (typeof additionalProperties !== "object") return known as fc.Arbitrary<Json>;
  const more = fc.dictionary(
    of(schema.propertyNames ?? { type: "string", minLength: 1, maxLength: 20 }).map(String),
    of(additionalProperties),
    { maxKeys: 3 },
  );
  return fc.tuple(known, more).map(([one, other]) => ({ ...other, ...one })) as fc.Arbitrary<Json>;
}
