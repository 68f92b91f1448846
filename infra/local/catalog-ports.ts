import type { Ports } from "#infra/local/ports.ts";
import { catalogPlanStoreOn } from "#shared/storage/catalog-plan-store.ts";

/** What the catalogue's function needs besides the ports of all. */
export const catalogPorts = (ports: Ports) => ({
  ...ports,
  plans: catalogPlanStoreOn(ports.records, { digest: ports.digest }),
  people: () => ports.persons.people(),
});
