import { type AccessAsk, itemsOf } from "#shared/access/access-ask.ts";
import type { Item } from "#shared/access/access-request.ts";
import { pinOf } from "#shared/access/pin.ts";
import type { Catalog } from "#shared/catalog/catalog.ts";
import { formatDuration } from "#shared/kernel/duration.ts";
import { hours, type Millis } from "#shared/kernel/time.ts";

/** What could be asked instead, by how many stages it would be decided, and by how many people's yes in all of them. */
export type Alternative = { readonly change: string; readonly stages: number; readonly approvals: number };

const SHORTER: readonly Millis[] = [hours(8), hours(4), hours(1)];

/** Less that is decided by fewer people: a shorter time, or the same data in a less protected environment. */
export function alternativesTo(ask: AccessAsk, items: readonly Item[], catalog: Catalog): readonly Alternative[] {
  const now = pinOf(catalog, items, ask.duration);
  const stagesNow = now.ok ? now.value.stages.length : Number.POSITIVE_INFINITY;
  const decidedBy = (what: readonly Item[], duration: Millis) => {
    const pin = pinOf(catalog, what, duration);
    const stages = pin.ok ? pin.value.stages : undefined;
    const approvals = stages?.reduce((sum, { need, of }) => sum + (need === "each" ? of.length : need), 0) ?? 0;
    return { stages: stages?.length ?? Number.POSITIVE_INFINITY, approvals };
  };
  const shorter = SHORTER.filter((duration) => duration < ask.duration).map((duration) => ({
    change: `for ${formatDuration(duration)}`,
    ...decidedBy(items, duration),
  }));
  const elsewhere = otherAccounts(ask, items, catalog).map(({ account, environment, item }) => ({
    change: `in ${environment} ("${account}")`,
    ...decidedBy([item], ask.duration),
  }));
  return [...shorter, ...elsewhere].filter(({ stages }) => stages < stagesNow);
}

/** Only of a request for one thing: for several, each would have to move. */
function otherAccounts(ask: AccessAsk, items: readonly Item[], catalog: Catalog) {
  const [only, second] = items;
  const asked = ask.items[0];
  if (only === undefined || asked === undefined || second !== undefined) return [];
  return (catalog.datasets.get(only.dataset)?.at ?? []).flatMap(({ account, environment }) => {
    const found = account === only.account ? undefined : itemsOf(catalog, [{ ...asked, account }]);
    const item = found?.ok === true ? found.value[0] : undefined;
    return item === undefined ? [] : [{ account, environment, item }];
  });
}
