import type { Log } from "#shared/runtime/log.ts";
import { scheduleHandler } from "#shared/runtime/queue.ts";
import type { Bus } from "#shared/storage/messaging.ts";
import { publishWaiting } from "#shared/storage/outbox.ts";
import type { Table } from "#shared/storage/table.ts";

/** Sends again what waits; a bus that still refuses fails the run, which its alarm counts. */
export const makeHandler = (deps: { readonly bus: Bus; readonly table: Table; readonly log: Log }) =>
  scheduleHandler(async () => {
    const sent = await publishWaiting(deps);
    if (sent > 0) deps.log.warn("Events were published late", { sent });
  });
