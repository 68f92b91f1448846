import { EVERY_OPEN_STATE, type Grant } from "#shared/access/grant.ts";
import type { AccessStore } from "#shared/access/ports.ts";
import type { GrantId } from "#shared/kernel/ids.ts";
import { everyItem } from "#shared/kernel/page.ts";

/**
 * Every grant that is not over, by the lists of them, which may be a moment old: a nominee, read again before anything
 * is done for it. One that moved on meanwhile is as it was seen last.
 */
export async function everyOpenGrant(store: Pick<AccessStore, "grantsIn">): Promise<readonly Grant[]> {
  const open = new Map<GrantId, Grant>();
  for (const state of EVERY_OPEN_STATE) {
    const grants = await everyItem((from) => store.grantsIn(state, { limit: 200, ...from }));
    for (const { value } of grants) open.set(value.id, value);
  }
  return [...open.values()];
}
