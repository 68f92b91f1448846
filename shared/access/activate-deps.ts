import type { GrantCloud } from "#shared/access/cloud.ts";
import type { AccessStore, Governance } from "#shared/access/ports.ts";
import type { Digest } from "#shared/kernel/digest.ts";
import type { Clock } from "#shared/kernel/time.ts";

/** What activating a request needs. */
export type ActivateDeps = {
  readonly store: AccessStore;
  readonly cloud: Pick<GrantCloud, "readOnly">;
  readonly governance: Governance;
  readonly clock: Clock;
  readonly digest: Digest;
};
