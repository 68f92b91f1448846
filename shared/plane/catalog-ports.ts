import type { Ids } from "#shared/kernel/ids.ts";
import type { PlatformPorts } from "#shared/plane/platform-ports.ts";
import { catalogPlanStoreOn } from "#shared/storage/catalog-plan-store.ts";

/** What the functions of the catalogue use. */
export const catalogPorts = <Ports extends PlatformPorts & { readonly ids: Ids }>(ports: Ports) => ({
  ...ports,
  plans: catalogPlanStoreOn(ports.records, ports),
  people: () => ports.persons.people(),
});
