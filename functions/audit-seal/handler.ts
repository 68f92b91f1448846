import { type SealEventsDeps, sealEvents } from "#shared/audit/seal-events.ts";
import type { Log } from "#shared/runtime/log.ts";
import { scheduleHandler } from "#shared/runtime/queue.ts";

/** Seals what is due; a lost run is made up by the next one. */
export const makeHandler = (deps: SealEventsDeps & { readonly log: Log }) =>
  scheduleHandler(async () => {
    const sealed = await sealEvents(deps);
    if (sealed > 0) deps.log.info("Events were sealed", { sealed });
  });
