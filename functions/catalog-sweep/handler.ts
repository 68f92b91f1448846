import { type LapseDeps, lapseHeld } from "#shared/catalog/lapse-held.ts";
import type { Log } from "#shared/runtime/log.ts";
import { scheduleHandler } from "#shared/runtime/queue.ts";

/** What is not decided in time ends by itself; a run that fails is made up for by the next one. */
export const makeHandler = (deps: LapseDeps & { readonly log: Log }) =>
  scheduleHandler(async () => {
    const plans = await lapseHeld(deps);
    if (plans > 0) deps.log.info("Changes of documents expired", { plans });
  });
