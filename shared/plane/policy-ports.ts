import type { Catalog } from "#shared/catalog/catalog.ts";
import type { People } from "#shared/catalog/people.ts";
import { peopleOf } from "#shared/catalog/people-of.ts";
import type { PersonId } from "#shared/kernel/ids.ts";
import type { PlatformPorts } from "#shared/plane/platform-ports.ts";
import type { ResourceCloud } from "#shared/policy/cloud.ts";
import type { Governance, Governed } from "#shared/policy/enforce/governed.ts";
import { governedBy } from "#shared/policy/enforce/governed-catalog.ts";
import { actionStoreOn } from "#shared/storage/action-store.ts";
import { catalogAuthors } from "#shared/storage/catalog-authors.ts";
import { coverageStoreOn } from "#shared/storage/coverage-store.ts";
import { findingStoreOn, pendingStoreOn } from "#shared/storage/finding-store.ts";
import { optimistically } from "#shared/storage/optimistic.ts";
import { organizationStoreOn } from "#shared/storage/organization-store.ts";
import { planStoreOn } from "#shared/storage/plan-store.ts";
import { killSwitchStoreOn, policyStateStoreOn } from "#shared/storage/policy-state-store.ts";
import { lookUpBudgetOn } from "#shared/storage/trail-look-up-store.ts";

/** What the functions of policy use: findings and the ledger, the policies in force, the accounts' resources. */
export function policyPorts<Ports extends PlatformPorts>(ports: Ports, cloud: ResourceCloud) {
  const { records } = ports;
  return {
    ...ports,
    cloud,
    stores: {
      findings: findingStoreOn(records),
      pending: pendingStoreOn(records),
      actions: actionStoreOn(records),
      policyStates: policyStateStoreOn(records),
      killSwitch: killSwitchStoreOn(records),
      coverage: coverageStoreOn(records),
      commit: records.commit,
      optimistically,
    },
    plans: planStoreOn(records),
    lookUps: lookUpBudgetOn(records),
    organization: organizationStoreOn(records),
    documents: async () => [...(await ports.catalogs.current()).accounts.values()],
    governance: governanceOf(ports, cloud),
    isOf: (person: PersonId, owner: string) => isOf(person, owner, ports),
  };
}

/** The policies in force, compiled once for each state of the catalogue and of the directory. */
function governanceOf(ports: PlatformPorts, cloud: ResourceCloud): Governance {
  let compiled: { readonly catalog: Catalog; readonly people: People; readonly governed: Governed } | undefined;
  return {
    async current() {
      const [catalog, people] = await Promise.all([ports.catalogs.current(), ports.persons.people()]);
      // Both are the same objects until they are others.
      if (compiled?.catalog === catalog && compiled.people === people) return compiled.governed;
      const authors = await catalogAuthors(ports.records);
      const authorOf = (policy: string) => authors.get(catalog.policies.get(policy)?.version ?? 0);
      const governed = governedBy({ catalog, people, cloud, clock: ports.clock, authorOf });
      compiled = { catalog, people, governed };
      return governed;
    },
  };
}

/** Findings name their owner as `team:orders`; whoever is a member or the lead of it is of it. */
async function isOf(person: PersonId, owner: string, { catalogs, persons }: PlatformPorts): Promise<boolean> {
  const team = /^team:(.+)$/.exec(owner)?.[1];
  if (team === undefined) return owner === person;
  const catalog: Catalog = await catalogs.current();
  const people = await persons.people();
  return (["members", "lead"] as const).some((part) =>
    peopleOf({ kind: "team", team, part }, { catalog, people }).includes(person),
  );
}
