import type { Item, Pin, PinnedStage } from "#shared/access/access-request.ts";
import type { Catalog } from "#shared/catalog/catalog.ts";
import { decide } from "#shared/catalog/decide.ts";
import type { Decided, Refused } from "#shared/catalog/decision.ts";
import type { Stage } from "#shared/catalog/documents/who.ts";
import { accessFacts } from "#shared/catalog/request-facts.ts";
import { stricter } from "#shared/catalog/stricter.ts";
import { answersOf } from "#shared/kernel/answers-of.ts";
import { canonicalJson, type Json } from "#shared/kernel/json.ts";
import { err, ok, type Result } from "#shared/kernel/result.ts";
import type { Millis } from "#shared/kernel/time.ts";

const known = answersOf<Catalog, Result<Pin, Refused>>();

/** The decision rights on every item as they stand now, or the first refusal; worked out once for each catalogue. */
export const pinOf = (catalog: Catalog, items: readonly Item[], duration: Millis): Result<Pin, Refused> =>
  known(catalog, JSON.stringify([items, duration]), () => pinned(catalog, items, duration));

function pinned(catalog: Catalog, items: readonly Item[], duration: Millis): Result<Pin, Refused> {
  const decided: Decided[] = [];
  for (const item of items) {
    const facts = accessFacts(catalog, { ...item, duration });
    if (facts === undefined) return err(notThere(item));
    const decision = decide(catalog, facts);
    if (decision.kind === "refused") return err(decision);
    decided.push(decision);
  }
  return ok({ catalog: catalog.revision, items: decided, stages: joined(items, decided) });
}

const notThere = ({ dataset, account, template }: Item): Refused => ({
  kind: "refused",
  code: "no-policy",
  because: `Cannot open "${dataset}" in account "${account}" with "${template}": one of the three is not there any more`,
  remedy: "Look at the catalogue and ask anew",
});

/** The stages of all items in order; one that asks the same people about the same dataset is asked once. */
function joined(items: readonly Item[], decided: readonly Decided[]): readonly PinnedStage[] {
  const all = decided.flatMap(({ stages }, item) => stages.map((stage) => ({ need: stage.need, of: stage.of, item })));
  const keyOf = ({ item, ...stage }: PinnedStage): string =>
    canonicalJson([stage as Json, aboutTarget(stage) ? (items[item]?.dataset ?? "") : ""]);
  const seen = new Map<string, number>();
  return all.filter((stage) => {
    const key = keyOf(stage);
    const by = seen.get(key);
    if (by === undefined) seen.set(key, stage.item);
    // Two equal stages of one item are two on purpose.
    return by === undefined || by === stage.item;
  });
}

const aboutTarget = ({ of }: Stage): boolean => of.some(({ kind }) => kind === "target");

/** Whether `now` asks more of any item than `then`. In one spelling, so that only the meaning is compared. */
export const asksMore = (then: Pin, now: Pin): boolean =>
  now.items.length !== then.items.length ||
  now.items.some((current, index) => {
    const pinned = then.items[index];
    return pinned === undefined || stricter(spelled(pinned), spelled(current));
  });

const spelled = (decided: Decided): Decided => JSON.parse(canonicalJson(decided as Json)) as Decided;

const lowest = (values: readonly (number | undefined)[]): number =>
  Math.min(...values.map((value) => value ?? Number.POSITIVE_INFINITY));

/** Live grants of one person; infinite where no policy says. */
export const maxConcurrentOf = ({ items }: Pin): number => lowest(items.map(({ limits }) => limits.maxConcurrent));

/** The longest that may be asked; infinite where no policy says. */
export const maxDurationOf = ({ items }: Pin): number => lowest(items.map(({ limits }) => limits.max));

/** One grant with its extensions; where no policy says, an extension may not go beyond what was asked at first. */
export const maxTotalOf = ({ items }: Pin, duration: Millis): Millis => {
  const total = lowest(items.map(({ limits }) => limits.maxTotal));
  return (Number.isFinite(total) ? total : duration) as Millis;
};

export const pendingOf = ({ items }: Pin): Millis => lowest(items.map(({ pending }) => pending)) as Millis;
