import { type DigestDeps, sendDigests } from "#shared/findings/send-digests.ts";
import type { Log } from "#shared/runtime/log.ts";
import { scheduleHandler } from "#shared/runtime/queue.ts";

/** Every five minutes; a lost run is made up by the next one. */
export const makeHandler = (deps: DigestDeps & { readonly log: Log }) =>
  scheduleHandler(async () => {
    const sent = await sendDigests(deps);
    if (sent > 0) deps.log.info("Digests were sent", { sent });
  });
