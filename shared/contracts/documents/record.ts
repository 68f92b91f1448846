import { didYouMean } from "#shared/catalog/did-you-mean.ts";
import { notAMap } from "#shared/contracts/documents/collections.ts";
import { type MapEntry, type MapNode, pointerTo, type TextNode } from "#shared/contracts/documents/node.ts";
import { quoted } from "#shared/contracts/documents/problem.ts";
import { asScalar, complain, inside, type Place, type Shape } from "#shared/contracts/documents/shape.ts";
import type { Json, JsonObject } from "#shared/kernel/json.ts";

export type Field<Value, Required extends boolean = boolean> = {
  readonly shape: Shape<Value>;
  readonly required: Required;
  readonly about: string;
  readonly example: Json;
  /** The step of its pointer in the parsed form, where that is another word. */
  readonly step?: string;
};

export const required = <Value>(shape: Shape<Value>, about: string, example: Json): Field<Value, true> => ({
  shape,
  required: true,
  about,
  example,
});

export const optional = <Value>(shape: Shape<Value>, about: string, example: Json): Field<Value, false> => ({
  shape,
  required: false,
  about,
  example,
});

export type Fields = { readonly [key: string]: Field<unknown> };

type FieldValue<Each> = Each extends Field<infer Value> ? Value : never;
type RequiredKeys<Of extends Fields> = { [Key in keyof Of]: Of[Key]["required"] extends true ? Key : never }[keyof Of];

/** What a record of these fields answers. */
export type RecordOf<Of extends Fields> = { readonly [Key in RequiredKeys<Of>]: FieldValue<Of[Key]> } & {
  readonly [Key in Exclude<keyof Of, RequiredKeys<Of>>]?: FieldValue<Of[Key]>;
};

type RecordWords = {
  /** In messages: `Cannot read "teir" in a Dataset`. */
  readonly thing: string;
  /** Keys that must not be, with the reason. */
  readonly forbidden?: { readonly [key: string]: string };
  /**
   * A document is answered without an optional field that cannot be read, so that the rest of it is
   * still checked beside the others. A part of it is not: a selector without one of its keys is wider,
   * and so is one with a key that nobody understood.
   */
  readonly partly?: true;
};

/** A map with known keys. An unknown one is an error; a misspelt one is read as what it was meant to be. */
export function record<Of extends Fields>(fields: Of, words: RecordWords): Shape<RecordOf<Of>> {
  return {
    schema: recordSchema(fields),
    read(node, place) {
      if (node.kind !== "map") return notAMap(node, place, `the keys of ${words.thing}`);
      const read = readFields(node, { fields, words, place });
      // Each value was read by the shape of its own key.
      return isWhole(read, { fields, words, place }) ? (read.values as RecordOf<Of>) : undefined;
    },
  };
}

type Read = { readonly values: { readonly [key: string]: unknown }; readonly strange: boolean };

function readFields(node: MapNode, reading: Reading): Read {
  const entries = fieldEntries(node, reading);
  const values: { [key: string]: unknown } = {};
  for (const [key, field] of Object.entries(reading.fields)) {
    const entry = entries.get(key);
    const one = { key, field, place: reading.place };
    if (entry === undefined) missing(node, one, reading.words.thing);
    const value = entry === undefined ? undefined : readField(entry, one);
    if (value !== undefined) values[key] = value;
  }
  return { values, strange: entries.size < node.entries.length };
}

function isWhole({ values, strange }: Read, { fields, words, place }: Reading): boolean {
  if (strange && words.partly !== true) return false;
  return Object.entries(fields).every(([key, field]) => {
    if (values[key] !== undefined) return true;
    const written = place.positions.has(pointerTo(place.pointer, field.step ?? key));
    return !field.required && (words.partly === true || !written);
  });
}

type OneField = { readonly key: string; readonly field: Field<unknown>; readonly place: Place };

const readField = ({ value }: MapEntry, { key, field, place }: OneField): unknown =>
  field.shape.read(value, inside(place, field.step ?? key, value.range));

function missing(node: MapNode, { key, field, place }: OneField, thing: string): void {
  if (!field.required) return;
  const example = typeof field.example === "string" ? asScalar(field.example) : JSON.stringify(field.example);
  complain(
    { ...place, pointer: `${place.pointer}/${key}` },
    {
      range: { from: node.range.from, to: node.range.from },
      code: "missing-key",
      message: `Cannot read ${thing} without ${quoted(key)}: write it, such as ${key}: ${example}`,
    },
  );
}

type Reading = { readonly fields: Fields; readonly words: RecordWords; readonly place: Place };

/** The entries by the field they are, or were meant to be. */
function fieldEntries(node: MapNode, reading: Reading): ReadonlyMap<string, MapEntry> {
  const found = new Map<string, MapEntry>();
  const strange: MapEntry[] = [];
  for (const entry of node.entries) {
    if (Object.hasOwn(reading.fields, entry.key.text)) found.set(entry.key.text, entry);
    else strange.push(entry);
  }
  for (const entry of strange) {
    const meant = strangeKey(entry.key, reading, found);
    if (meant !== undefined) found.set(meant, entry);
  }
  return found;
}

function strangeKey(
  key: TextNode,
  { fields, words, place }: Reading,
  found: ReadonlyMap<string, MapEntry>,
): string | undefined {
  const here = inside(place, key.text, key.range);
  const reason =
    words.forbidden !== undefined && Object.hasOwn(words.forbidden, key.text) ? words.forbidden[key.text] : undefined;
  const opening = `Cannot read ${quoted(key.text)} in ${words.thing}`;
  if (reason !== undefined)
    return complain(here, { range: key.range, code: "forbidden-key", message: `${opening}: ${reason}` });
  const meant = meantKey(key.text, Object.keys(fields));
  const free = meant !== undefined && !found.has(meant);
  const answer = free ? `did you mean ${quoted(meant)}` : noSuchKey(fields, words);
  complain(here, {
    range: key.range,
    code: "unknown-key",
    message: `${opening}: ${answer}`,
    ...(free ? { fix: { ...key.range, text: asScalar(meant) } } : {}),
  });
  return free ? meant : undefined;
}

const noSuchKey = (fields: Fields, { partly }: RecordWords): string =>
  partly === true
    ? "there is no such key; notes of other tools belong under annotations"
    : `its keys are ${Object.keys(fields).join(", ")}`;

/** Words that people bring from other tools; nearness of letters does not find them. */
const SYNONYMS: ReadonlyMap<string, string> = new Map([
  ["class", "classification"],
  ["dataclassification", "classification"],
  ["env", "environment"],
  ["costcentre", "costCenter"],
]);

function meantKey(found: string, keys: readonly string[]): string | undefined {
  const bare = found.toLowerCase().replace(/[^a-z0-9]/g, "");
  const same = keys.find((key) => key.toLowerCase() === bare);
  const synonym = SYNONYMS.get(bare);
  if (same !== undefined) return same;
  return synonym !== undefined && keys.includes(synonym) ? synonym : didYouMean(found, keys);
}

function recordSchema(fields: Fields): JsonObject {
  const properties = Object.entries(fields).map(([key, { shape, about, example }]): [string, Json] => [
    key,
    { ...shape.schema, title: about, examples: [example] },
  ]);
  const needed = Object.entries(fields).flatMap(([key, field]) => (field.required ? [key] : []));
  return {
    type: "object",
    properties: Object.fromEntries(properties),
    ...(needed.length === 0 ? {} : { required: needed }),
    additionalProperties: false,
  };
}
