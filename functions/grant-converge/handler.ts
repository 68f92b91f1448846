import { type ActDeps, actOn } from "#shared/access/act-on-request.ts";
import type { DueRow } from "#shared/access/ports.ts";
import { AccessHint, GrantShot } from "#shared/contracts/events/access-hint.ts";
import type { Log } from "#shared/runtime/log.ts";
import { eventHandler, oneShotHandler, PoisonMessage } from "#shared/runtime/queue.ts";

type Deps = ActDeps & { readonly log: Log };

/**
 * An event or a one-shot is just the hint to look at a row: what is due is read from it, so a hint that
 * is late, doubled or out of order does no harm.
 */
export const makeHandler = (deps: Deps) => {
  const onEvents = eventHandler(async ({ detail }) => actOn(hintedRow(detail), deps), deps);
  const onShot = oneShotHandler(async (payload) => actOn({ kind: "grant", id: shotGrant(payload) }, deps));
  return (event: object, ...rest: readonly [never, never]) =>
    "Records" in event ? onEvents(event as never, ...rest) : onShot(event, ...rest);
};

function hintedRow(detail: unknown): DueRow {
  const hint = AccessHint.safeParse(detail);
  if (!hint.success) throw new PoisonMessage("Cannot act on an event: it names neither a request nor a grant");
  const { aggregate } = hint.data;
  return aggregate.kind === "grant" ? aggregate : { kind: "request", id: aggregate.id };
}

function shotGrant(payload: unknown) {
  const shot = GrantShot.safeParse(payload);
  if (!shot.success) throw new PoisonMessage("Cannot act on a one-shot: it names no grant");
  return shot.data.grant;
}
