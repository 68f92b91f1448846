import { createHash } from "node:crypto";
import * as z from "zod";
import { StoredEvent } from "#shared/contracts/events/stored-event.ts";
import { StoredSeal } from "#shared/contracts/stored/seal.ts";
import { canonicalJson, type Json, type JsonObject } from "#shared/kernel/json.ts";
import { RECORD_KINDS } from "#test/docs/record-kinds.ts";

/** One stored shape: its version, a digest of the JSON Schema of what lies in the table, and what is in there by name. */
export type StoredShape = { readonly version: number; readonly schema: string; readonly members: readonly string[] };
export type StoredShapes = { readonly [kind: string]: StoredShape };

/** The shape of what `schema` reads, before it is read. */
export function shapeOf(version: number, schema: z.ZodType): StoredShape {
  const { $schema: _, ...written } = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as JsonObject;
  const digest = createHash("sha256")
    .update(canonicalJson(unordered(written)))
    .digest("hex");
  return { version, schema: digest, members: [...new Set(membersOf(written, ""))].toSorted() };
}

/** The schema with what must be there in no order, so that to move a line is no change of shape. */
function unordered(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(unordered);
  if (schema === null || typeof schema !== "object") return schema;
  return Object.fromEntries(
    Object.entries(schema as JsonObject).map(([key, inner]) => [
      key,
      key === "required" && Array.isArray(inner) ? inner.toSorted() : unordered(inner),
    ]),
  );
}

/** The names within a schema, as paths: `approvals[].by`. */
function membersOf(schema: Json, at: string): readonly string[] {
  if (schema === null || typeof schema !== "object") return [];
  if (Array.isArray(schema)) return schema.flatMap((each: Json) => membersOf(each, at));
  const {
    properties = {},
    items = null,
    additionalProperties = null,
    anyOf = null,
    oneOf = null,
    $defs = {},
  } = schema as JsonObject;
  const named = Object.entries(properties as JsonObject).flatMap(([name, inner]) => [
    `${at}${name}`,
    ...membersOf(inner, `${at}${name}.`),
  ]);
  const inside = [items, additionalProperties].flatMap((inner) => membersOf(inner, `${at.replace(/\.$/, "")}[].`));
  const parts = Object.entries($defs as JsonObject).flatMap(([name, inner]) => membersOf(inner, `${name}.`));
  return [...named, ...inside, ...parts, ...membersOf(anyOf, at), ...membersOf(oneOf, at)];
}

/** What the code of today reads: every kind of aggregate, and the two that are no aggregates, at version 1 for ever. */
export const storedShapes = (): StoredShapes =>
  Object.fromEntries(
    [
      ...RECORD_KINDS.map(({ kind, schema }) => [kind.name, shapeOf(kind.version, schema)] as const),
      ["event", shapeOf(1, StoredEvent)] as const,
      ["seal", shapeOf(1, StoredSeal)] as const,
    ].toSorted(([left], [right]) => (left < right ? -1 : 1)),
  );

/**
 * What must be done about shapes that are not as they were recorded, a sentence each; nothing when all is well.
 * A shape that changed under its old version would be read as it never was written.
 */
export const shapeFaults = (recorded: StoredShapes, now: StoredShapes): readonly string[] =>
  Object.entries(recorded).flatMap(([kind, before]) => {
    const after = now[kind];
    if (after === undefined)
      return [`The stored shape "${kind}" is gone: keep its kind, or nothing reads what is stored of it`];
    if (after.version < before.version)
      return [`The stored shape "${kind}" went back from version ${before.version} to ${after.version}`];
    if (before.schema === after.schema || after.version > before.version) return [];
    return [
      `The stored shape "${kind}" changed (${movedWords(before, after)}) and its version did not: raise version to ${before.version + 1} in its RecordKind, ` +
        `write migrations[${before.version}], then npm run docs`,
    ];
  });

function movedWords(before: StoredShape, after: StoredShape): string {
  const only = (one: StoredShape, other: StoredShape) => one.members.filter((name) => !other.members.includes(name));
  const words = [
    ...only(after, before).map((name) => `${name} came`),
    ...only(before, after).map((name) => `${name} went`),
  ];
  return words.length === 0 ? "what its members may be" : words.join(", ");
}
