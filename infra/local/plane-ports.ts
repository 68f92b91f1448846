import { accessPorts } from "#infra/local/access-ports.ts";
import { costPorts } from "#infra/local/cost-ports.ts";
import { notifyPorts } from "#infra/local/notify-ports.ts";
import { policyPorts } from "#infra/local/policy-ports.ts";
import { type PortParts, type Ports, portsOf } from "#infra/local/ports.ts";
import { catalogPlanStoreOn } from "#shared/storage/catalog-plan-store.ts";

/** What the functions of the catalogue use. */
const catalogPorts = (ports: Ports) => ({
  ...ports,
  plans: catalogPlanStoreOn(ports.records, ports),
  people: () => ports.persons.people(),
});

/** Every port of every function, a set per domain; made once for a plane. */
export function planePortsOf(parts: PortParts) {
  const platform = portsOf(parts);
  return {
    platform,
    catalog: catalogPorts(platform),
    access: accessPorts(platform),
    policy: policyPorts(platform),
    notify: notifyPorts(platform),
    cost: costPorts(platform),
  };
}

export type PlanePorts = ReturnType<typeof planePortsOf>;
