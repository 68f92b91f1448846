import type { AccessAsk } from "#shared/access/access-ask.ts";
import type { Effect, Item } from "#shared/access/access-request.ts";
import type { Catalog } from "#shared/catalog/catalog.ts";
import { formatDuration } from "#shared/kernel/duration.ts";
import { isoOf } from "#shared/kernel/time.ts";

export type EffectAsk = Pick<AccessAsk, "requester" | "beneficiary" | "duration" | "startsAt" | "extends">;

/** An item, and what its template says of it: `can read s3://b/p/; cannot write`. Undefined where nothing is compiled. */
export type ItemEffect = { readonly item: Item; readonly says: string | undefined };

export type EffectIn = {
  readonly catalog: Catalog;
  /** A rule approves it in a word: there is nothing to wait for. */
  readonly byRule: boolean;
};

/**
 * What will be true for whom, in words that need no other: `jon.abel will be able to list and read files under
 * s3://sales/orders/ in prod for 4h after approval; cannot write or delete. Restricted, PII.`
 */
export function effectOf(ask: EffectAsk, items: readonly ItemEffect[], { catalog, byRule }: EffectIn): Effect {
  const who = ask.beneficiary ?? ask.requester;
  const can = unique(
    items.flatMap(({ item, says }) => abilities(says).map((each) => `${each} in ${item.environment}`)),
  );
  const not = unique(items.flatMap(({ says }) => limits(says)));
  const classes = unique(items.flatMap(({ item }) => classOf(item, catalog)));
  if (can.length === 0) return { sentence: `${who} will be able to do nothing by this`, short: "nothing" };
  const what = can.join(", and to ");
  const will = ask.extends === undefined ? "will be able to" : "will go on being able to";
  const said = [`${who} ${will} ${what} ${whenOf(ask, byRule)}`, ...not].join("; ");
  return {
    sentence: [`${said}.`, ...classes.map((each) => `${each.slice(0, 1).toUpperCase()}${each.slice(1)}.`)].join(" "),
    short: `${what} ${ask.extends === undefined ? `for ${formatDuration(ask.duration)}` : whenOf(ask, byRule)}`,
  };
}

const unique = (texts: readonly string[]): readonly string[] => [...new Set(texts)];

const clauses = (says: string | undefined): readonly string[] => (says === undefined ? [] : says.split("; "));

const CAN = /^can /;

const abilities = (says: string | undefined): readonly string[] =>
  clauses(says).flatMap((clause) => (CAN.test(clause) ? [clause.replace(CAN, "")] : []));

const limits = (says: string | undefined): readonly string[] => clauses(says).filter((clause) => !CAN.test(clause));

function classOf({ dataset, account }: Item, catalog: Catalog): readonly string[] {
  const at = catalog.datasets.get(dataset)?.at.find((each) => each.account === account);
  return at === undefined ? [] : [[at.classification, ...at.labels].join(", ")];
}

function whenOf({ duration, startsAt, extends: extension }: EffectAsk, byRule: boolean): string {
  if (extension !== undefined) return `until ${isoOf(extension.until)}`;
  if (startsAt !== undefined) return `for ${formatDuration(duration)} from ${isoOf(startsAt)}`;
  return `for ${formatDuration(duration)}${byRule ? " from now" : " after approval"}`;
}
