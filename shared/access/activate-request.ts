import type { ApprovedRequest, RunningRequest } from "#shared/access/access-request.ts";
import type { ActivateDeps } from "#shared/access/activate-deps.ts";
import { activationCheck } from "#shared/access/activation-check.ts";
import { applyExtension } from "#shared/access/apply-extension.ts";
import type { Assessment } from "#shared/access/assess.ts";
import { factsFor, matteringTo } from "#shared/access/facts.ts";
import type { PlannedGrant } from "#shared/access/grant.ts";
import { grantEvent } from "#shared/access/grant-event.ts";
import { grantIdOf, roleNameOf } from "#shared/access/grant-names.ts";
import type { Moved } from "#shared/access/moved.ts";
import { placesLeft } from "#shared/access/narrow.ts";
import { maxTotalOf } from "#shared/access/pin.ts";
import type { Activated } from "#shared/access/ports.ts";
import { requestEvent } from "#shared/access/request-event.ts";
import { settleCheck, writeClosed } from "#shared/access/settle-check.ts";
import type { EpochMillis } from "#shared/kernel/time.ts";
import type { Stored } from "#shared/storage/record.ts";

/**
 * Turns an approval into planned grants, when its time has come and everything it rests on still holds.
 * The catalogue's head, the freeze switch, the directory rows and what the beneficiary holds, as the check read them, are
 * conditions of the same transaction: what changes between the check and the write makes the write fail. Where nothing can be
 * granted at all it ends, and says why.
 *
 * Answers the rows of an activation as they were written; undefined when there was none.
 */
export async function activateRequest(
  stored: Stored<ApprovedRequest>,
  deps: ActivateDeps,
): Promise<Activated | undefined> {
  const request = stored.value;
  const facts = await factsFor(matteringTo(request), deps);
  if (facts.now >= request.approvedUntil) {
    const end = { state: "EXPIRED", because: "its approval ran out", at: facts.now } as const;
    await writeClosed(stored, end, deps.store);
    return undefined;
  }
  if (request.startsAt !== undefined && facts.now < request.startsAt) return undefined;
  if (deps.cloud.readOnly !== undefined) {
    const end = { state: "BLOCKED", because: deps.cloud.readOnly, at: facts.now } as const;
    await writeClosed(stored, end, deps.store);
    return undefined;
  }
  if (request.extends !== undefined) {
    await applyExtension(stored, { facts, extension: request.extends }, deps);
    return undefined;
  }
  const held = await deps.store.heldBy(request.beneficiary);
  const check = activationCheck(request, held.grants, facts);
  if (check.kind !== "go") {
    await settleCheck(stored, check, { facts, store: deps.store });
    return undefined;
  }
  const planned = plan(request, check.assessment, facts.now);
  return deps.store.activate({ stored, ...planned, held, unchanged: facts.witnesses });
}

/** Each under its place in the request: what decisions took out has none. */
const itemsToGrant = (request: ApprovedRequest) =>
  request.items.map((item, index) => ({ item, index })).filter(({ index }) => placesLeft(request).includes(index));

function plan(
  request: ApprovedRequest,
  { plans }: Assessment,
  now: EpochMillis,
): { readonly request: Moved<RunningRequest>; readonly grants: readonly Moved<PlannedGrant>[] } {
  const grants = itemsToGrant(request).map(
    ({ item, index }): PlannedGrant => ({
      state: "PLANNED",
      id: grantIdOf(request.id, index),
      request: request.id,
      item: index,
      dataset: item.dataset,
      template: item.template,
      role: { account: item.accountNumber, person: request.beneficiary, roleName: roleNameOf(request.beneficiary) },
      statements: plans[index]?.compiled?.statements ?? [],
      duration: request.duration,
      approvedUntil: request.approvedUntil,
      maxTotal: maxTotalOf(request.pin, request.duration),
      nextActionAt: now,
    }),
  );
  const { state: _approved, ...terms } = request;
  const value: RunningRequest = {
    ...terms,
    state: "ACTIVATING",
    activatingAt: now,
    grants: grants.map(({ id }) => id),
    nextActionAt: now,
  };
  return {
    request: { value, event: requestEvent("request.activating", value, { grants: value.grants }) },
    grants: grants.map((each) => ({ value: each, event: grantEvent("grant.planned", each) })),
  };
}
