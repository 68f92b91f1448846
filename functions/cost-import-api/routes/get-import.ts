import { importView } from "#functions/cost-import-api/import-view.ts";
import { getCostImport } from "#shared/contracts/http/cost-imports.ts";
import type { CostImportStore } from "#shared/cost/ports.ts";
import { type HttpRoute, route } from "#shared/runtime/http.ts";
import { Problem } from "#shared/runtime/problem.ts";

/** GET /v1/cost/imports/{id}: what one import took in. */
export const getImportRoute = (imports: Pick<CostImportStore, "find">): HttpRoute =>
  route(getCostImport, async ({ params }) => {
    const made = await imports.find(params.id);
    if (made === undefined) throw new Problem(404, `Cannot read import "${params.id}": there is no such import`);
    return { status: 200, body: importView(made) };
  });
