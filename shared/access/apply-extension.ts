import { type ApprovedRequest, isRunning, type RequestTerms } from "#shared/access/access-request.ts";
import type { ActivateDeps } from "#shared/access/activate-deps.ts";
import { activationCheck } from "#shared/access/activation-check.ts";
import type { Facts } from "#shared/access/facts.ts";
import type { Grant } from "#shared/access/grant.ts";
import { extend, mayExtend } from "#shared/access/grant-extend.ts";
import { placesLeft } from "#shared/access/narrow.ts";
import type { AccessStore } from "#shared/access/ports.ts";
import { closed } from "#shared/access/request-decide.ts";
import { requestEvent } from "#shared/access/request-event.ts";
import { settleCheck, writeClosed } from "#shared/access/settle-check.ts";
import type { GrantId } from "#shared/kernel/ids.ts";
import type { Stored } from "#shared/storage/record.ts";

type Applying = { readonly facts: Facts; readonly extension: NonNullable<RequestTerms["extends"]> };

/**
 * Moves the end of another request's live grants to the absolute moment that was approved, and marks the
 * child as applied in the same transaction: whatever comes twice, moves it once. The account follows by
 * converging.
 */
export async function applyExtension(
  stored: Stored<ApprovedRequest>,
  { facts, extension }: Applying,
  deps: ActivateDeps,
): Promise<void> {
  const child = stored.value;
  const parent = await deps.store.request(extension.request);
  const over = (because: string) => writeClosed(stored, { state: "CANCELLED", because, at: facts.now }, deps.store);
  if (parent === undefined || !isRunning(parent.value)) return over("the request it extends is over");
  const grants = await rowsOf(parent.value.grants, deps.store);
  if (grants.some(({ value }) => value.state === "PLANNED" || value.state === "PROVISIONING")) return;
  const check = activationCheck(child, (await deps.store.heldBy(child.beneficiary)).grants, facts);
  if (check.kind !== "go") return settleCheck(stored, check, { facts, store: deps.store });
  const how = { now: facts.now, until: extension.until, child: child.id, digest: deps.digest };
  // The child asked for what was left of its parent, in that order; of it, what its own decisions left.
  const meant = placesLeft(child).flatMap((place) => placesLeft(parent.value)[place] ?? []);
  const extended = grants.flatMap(({ value, ...row }) =>
    value.state === "ACTIVE" && meant.includes(value.item) && mayExtend(value, how)
      ? [{ stored: { ...row, value }, moved: extend(value, how) }]
      : [],
  );
  if (extended.length === 0) return over("nothing of it can be moved to that end any more");
  const value = closed(child, { state: "APPLIED", because: `moved the end of ${extension.request}`, at: facts.now });
  const applied = { value, event: requestEvent("request.applied", value, { until: extension.until }) };
  await deps.store.commit({
    requests: [{ stored, moved: applied }],
    grants: extended,
    unchanged: [...facts.witnesses, { kind: "access-request", id: extension.request, revision: parent.revision }],
  });
}

async function rowsOf(ids: readonly GrantId[], store: AccessStore): Promise<readonly Stored<Grant>[]> {
  const rows: Stored<Grant>[] = [];
  for (const id of ids) {
    const row = await store.grant(id);
    if (row !== undefined) rows.push(row);
  }
  return rows;
}
