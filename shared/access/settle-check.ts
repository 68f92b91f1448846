import type { ApprovedRequest, ClosedRequest } from "#shared/access/access-request.ts";
import type { ActivationCheck } from "#shared/access/activation-check.ts";
import type { Facts } from "#shared/access/facts.ts";
import type { AccessStore } from "#shared/access/ports.ts";
import { closed, newRound } from "#shared/access/request-decide.ts";
import { requestEvent } from "#shared/access/request-event.ts";
import type { EpochMillis } from "#shared/kernel/time.ts";
import type { Stored } from "#shared/storage/record.ts";

type Clear = { readonly state: ClosedRequest["state"]; readonly because: string; readonly at: EpochMillis };

/** An end before anything was granted, written under the revision read. */
export async function writeClosed(stored: Stored<ApprovedRequest>, end: Clear, store: AccessStore): Promise<void> {
  const value = closed(stored.value, end);
  const type = `request.${value.state.toLowerCase()}` as const;
  await store.commit({
    requests: [{ stored, moved: { value, event: requestEvent(type, value, { because: value.because }) } }],
  });
}

/** What becomes of an approved request that may not be granted as it stands: it waits, ends, or is decided anew. */
export async function settleCheck(
  stored: Stored<ApprovedRequest>,
  check: Exclude<ActivationCheck, { kind: "go" }>,
  { facts, store }: { readonly facts: Facts; readonly store: AccessStore },
): Promise<void> {
  if (check.kind === "wait") return;
  const { because } = check;
  if (check.kind === "blocked") return writeClosed(stored, { state: "BLOCKED", because, at: facts.now }, store);
  const value = newRound(stored.value, check.pin, facts.now);
  const moved = { value, event: requestEvent("request.sent-back", value, { because }) };
  await store.commit({ requests: [{ stored, moved }], unchanged: facts.witnesses });
}
