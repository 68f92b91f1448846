import { type SweepHeldDeps, sweepHeld } from "#shared/catalog/sweep-held.ts";
import type { Log } from "#shared/runtime/log.ts";
import { scheduleHandler } from "#shared/runtime/queue.ts";

/** What is not decided in time is reminded of, escalated, and ends by itself; a run that fails is made up for by the next one. */
export const makeHandler = (deps: SweepHeldDeps & { readonly log: Log }) =>
  scheduleHandler(async () => {
    const { expired, prompted } = await sweepHeld(deps);
    if (expired > 0) deps.log.info("Changes of documents expired", { plans: expired });
    if (prompted > 0) deps.log.info("Changes of documents that nobody decides were spoken of", { times: prompted });
  });
