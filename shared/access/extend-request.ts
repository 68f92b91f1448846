import { isRunning } from "#shared/access/access-request.ts";
import { type Grant, isBegun } from "#shared/access/grant.ts";
import { itemsLeft } from "#shared/access/narrow.ts";
import { maxTotalOf } from "#shared/access/pin.ts";
import { type NotSubmitted, type SubmitDeps, type Submitted, submitRequest } from "#shared/access/submit-request.ts";
import { formatDuration } from "#shared/kernel/duration.ts";
import type { PersonId, RequestId } from "#shared/kernel/ids.ts";
import { err, type Result } from "#shared/kernel/result.ts";
import { type EpochMillis, latest, type Millis, plus } from "#shared/kernel/time.ts";

export type ExtendAsk = {
  readonly request: RequestId;
  readonly person: PersonId;
  /** How much longer. */
  readonly duration: Millis;
  readonly justification?: string;
  readonly ticket?: string;
  readonly key: string;
};

export type NotExtended =
  | NotSubmitted
  | { readonly kind: "not-found" }
  | { readonly kind: "not-yours" }
  | { readonly kind: "nothing-live" }
  | { readonly kind: "too-long-in-total"; readonly because: string };

/**
 * Ask for more time: a request of its own through the same stages, that stores the absolute new end. The
 * same key asks for the same extension, whatever the end is by then.
 */
export async function extendRequest(ask: ExtendAsk, deps: SubmitDeps): Promise<Result<Submitted, NotExtended>> {
  const parent = (await deps.store.request(ask.request))?.value;
  if (parent === undefined) return err({ kind: "not-found" });
  if (parent.requester !== ask.person && parent.beneficiary !== ask.person) return err({ kind: "not-yours" });
  const ends = isRunning(parent) ? await liveOf(parent.grants, deps) : [];
  if (ends.length === 0) return err({ kind: "nothing-live" });
  const end = latest(...ends.map(({ expiresAt }) => expiresAt));
  const until = plus(end, ask.duration);
  const total = maxTotalOf(parent.pin, parent.duration);
  const beyond = ends.some(({ activatedAt }) => until > plus(activatedAt, total));
  if (beyond) {
    const because = `Cannot extend request "${parent.id}" by ${formatDuration(ask.duration)}: with all extensions it may last ${formatDuration(total)}`;
    return err({ kind: "too-long-in-total", because });
  }
  const { request, duration, justification = parent.justification } = ask;
  const ticket = ask.ticket ?? parent.ticket;
  return submitRequest(
    {
      ask: {
        requester: ask.person,
        beneficiary: parent.beneficiary,
        items: itemsLeft(parent),
        duration,
        justification,
        ...(ticket === undefined ? {} : { ticket }),
        extends: { request, until },
      },
      key: ask.key,
      body: { extends: request, duration, justification, ticket: ticket ?? null },
      notAfter: end,
    },
    deps,
  );
}

type Live = { readonly activatedAt: EpochMillis; readonly expiresAt: EpochMillis };

async function liveOf(ids: readonly Grant["id"][], { store, clock }: SubmitDeps): Promise<readonly Live[]> {
  const live: Live[] = [];
  for (const id of ids) {
    const grant = (await store.grant(id))?.value;
    if (grant !== undefined && isBegun(grant) && grant.state === "ACTIVE" && clock.now() < grant.expiresAt)
      live.push(grant);
  }
  return live;
}
