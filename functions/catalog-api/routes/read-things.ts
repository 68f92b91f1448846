import { datasetView, teamView, workloadView } from "#functions/catalog-api/thing-views.ts";
import type { Catalog } from "#shared/catalog/catalog.ts";
import {
  getDataset,
  getTeam,
  getWorkload,
  listDatasets,
  listTeams,
  listWorkloads,
} from "#shared/contracts/http/catalog.ts";
import type { JsonObject } from "#shared/kernel/json.ts";
import { route } from "#shared/runtime/http.ts";
import { Problem } from "#shared/runtime/problem.ts";
import type { CatalogReader } from "#shared/storage/catalog-store.ts";

export type ReadThingsDeps = { readonly catalogs: CatalogReader };

/** Datasets, workloads and teams: all of a kind, or one by today's or a former id. */
export const readThingsRoutes = ({ catalogs }: ReadThingsDeps) => [
  route(listDatasets, async () => listed(await catalogs.current(), (catalog) => views(catalog).Dataset)),
  route(listWorkloads, async () => listed(await catalogs.current(), (catalog) => views(catalog).Workload)),
  route(listTeams, async () => listed(await catalogs.current(), (catalog) => views(catalog).Team)),
  route(getDataset, async ({ params }) => one(await catalogs.current(), "Dataset", params.name)),
  route(getWorkload, async ({ params }) => one(await catalogs.current(), "Workload", params.name)),
  route(getTeam, async ({ params }) => one(await catalogs.current(), "Team", params.name)),
];

type Views = ReadonlyMap<string, () => JsonObject>;

const views = (catalog: Catalog) => ({
  Dataset: mapped(catalog.datasets, (dataset) => datasetView(dataset, catalog)),
  Workload: mapped(catalog.workloads, workloadView),
  Team: mapped(catalog.teams, teamView),
});

const mapped = <Thing>(things: ReadonlyMap<string, Thing>, view: (thing: Thing) => JsonObject): Views =>
  new Map([...things].map(([id, thing]) => [id, () => view(thing)]));

const listed = (catalog: Catalog, of: (catalog: Catalog) => Views) => ({
  status: 200,
  body: { revision: catalog.revision, hash: catalog.hash, items: [...of(catalog).values()].map((view) => view()) },
});

function one(catalog: Catalog, kind: "Dataset" | "Workload" | "Team", name: string) {
  const things = views(catalog)[kind];
  const view = things.get(name) ?? things.get(catalog.renamed.get(`${kind}:${name}`) ?? "");
  if (view === undefined) throw new Problem(404, `Cannot find ${kind.toLowerCase()} "${name}"`);
  return { status: 200, body: view() };
}
