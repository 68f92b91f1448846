import { mailboxesOf } from "#shared/catalog/mailboxes-of.ts";
import { peopleFrom } from "#shared/catalog/people.ts";
import type { MessageSink } from "#shared/findings/message-sink.ts";
import { compileRoutes } from "#shared/findings/route-findings.ts";
import { type EpochMillis, epochMillis } from "#shared/kernel/time.ts";
import type { PlatformPorts } from "#shared/plane/platform-ports.ts";
import { notifyStoresOn } from "#shared/storage/post-store.ts";

/** What telling people of findings uses; the host says how a message leaves. */
export const notifyPorts = <Ports extends PlatformPorts>(ports: Ports, sink: MessageSink) => ({
  ...ports,
  sink,
  stores: notifyStoresOn(ports.records),
  routes: async () => {
    const catalog = await ports.catalogs.current();
    const ids = new Map([...catalog.accounts.values()].map(({ id, account }) => [String(account), id]));
    // Which mailbox a team has does not rest on who is in it.
    const people = peopleFrom([]);
    return compileRoutes(catalog.routes.values(), {
      accountId: (account) => ids.get(account),
      mailboxesOf: (who, team) =>
        mailboxesOf(who, { catalog, people, ...(team === undefined ? {} : { target: { kind: "team", id: team } }) }),
    });
  },
  lastDue: async (schedule: string, now: EpochMillis) =>
    lastDue({ schedule, zone: (await ports.catalogs.current()).company.zone }, now),
});

/** The latest moment, not after `now`, at which a five-field schedule was due in a zone; undefined: never. */
async function lastDue(
  { schedule, zone }: { readonly schedule: string; readonly zone: string },
  now: EpochMillis,
): Promise<EpochMillis | undefined> {
  // Few messages ask for it: most companies' routes tell at once.
  const { Cron } = await import("croner");
  const cron = new Cron(schedule, { paused: true, timezone: zone });
  // Strictly before the reference, to the millisecond: one more, so that `now` itself counts.
  const last = cron.previousRuns(1, new Date(now + 1))[0];
  return last === undefined ? undefined : epochMillis(last.getTime());
}
