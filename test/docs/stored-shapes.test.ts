import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { RECORD_KINDS } from "#test/docs/record-kinds.ts";
import { recordedShapes } from "#test/docs/reference-files.ts";
import { type StoredShapes, shapeFaults, shapeOf, storedShapes } from "#test/docs/stored-shapes.ts";

const STORAGE = new URL("../../shared/storage/", import.meta.url);

describe("the stored shapes", () => {
  test("are all here: every RecordKind of shared/storage", () => {
    const declared = readdirSync(STORAGE).flatMap((file) =>
      [...readFileSync(new URL(file, STORAGE), "utf8").matchAll(/: RecordKind<\w+> = \{\s*name: "([^"]+)"/g)].map(
        ([, name]) => name,
      ),
    );
    expect(RECORD_KINDS.map(({ kind }) => kind.name).toSorted()).toEqual(declared.toSorted());
    expect(new Set(declared).size).toBe(declared.length);
  });

  test("have not changed under their version: raise it and write a migration, or what is stored cannot be read", () => {
    expect(shapeFaults(recordedShapes(), storedShapes())).toEqual([]);
  });

  test.each(RECORD_KINDS.map(({ kind, schema }) => ({ kind, schema, name: kind.name })))(
    "of $name is what its kind reads by, with a migration from each version before",
    ({ kind, schema }) => {
      for (let version = 1; version < kind.version; version += 1)
        expect(kind.migrations).toHaveProperty(String(version));
      const wrong = { nothing: "of the kind" };
      const issues = schema.safeParse(wrong).error?.message;
      expect(() => kind.decode(wrong)).toThrow(issues);
    },
  );

  const shape = (version: number, schema: string, ...members: readonly string[]) => ({ version, schema, members });
  const before: StoredShapes = { finding: shape(1, "a", "id", "owner") };

  test.each<{ because: string; now: StoredShapes; says: readonly unknown[] }>([
    { because: "nothing changed", now: before, says: [] },
    { because: "another kind came", now: { ...before, grant: shape(1, "x") }, says: [] },
    { because: "the version was raised with it", now: { finding: shape(2, "b", "id") }, says: [] },
    {
      because: "a member was renamed under the same version",
      now: { finding: shape(1, "b", "id", "owners") },
      says: [
        'The stored shape "finding" changed (owners came, owner went) and its version did not: ' +
          "raise version to 2 in its RecordKind, write migrations[1], then npm run docs",
      ],
    },
    {
      because: "a member may be something else under the same version",
      now: { finding: shape(1, "b", "id", "owner") },
      says: [expect.stringContaining('"finding" changed (what its members may be)')],
    },
    { because: "the kind is gone", now: {}, says: [expect.stringContaining('"finding" is gone')] },
    {
      because: "its version went back",
      now: { finding: shape(0, "a") },
      says: [expect.stringContaining("went back from version 1 to 0")],
    },
  ])("are held to their version: $because", ({ now, says }) => {
    expect(shapeFaults(before, now)).toEqual(says);
  });

  test("are told apart by what a member may be, and by whether it must be there", () => {
    const of = (schema: z.ZodType) => shapeOf(1, schema);
    const plain = of(z.strictObject({ id: z.string(), list: z.array(z.strictObject({ by: z.int() })) }));
    expect(plain.members).toEqual(["id", "list", "list[].by"]);
    expect(of(z.strictObject({ list: z.array(z.strictObject({ by: z.int() })), id: z.string() })).schema).toBe(
      plain.schema,
    );
    for (const id of [z.string().min(1), z.string().optional(), z.int(), z.enum(["a"])]) {
      const other = of(z.strictObject({ id, list: z.array(z.strictObject({ by: z.int() })) }));
      expect(other.schema).not.toBe(plain.schema);
    }
  });
});
