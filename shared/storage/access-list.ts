import { type AccessRequest, EVERY_STATE } from "#shared/access/access-request.ts";
import type { PageAsk } from "#shared/access/ports.ts";
import type { Page } from "#shared/kernel/page.ts";
import { epochMillis, isoOf } from "#shared/kernel/time.ts";
import { requestKind } from "#shared/storage/access-kinds.ts";
import type { Stored } from "#shared/storage/record.ts";
import type { Records } from "#shared/storage/records.ts";
import { CursorError } from "#shared/storage/table-cursor.ts";

type Listed = Stored<AccessRequest>;

/**
 * The newest requests over all states, by the moment they were submitted. The cursor is the place of the
 * last one, which no change of state moves: what was there at the beginning is listed once.
 */
export async function everyRequest(records: Records, { limit, cursor }: PageAsk): Promise<Page<Listed>> {
  const after = cursor === undefined ? undefined : sortOf(cursor);
  const found = new Map<string, Listed>();
  for (const state of EVERY_STATE) {
    const place = after === undefined ? {} : { to: after };
    const query = { index: "list", partition: `REQUESTS#${state}`, newestFirst: true, ...place } as const;
    // The one that the cursor names is read again, and one more tells whether the list goes on.
    const page = await records.list(requestKind, { ...query, limit: limit + 2 });
    for (const row of page.items) if (placeOf(row) !== after) found.set(row.value.id, row);
  }
  const rows = [...found.values()].toSorted((left, right) => (placeOf(left) < placeOf(right) ? 1 : -1));
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return rows.length > limit && last !== undefined ? { items, cursor: cursorAt(last) } : { items };
}

const placeOf = ({ value }: Listed): string => `${isoOf(value.submittedAt)}#${value.id}`;

const cursorAt = ({ value }: Listed): string => `${value.submittedAt}.${value.id}`;

function sortOf(cursor: string): string {
  const [, submittedAt, id] = /^(\d{1,15})\.(R-[a-z0-9]{1,64})$/.exec(cursor) ?? [];
  if (submittedAt === undefined) throw new CursorError("Cannot continue the list: the cursor is not one of this list");
  return `${isoOf(epochMillis(Number(submittedAt)))}#${id}`;
}
