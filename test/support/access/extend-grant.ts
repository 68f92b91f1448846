import { extend } from "#shared/access/grant-extend.ts";
import { requestId } from "#shared/kernel/ids.ts";
import type { EpochMillis } from "#shared/kernel/time.ts";
import { digest, G1, type GrantWorld, must } from "#test/support/access/grant-world.ts";

/** Writes an approved extension into the grant's row, as applying a child request does. */
export async function extendedTo(world: GrantWorld, until: EpochMillis, child = "R-2"): Promise<boolean> {
  const { value, ...row } = must(await world.store.grant(G1));
  if (value.state !== "ACTIVE") return false;
  const moved = extend(value, { now: world.clock.now(), until, child: requestId(child), digest });
  return (await world.store.saveGrant({ ...row, value }, moved)) !== undefined;
}
