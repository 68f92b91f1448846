import { type AccessRequest, isApproved, isRunning } from "#shared/access/access-request.ts";
import { actOnPending } from "#shared/access/act-on-pending.ts";
import { activateRequest } from "#shared/access/activate-request.ts";
import { converge, convergeNew } from "#shared/access/converge.ts";
import type { ConvergeDeps } from "#shared/access/converge-deps.ts";
import type { AccessStore, Activated, DueRow, Governance } from "#shared/access/ports.ts";
import { rollUp } from "#shared/access/roll-up.ts";
import type { RequestId } from "#shared/kernel/ids.ts";

export type ActDeps = ConvergeDeps & { readonly governance: Governance };

/**
 * Does what is due on a request: ends it when its time to be decided is over, activates it when it is
 * approved, speaks up when nobody decides, brings its grants on. Every event of a request and every sweep is the hint to run it.
 */
export async function actOnRequest(id: RequestId, deps: ActDeps): Promise<void> {
  const stored = await deps.store.request(id);
  if (stored === undefined) return;
  const { value } = stored;
  if (value.state === "PENDING") return actOnPending({ ...stored, value }, deps);
  const activated = isApproved(value)
    ? await deps.store.asLastSeen(() => activateRequest({ ...stored, value }, deps))
    : undefined;
  if (activated !== undefined) return bringOnNew(activated, deps);
  const grants = await grantsToBringOn(id, value, deps.store);
  await bringOn(grants, deps);
  // Whoever brings a grant on has rolled its request up behind it; an extension's grants are of another request.
  if (grants.length === 0 || value.extends !== undefined) await rollUp(id, deps);
}

/** What a due row asks for, whichever it is. */
export const actOn = (row: DueRow, deps: ActDeps): Promise<void> =>
  row.kind === "grant" ? converge(row.id, deps) : actOnRequest(row.id, deps);

async function grantsToBringOn(id: RequestId, before: AccessRequest, store: AccessStore) {
  // Nothing was done on a row that is neither approved nor an extension: it is as it was read a moment ago.
  const asRead = !isApproved(before) && before.extends === undefined;
  const request = asRead ? before : (await store.request(before.extends?.request ?? id))?.value;
  if (request === undefined) return [];
  return isRunning(request) || request.state === "REVOKING" ? request.grants : [];
}

/** Each grant is rolled up into its request behind it; the next is under the request as that left it. */
async function bringOnNew({ request, grants }: Activated, deps: ActDeps): Promise<void> {
  const [first, ...others] = grants;
  if (first !== undefined) await convergeNew(first, request, deps);
  for (const { value } of others) await converge(value.id, deps);
}

async function bringOn(grants: Awaited<ReturnType<typeof grantsToBringOn>>, deps: ActDeps): Promise<void> {
  for (const grant of grants) await converge(grant, deps);
}
