import { Cron } from "croner";
import type { Ports } from "#infra/local/ports.ts";
import { logSink, sinkByKind } from "#shared/adapters/local/message-sinks.ts";
import { compileRoutes } from "#shared/findings/route-findings.ts";
import { type EpochMillis, epochMillis } from "#shared/kernel/time.ts";
import { notifyStoresOn } from "#shared/storage/post-store.ts";

/** Longest time between two moments of a schedule that is looked back over. In milliseconds. */
const LOOK_BACK = 32 * 86_400_000;

/** What telling people of findings uses; on a laptop every message is a line of the log. */
export const notifyPorts = (ports: Ports) => ({
  ...ports,
  stores: notifyStoresOn(ports.records),
  routes: async () => {
    const { routes, accounts } = await ports.catalogs.current();
    const ids = new Map([...accounts.values()].map(({ id, account }) => [String(account), id]));
    return compileRoutes(routes.values(), { accountId: (account) => ids.get(account) });
  },
  sink: sinkByKind(
    {},
    logSink((message, fields) => ports.log.info(message, fields)),
  ),
  lastDue,
});

/** The latest moment, not after `now`, at which a five-field schedule was due; undefined: not in the last month. */
function lastDue(schedule: string, now: EpochMillis): EpochMillis | undefined {
  const cron = new Cron(schedule, { paused: true, timezone: "UTC" });
  const moments = cron.nextRuns(1_000, new Date(now - LOOK_BACK)).filter((moment) => moment.getTime() <= now);
  const last = moments.at(-1);
  return last === undefined ? undefined : epochMillis(last.getTime());
}
