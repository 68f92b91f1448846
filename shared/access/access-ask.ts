import type { Item } from "#shared/access/access-request.ts";
import type { Catalog, ResolvedPlaces } from "#shared/catalog/catalog.ts";
import type { PersonId, RequestId } from "#shared/kernel/ids.ts";
import { err, ok, type Result } from "#shared/kernel/result.ts";
import type { EpochMillis, Millis } from "#shared/kernel/time.ts";

/** One thing as a person asks for it. */
export type AskedItem = {
  readonly dataset: string;
  readonly template: string;
  /** The id of an Account document; absent: the most protected environment that has the dataset. */
  readonly account?: string;
  readonly parameters?: { readonly [name: string]: string };
};

/** What a person asks for. */
export type AccessAsk = {
  readonly requester: PersonId;
  /** Absent: the requester. */
  readonly beneficiary?: PersonId;
  readonly items: readonly AskedItem[];
  readonly duration: Millis;
  readonly startsAt?: EpochMillis;
  readonly justification: string;
  readonly ticket?: string;
  /** Present on an extension: whose end is moved, to which moment. */
  readonly extends?: { readonly request: RequestId; readonly until: EpochMillis };
};

/** A sentence and where: the index of the item that cannot be found. */
export type UnknownItem = {
  readonly item: number;
  readonly field: "dataset" | "template" | "account";
  readonly because: string;
};

/** The items as the catalogue knows them, or the first that it does not. */
export function itemsOf(catalog: Catalog, asked: readonly AskedItem[]): Result<readonly Item[], UnknownItem> {
  const items: Item[] = [];
  for (const [item, each] of asked.entries()) {
    const found = itemOf(catalog, each);
    if (!found.ok) return err({ item, ...found.error });
    items.push(found.value);
  }
  return ok(items);
}

function itemOf(catalog: Catalog, asked: AskedItem): Result<Item, Omit<UnknownItem, "item">> {
  const dataset = catalog.datasets.get(asked.dataset);
  if (dataset === undefined) {
    return err({
      field: "dataset",
      because: `Cannot find the dataset "${asked.dataset}": the catalogue has none of that id`,
    });
  }
  const template = catalog.templates.get(asked.template);
  if (template === undefined) {
    const known = [...catalog.templates.keys()].join(", ");
    return err({
      field: "template",
      because: `Cannot find the template "${asked.template}": there is ${known || "none"}`,
    });
  }
  const opened = dataset.at.filter(({ places }) => places.some(({ kind }) => kind === template.for));
  const place = thePlace(catalog, opened, asked.account);
  if (typeof place === "string") return err({ field: "account", because: place });
  return ok({
    dataset: dataset.id,
    account: place.account,
    accountNumber: place.accountNumber,
    environment: place.environment,
    template: template.id,
    parameters: asked.parameters ?? {},
  });
}

/** The account named, else the one of the most protected environment; two of those have to be told apart by name. */
function thePlace(catalog: Catalog, opened: readonly ResolvedPlaces[], account?: string): ResolvedPlaces | string {
  const names = opened.map((each) => `"${each.account}"`).join(", ");
  if (opened.length === 0) return "Cannot open it with this template: the dataset is at no place of that kind";
  if (account !== undefined) {
    return (
      opened.find((each) => each.account === account) ?? `Cannot open it in account "${account}": it is in ${names}`
    );
  }
  const rank = ({ environment }: ResolvedPlaces) => catalog.company.environments.indexOf(environment);
  const highest = Math.max(...opened.map(rank));
  const [only, second] = opened.filter((each) => rank(each) === highest);
  if (only === undefined || second !== undefined) return `Cannot tell which account is meant: name one of ${names}`;
  return only;
}
