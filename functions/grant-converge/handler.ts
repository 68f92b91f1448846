import { type ActDeps, actOn } from "#shared/access/act-on-request.ts";
import { offBoardIfLeft } from "#shared/access/off-board.ts";
import { AccessHint, GrantShot, type HintedRow } from "#shared/contracts/events/access-hint.ts";
import type { Log } from "#shared/runtime/log.ts";
import { eventHandler, oneShotHandler, PoisonMessage } from "#shared/runtime/queue.ts";

type Deps = ActDeps & { readonly log: Log };

/**
 * An event or a one-shot is just the hint to look at a row: what is due is read from it, so a hint that
 * is late, doubled or out of order does no harm.
 */
export const makeHandler = (deps: Deps) => {
  const onEvents = eventHandler(async ({ detail }) => follow(hinted(detail), deps), deps);
  const onShot = oneShotHandler(async (payload) => actOn({ kind: "grant", id: shotGrant(payload) }, deps));
  return (event: object, ...rest: readonly [never, never]) =>
    "Records" in event ? onEvents(event as never, ...rest) : onShot(event, ...rest);
};

function hinted(detail: unknown): HintedRow {
  const hint = AccessHint.safeParse(detail);
  if (!hint.success) throw new PoisonMessage("Cannot act on an event: it names no request, no grant and no person");
  return hint.data.aggregate;
}

async function follow(aggregate: HintedRow, deps: Deps): Promise<void> {
  switch (aggregate.kind) {
    case "access-request":
      return actOn({ kind: "request", id: aggregate.id }, deps);
    case "grant":
      return actOn(aggregate, deps);
    case "person":
      await offBoardIfLeft({ person: aggregate.id, by: "function:grant-converge" }, deps);
  }
}

function shotGrant(payload: unknown) {
  const shot = GrantShot.safeParse(payload);
  if (!shot.success) throw new PoisonMessage("Cannot act on a one-shot: it names no grant");
  return shot.data.grant;
}
