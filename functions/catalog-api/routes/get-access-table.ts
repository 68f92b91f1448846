import { type AccessCell, accessTable, datasetCells } from "#shared/catalog/access-table.ts";
import { getAccessTable } from "#shared/contracts/http/catalog.ts";
import { route } from "#shared/runtime/http.ts";
import { Problem } from "#shared/runtime/problem.ts";
import type { CatalogReader } from "#shared/storage/catalog-store.ts";

export const accessTableRoute = ({ catalogs }: { readonly catalogs: CatalogReader }) =>
  route(getAccessTable, async ({ query }) => {
    const catalog = await catalogs.current();
    if (query.dataset !== undefined && !catalog.datasets.has(query.dataset)) {
      throw new Problem(404, `Cannot find dataset "${query.dataset}"`);
    }
    const cells = query.dataset === undefined ? accessTable(catalog) : datasetCells(catalog, query.dataset);
    return { status: 200, body: { revision: catalog.revision, cells: cells.map(cellView) } };
  });

const cellView = ({ classification, labels, environment, access, duration, who, says }: AccessCell) => ({
  classification,
  labels,
  environment,
  access,
  duration,
  who,
  says,
});
