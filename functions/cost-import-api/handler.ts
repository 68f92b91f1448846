import { createImportRoute } from "#functions/cost-import-api/routes/create-import.ts";
import { getImportRoute } from "#functions/cost-import-api/routes/get-import.ts";
import type { IngestDeps } from "#shared/cost/ingest.ts";
import type { CostImportStore } from "#shared/cost/ports.ts";
import { type HttpDeps, httpHandler } from "#shared/runtime/http.ts";

export type CostImportApiDeps = HttpDeps & {
  readonly ingestDeps: IngestDeps;
  readonly imports: CostImportStore;
};

export const makeHandler = ({ ingestDeps, imports, ...deps }: CostImportApiDeps) =>
  httpHandler([createImportRoute(ingestDeps), getImportRoute(imports)], deps);
