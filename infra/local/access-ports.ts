import { gated } from "#infra/local/gates.ts";
import type { Ports } from "#infra/local/ports.ts";
import { millis } from "#shared/kernel/time.ts";
import { freezeSwitchOn, governanceOn } from "#shared/storage/access-governance.ts";
import { accessStoreOn } from "#shared/storage/access-store.ts";
import { orphanStoreOn } from "#shared/storage/orphan-store.ts";

/** What the functions of access use: requests and grants, who people are, and the sandbox's identity side. */
export const accessPorts = (ports: Ports) => ({
  ...ports,
  store: accessStoreOn(ports),
  orphans: orphanStoreOn(ports.records),
  governance: governanceOn(ports),
  freezeSwitch: freezeSwitchOn(ports.records),
  cloud: gated("grantCloud", ports.sandbox.grants),
  schedules: ports.oneShots,
  // Nothing travels in the sandbox: a read shows what is.
  readStaleness: millis(0),
});
