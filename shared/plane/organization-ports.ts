import type { OrganizationSource } from "#shared/catalog/organization.ts";
import type { PlatformPorts } from "#shared/plane/platform-ports.ts";

/** What reading the organization uses beside findings; the host says whether there is one that may be read. */
export const organizationPorts = <Ports extends PlatformPorts>(
  ports: Ports,
  source: OrganizationSource | undefined,
) => ({ ...ports, commit: ports.records.commit, ...(source === undefined ? {} : { source }) });
