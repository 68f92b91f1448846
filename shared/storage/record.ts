import type { Sha256 } from "#shared/kernel/digest.ts";
import type { Indexes, Key } from "#shared/storage/table.ts";

/**
 * How one kind of aggregate is stored. `version` grows with every change of `encode`; `decode` reads
 * the current version strictly, and `migrations[n]` lifts a body of version n to n + 1.
 */
export type RecordKind<Value> = {
  /** As in item keys and events: `grant`, `access-request`. */
  readonly name: string;
  readonly version: number;
  /** What JSON.stringify writes whole: no bigint, no Map, no undefined that matters. */
  readonly encode: (value: Value) => object;
  /** @throws when the body is not of this shape: an old or foreign shape fails by name */
  readonly decode: (body: unknown) => Value;
  readonly indexes: (value: Value) => Indexes;
  /** True where nearly every call reads the same rows: their text is parsed once. @see readOnce */
  readonly readOften?: true;
  /**
   * What `optimistically` takes for so without asking. Of no effect otherwise. @see optimistically
   *
   * - `as-last-seen`: a row as this process saw it last; good for what seldom changes elsewhere
   * - `absent-unless-seen`: also that a row which it never saw, nor was shown by a list, is not there
   * - `absent`: that the row is not there, whichever it is, and nothing is kept in mind; good for what is made once
   */
  readonly optimistic?: "as-last-seen" | "absent-unless-seen" | "absent";
  readonly migrations?: { readonly [version: number]: (body: unknown) => unknown };
};

/** A value as read, with the revision that a write must name. */
export type Stored<Value> = { readonly value: Value; readonly revision: number; readonly head: Sha256 };

/** The row of an aggregate is `<kind>#<id>` / `ROW`; its events lie beside it under `EVENT#<seq>`. */
export const rowKey = (kind: string, id: string): Key => ({ pk: `${kind}#${id}`, sk: "ROW" });

export const eventKey = (kind: string, id: string, sequence: number): Key => ({
  pk: `${kind}#${id}`,
  sk: `EVENT#${sequence.toString().padStart(8, "0")}`,
});
