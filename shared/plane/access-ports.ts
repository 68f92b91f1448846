import type { PlatformPorts } from "#shared/plane/platform-ports.ts";
import { freezeSwitchOn, governanceOn } from "#shared/storage/access-governance.ts";
import { accessStoreOn } from "#shared/storage/access-store.ts";
import { orphanStoreOn } from "#shared/storage/orphan-store.ts";
import { requestPostsOn } from "#shared/storage/request-post-store.ts";

/**
 * What the functions of access use: requests and grants, who people are, and of the host as much of accounts'
 * identity side (`cloud`, `schedules`, `readStaleness`) as the function may use.
 */
export const accessPorts = <Ports extends PlatformPorts, Parts extends object>(ports: Ports, parts: Parts) => ({
  ...ports,
  ...parts,
  store: accessStoreOn(ports),
  orphans: orphanStoreOn(ports.records),
  requestPosts: requestPostsOn(ports.records),
  governance: governanceOn(ports),
  freezeSwitch: freezeSwitchOn(ports.records),
});
