import "#infra/local/loaded-at-once.ts";
import { join } from "node:path";

import { gated } from "#infra/local/gates.ts";
import type { GovernedAccounts } from "#infra/local/governed-accounts.ts";
import { type PortParts, type Ports, portsOf } from "#infra/local/ports.ts";
import { focusBillReader } from "#shared/adapters/focus/focus-bill-reader.ts";
import { FolderBlobStore } from "#shared/adapters/local/files/folder-blob-store.ts";
import { folderSpendSource } from "#shared/adapters/local/files/folder-spend-source.ts";
import { SandboxOrganizationSource } from "#shared/adapters/local/sandbox/organization-source.ts";
import { personId } from "#shared/kernel/ids.ts";
import { millis } from "#shared/kernel/time.ts";
import { accessPorts } from "#shared/plane/access-ports.ts";
import { withBootstrapOperators } from "#shared/plane/bootstrap-identity.ts";
import { catalogPorts, changeNotifyPorts } from "#shared/plane/catalog-ports.ts";
import { costPorts } from "#shared/plane/cost-ports.ts";
import { notifyPorts } from "#shared/plane/notify-ports.ts";
import { organizationPorts } from "#shared/plane/organization-ports.ts";
import { policyPorts } from "#shared/plane/policy-ports.ts";

/** Where bills are looked for: the whole computer, because whoever sends them here owns it. */
const BILL_ROOT = "/";

export type PlaneParts = PortParts & {
  /** What is governed in place of the sandbox. */
  readonly accounts?: Pick<GovernedAccounts, "resources" | "grants" | "trail">;
};

/** Every port of every function, a set per domain; made once for a plane. */
export function planePortsOf({ accounts, ...parts }: PlaneParts) {
  const platform = portsOf(parts);
  const { resources, grants, trail } = accounts ?? platform.sandbox;
  const policy = policyPorts(platform, gated("resourceCloud", resources));
  // A laptop on real accounts is in nobody's organization.
  const source = accounts === undefined ? new SandboxOrganizationSource(() => platform.sandbox.accounts()) : undefined;
  const blobs = gated("blobs", new FolderBlobStore(platform.files));
  return {
    platform,
    audit: { ...platform, copies: gated("copies", new FolderBlobStore(join(platform.files, "audit"))) },
    catalog: { ...catalogPorts(platform, blobs), identity: operatorsToo(platform) },
    access: accessPorts(platform, {
      cloud: gated("grantCloud", grants),
      schedules: platform.oneShots,
      // Nothing travels in the sandbox, and elsewhere nothing is granted: a read shows what is.
      readStaleness: millis(0),
    }),
    policy: {
      ...policy,
      trail: gated("trail", trail),
      // The sandbox tells of each call; nothing carries the events of real accounts to a laptop.
      hearsNoEvents: accounts !== undefined,
    },
    organization: organizationPorts(policy, source && gated("organization", source)),
    changeNotify: changeNotifyPorts(platform, platform.sink),
    notify: notifyPorts(platform, platform.sink),
    cost: costPorts(platform, {
      blobs,
      spend: folderSpendSource(BILL_ROOT),
      bills: focusBillReader,
    }),
  };
}

export type PlanePorts = ReturnType<typeof planePortsOf>;

/** The group of whom the plane's own issuer lets in while its directory knows nobody. */
export const LOCAL_OPERATORS = "tollgate-operators";

/** A plane that was started empty takes its first people and documents from a bootstrap operator, as in the cloud. */
const operatorsToo = ({ identity, persons }: Ports) =>
  withBootstrapOperators(identity, {
    group: LOCAL_OPERATORS,
    isKnown: async (subject) => (await persons.find(personId(subject))) !== undefined,
  });
