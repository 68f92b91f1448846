import type { EventLog } from "#shared/audit/ports.ts";
import { hourOf } from "#shared/audit/seal-events.ts";
import { listAuditEvents } from "#shared/contracts/http/audit.ts";
import { type Clock, type EpochMillis, epochMillis, hours, isoOf, plus } from "#shared/kernel/time.ts";
import { route } from "#shared/runtime/http.ts";

/** Hours looked at in one call while they are empty, so that a quiet year takes few calls. */
const MOST_EMPTY_HOURS = 500;

export type ListEventsDeps = { readonly eventLog: EventLog; readonly clock: Clock; readonly genesis: EpochMillis };

export const listEventsRoute = ({ eventLog, clock, genesis }: ListEventsDeps) =>
  route(listAuditEvents, async ({ query }) => {
    const end = clock.now();
    let hour = query.hour === undefined ? hourOf(genesis) : epochMillis(Date.parse(`${query.hour}:00:00Z`));
    let events = await eventLog.ofHour(hour);
    for (let looked = 0; events.length === 0 && hour <= end && looked < MOST_EMPTY_HOURS; looked += 1) {
      hour = plus(hour, hours(1));
      events = await eventLog.ofHour(hour);
    }
    const next = plus(hour, hours(1));
    return { status: 200, body: { events, ...(next <= end ? { next: isoOf(next).slice(0, 13) } : {}) } };
  });
