import type { GrantCloud } from "#shared/access/cloud.ts";
import type { Schedules } from "#shared/access/ports.ts";
import type { Millis } from "#shared/kernel/time.ts";
import type { PlatformPorts } from "#shared/plane/platform-ports.ts";
import { freezeSwitchOn, governanceOn } from "#shared/storage/access-governance.ts";
import { accessStoreOn } from "#shared/storage/access-store.ts";
import { orphanStoreOn } from "#shared/storage/orphan-store.ts";
import { requestPostsOn } from "#shared/storage/request-post-store.ts";

/** What access needs of the host beside state. */
export type AccessParts = {
  /** The identity side of governed accounts, as much of it as the function may use. */
  readonly cloud: GrantCloud;
  readonly schedules: Schedules;
  /** How old a read of the account may be. */
  readonly readStaleness: Millis;
};

/** What the functions of access use: requests and grants, who people are, and accounts' identity side. */
export const accessPorts = <Ports extends PlatformPorts, Parts extends Partial<AccessParts>>(
  ports: Ports,
  parts: Parts,
) => ({
  ...ports,
  ...parts,
  store: accessStoreOn(ports),
  orphans: orphanStoreOn(ports.records),
  requestPosts: requestPostsOn(ports.records),
  governance: governanceOn(ports),
  freezeSwitch: freezeSwitchOn(ports.records),
});
