import type { Catalog } from "#shared/catalog/catalog.ts";
import type { AccessLevel } from "#shared/catalog/documents/document.ts";
import type { Subject } from "#shared/catalog/fit.ts";
import type { Millis } from "#shared/kernel/time.ts";

/** One thing that somebody asks access to. */
export type AccessAsked = {
  readonly dataset: string;
  /** The id of the Account document. */
  readonly account: string;
  readonly template: string;
  readonly duration: Millis;
  /** Calendars whose hours it is; absent while nobody can tell. */
  readonly hours?: readonly string[];
};

/** Facts of a request for access, as decided by the catalogue; undefined when dataset, place or template is not there. */
export function accessFacts(catalog: Catalog, asked: AccessAsked): Subject | undefined {
  const dataset = catalog.datasets.get(asked.dataset);
  const place = dataset?.at.find(({ account }) => account === asked.account);
  const template = catalog.templates.get(asked.template);
  if (dataset === undefined || place === undefined || template === undefined) return undefined;
  const opens = place.places.some(({ kind }) => kind === template.for);
  if (!opens) return undefined;
  return {
    ...placeFacts(catalog, { dataset: dataset.id, account: place.account }),
    access: template.access,
    template: template.id,
    danger: template.danger,
    duration: asked.duration,
    ...(asked.hours === undefined ? {} : { hours: asked.hours }),
  };
}

/** What the catalogue knows of a dataset in one account, as facts of a request for access. */
export function placeFacts(
  catalog: Catalog,
  { dataset: id, account: accountId }: { readonly dataset: string; readonly account: string },
): Subject {
  const dataset = catalog.datasets.get(id);
  const place = dataset?.at.find(({ account }) => account === accountId);
  const account = catalog.accounts.get(accountId);
  if (dataset === undefined || place === undefined || account === undefined) return { request: "access" };
  return {
    request: "access",
    dataset: dataset.id,
    team: dataset.team,
    tier: dataset.tier,
    account: account.id,
    ou: account.ou,
    environment: place.environment,
    classification: place.classification,
    labels: place.labels,
    workload: null,
    change: null,
    estimate: null,
    finding: null,
    severity: null,
    policy: null,
  };
}

/** Facts of a cell of the table of decision rights: data of a class in an environment, no dataset in particular. */
export type CellAsked = {
  readonly classification: string;
  readonly labels: readonly string[];
  readonly environment: string;
  readonly access: AccessLevel;
  readonly duration: Millis;
};

export const cellFacts = (cell: CellAsked): Subject => ({
  request: "access",
  ...cell,
  dataset: null,
  team: null,
  tier: null,
  account: null,
  ou: null,
  template: null,
  danger: null,
  workload: null,
  change: null,
  estimate: null,
});
