import { wantedFrom } from "#shared/access/access-request.ts";
import { type ActDeps, actOn } from "#shared/access/act-on-request.ts";
import { offBoardIfLeft } from "#shared/access/off-board.ts";
import { revocationLatencyOf } from "#shared/access/overdue.ts";
import { AccessHint, GrantShot, GrantWaited, type HintedRow } from "#shared/contracts/events/access-hint.ts";
import { StoredEvent } from "#shared/contracts/events/stored-event.ts";
import { RequestRef } from "#shared/contracts/stored/access-field.ts";
import type { GrantId, RequestId } from "#shared/kernel/ids.ts";
import type { EpochMillis } from "#shared/kernel/time.ts";
import type { Log } from "#shared/runtime/log.ts";
import type { Metrics } from "#shared/runtime/metrics.ts";
import { eventHandler, oneShotHandler, PoisonMessage } from "#shared/runtime/queue.ts";
import type { ChainedEvent } from "#shared/storage/event.ts";

type Deps = ActDeps & { readonly log: Log; readonly metrics: Metrics };

/**
 * An event or a one-shot is just the hint to look at a row: what is due is read from it, so a hint that
 * is late, doubled or out of order does no harm.
 */
export const makeHandler = (deps: Deps) => {
  const onEvents = eventHandler(async ({ detail }) => {
    const aggregate = hinted(detail);
    const event = StoredEvent.safeParse(detail).data;
    // Together: what both read is read once.
    await Promise.all([follow(aggregate, event?.type, deps), say(aggregate, { event, deps })]);
  }, deps);
  const onShot = oneShotHandler(async (payload) => actOn({ kind: "grant", id: shotGrant(payload) }, deps));
  return (event: object, ...rest: readonly [never, never]) =>
    "Records" in event ? onEvents(event as never, ...rest) : onShot(event, ...rest);
};

function hinted(detail: unknown): HintedRow {
  const hint = AccessHint.safeParse(detail);
  if (!hint.success) throw new PoisonMessage("Cannot act on an event: it names no request, no grant and no person");
  return hint.data.aggregate;
}

async function follow(aggregate: HintedRow, type: string | undefined, deps: Deps): Promise<void> {
  // Nothing follows from a grant that is active but its end, which is scheduled; its row is due for the rest.
  if (type === "grant.active") return;
  switch (aggregate.kind) {
    case "access-request":
      return actOn({ kind: "request", id: aggregate.id }, deps);
    case "grant":
      return actOn(aggregate, deps);
    case "person":
      await offBoardIfLeft({ person: aggregate.id, by: "function:grant-converge" }, deps);
  }
}

/**
 * What an event says of how the plane does. An event that is delivered twice is said twice, as metrics may be: each
 * figure is a length of time, or the parts of a share.
 */
async function say(
  aggregate: HintedRow,
  { event, deps }: { readonly event: ChainedEvent | undefined; readonly deps: Deps },
): Promise<void> {
  const type = event?.type;
  if (aggregate.kind === "grant" && type === "grant.revoked") await sayLatency(aggregate.id, deps);
  if (aggregate.kind === "grant" && event?.type === "grant.active") await sayLead(aggregate.id, event, deps);
  if (aggregate.kind === "access-request" && type === "request.approved") await sayApproved(aggregate.id, deps);
}

async function sayLatency(id: GrantId, { store, metrics }: Deps): Promise<void> {
  const grant = (await store.grant(id))?.value;
  if (grant?.state === "REVOKED")
    metrics.say({ revocation_latency_seconds: revocationLatencyOf(grant) }, { grant: id });
}

/** By rule: no stage of people had to decide. */
async function sayApproved(id: RequestId, { store, metrics }: Deps): Promise<void> {
  const request = (await store.request(id))?.value;
  if (request === undefined) return;
  const byRule = request.pin.stages.length === 0 ? 1 : 0;
  metrics.say({ requests_approved: 1, requests_approved_by_rule: byRule }, { request: id });
}

/** From asked to effective; of a grant that was to begin later, from the moment it was to begin. */
async function sayLead(id: GrantId, { at, data }: ChainedEvent, deps: Deps): Promise<void> {
  const from = GrantWaited.safeParse(data).data?.wantedFrom ?? (await waitedFrom(data["request"], deps));
  if (from === undefined) return;
  deps.metrics.say({ access_lead_seconds: Math.max(0, Math.floor((at - from) / 1_000)) }, { grant: id });
}

/** Of a grant that came into effect at a further try, or by an older version: its event does not say it. */
async function waitedFrom(asked: unknown, { store }: Deps): Promise<EpochMillis | undefined> {
  const id = RequestRef.safeParse(asked);
  const request = id.success ? (await store.request(id.data))?.value : undefined;
  return request === undefined ? undefined : wantedFrom(request);
}

function shotGrant(payload: unknown) {
  const shot = GrantShot.safeParse(payload);
  if (!shot.success) throw new PoisonMessage("Cannot act on a one-shot: it names no grant");
  return shot.data.grant;
}
