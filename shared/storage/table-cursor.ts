import { createHash } from "node:crypto";
import type { Query } from "#shared/storage/table.ts";
import { isKey } from "#shared/storage/table-limits.ts";

/** The last row of a page: where it stands in the sort order of its query, and which row it is. */
export type Place = { readonly sort: string; readonly pk: string; readonly sk: string };

/** A cursor from elsewhere, or from another query. */
export class CursorError extends Error {
  override readonly name = "CursorError";
}

/** The cursor of the page that ends with `place`. It is good for the same query, whatever its bounds and limit. */
export const cursorAt = (query: Query, { sort, pk, sk }: Place): string =>
  Buffer.from(JSON.stringify([nameOf(query), sort, pk, sk])).toString("base64url");

/**
 * Where a query goes on.
 *
 * @throws CursorError when the cursor is none, or one of another query: read on from there, a list would
 *   have a gap that nobody sees
 */
export function placeOf(query: Query & { readonly cursor: string }): Place {
  const parts: unknown = parsedOr(Buffer.from(query.cursor, "base64url").toString("utf8"));
  if (Array.isArray(parts) && parts.length === 4 && parts.every((part) => typeof part === "string")) {
    const [name, sort, pk, sk] = parts as [string, string, string, string];
    const place = { sort, pk, sk };
    if (name === nameOf(query) && canBe(place, query)) return place;
  }
  throw new CursorError("Cannot continue the list: the cursor is not one of this list");
}

/** A cursor comes back from a client: a place that no row can have was never ours. */
const canBe = ({ sort, pk, sk }: Place, { index, partition }: Query): boolean =>
  index === undefined
    ? pk === partition && sk === sort && isKey({ pk, sk })
    : isKey({ pk, sk }) && isKey({ pk, sk: sort });

/** Bounds are left out: a list "up to now" goes on a moment later. */
const nameOf = ({ index, partition, newestFirst, prefix }: Query): string =>
  createHash("sha256")
    .update(JSON.stringify([index ?? "", partition, newestFirst === true, prefix ?? ""]))
    .digest("base64url")
    .slice(0, 11);

function parsedOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
