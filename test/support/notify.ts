import { virtualClock } from "#shared/adapters/local/clocks.ts";
import { openStateFile } from "#shared/adapters/local/sqlite-file.ts";
import { SqliteTable } from "#shared/adapters/local/sqlite-table.ts";
import type { Route } from "#shared/catalog/documents/route.ts";
import type { Finding } from "#shared/findings/finding.ts";
import type { Message, SinkReply } from "#shared/findings/message-sink.ts";
import { compileRoutes } from "#shared/findings/route-findings.ts";
import type { EpochMillis } from "#shared/kernel/time.ts";
import { notifyStoresOn } from "#shared/storage/post-store.ts";
import { recordsOn } from "#shared/storage/records.ts";
import { at, testDigest } from "#test/support/findings.ts";

export const routeOf = (id: string, over: Partial<Route> = {}): Route => ({
  kind: "Route",
  id,
  team: "platform",
  send: [{ via: "slack", channel: `#${id}` }],
  ...over,
});

/** Telling people, with a sink that remembers, on a table in memory. */
export function notifying(routes: readonly Route[]) {
  const clock = virtualClock(at("2026-11-23T08:00:00Z"));
  const table = new SqliteTable(openStateFile(":memory:", { durability: "normal" }));
  const stores = notifyStoresOn(recordsOn(table, { clock, digest: testDigest }));
  const sent: Message[] = [];
  let reply: SinkReply = { kind: "delivered" };
  let due: EpochMillis | undefined;
  const compiled = compileRoutes(routes, {
    accountId: (number) => (number === "111122223333" ? "data-prod" : undefined),
    mailboxesOf: () => [],
  });
  return {
    stores,
    clock,
    sent,
    routes: async () => compiled,
    lastDue: async () => due,
    sink: {
      async send(message: Message) {
        sent.push(message);
        return reply;
      },
    },
    answer: (next: SinkReply) => {
      reply = next;
    },
    dueAt: (iso: string) => {
      due = at(iso);
    },
    async put(finding: Finding) {
      const stored = await stores.findings.find(finding.id);
      const event = { type: "finding.changed", by: "function:test", data: {} };
      const row =
        stored === undefined
          ? stores.findings.create(finding.id, finding, event)
          : stores.findings.change(finding.id, stored, { value: finding, event });
      await stores.commit([row]);
    },
  };
}
