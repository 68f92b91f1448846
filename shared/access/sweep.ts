import { type ActDeps, actOn } from "#shared/access/act-on-request.ts";
import type { DueRow } from "#shared/access/ports.ts";
import type { EpochMillis } from "#shared/kernel/time.ts";

export type Swept = {
  readonly acted: number;
  readonly failed: readonly { readonly row: DueRow; readonly fault: unknown }[];
};

/**
 * Acts on every open row whose time has come: whatever hint was lost, this finds it. A row that fails is
 * reported and never holds back the others. Ends before `until`, and the next sweep goes on.
 */
export async function sweep(deps: ActDeps, until: EpochMillis): Promise<Swept> {
  const failed: { readonly row: DueRow; readonly fault: unknown }[] = [];
  let acted = 0;
  for (const row of await dueNow(deps)) {
    if (deps.clock.now() >= until) break;
    acted += 1;
    try {
      await actOn(row, deps);
    } catch (fault) {
      failed.push({ row, fault });
    }
  }
  return { acted, failed };
}

/** All that is due at the beginning; what becomes due meanwhile is the next sweep's. */
export async function dueNow({ store, clock }: Pick<ActDeps, "store" | "clock">): Promise<readonly DueRow[]> {
  const now = clock.now();
  const rows: DueRow[] = [];
  for (let shard = 0; shard < store.dueShards; shard += 1) {
    let cursor: string | undefined;
    do {
      const page = await store.due(now, shard, { limit: 500, ...(cursor === undefined ? {} : { cursor }) });
      rows.push(...page.items);
      cursor = page.cursor;
    } while (cursor !== undefined);
  }
  return rows;
}
