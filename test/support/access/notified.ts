import { notifyRequest } from "#shared/access/notify-request.ts";
import type { Message, SinkReply } from "#shared/findings/message-sink.ts";
import type { NewsTold } from "#shared/findings/tell-news.ts";
import type { RequestId } from "#shared/kernel/ids.ts";
import { recordsOn } from "#shared/storage/records.ts";
import { requestPostsOn } from "#shared/storage/request-post-store.ts";
import { digest } from "#test/support/access/grant-world.ts";
import { DOCUMENTS, requestWorld } from "#test/support/access/request-world.ts";

/** A world of requests whose teams but security have a mailbox, and what was sent in it. */
export async function notifiedWorld(reply: () => SinkReply = () => ({ kind: "delivered" })) {
  const documents = DOCUMENTS.map((each) =>
    each.kind === "Team" && each.id !== "security" ? { ...each, mail: `${each.id}-oncall@example.com` } : each,
  );
  const world = await requestWorld(documents);
  await world.governance.setPerson("lea", ["all-data", "orders-leads"]);
  const sent: Message[] = [];
  const deps = {
    ...world.deps,
    requestPosts: requestPostsOn(recordsOn(world.table, { clock: world.clock, digest })),
    sink: {
      async send(message: Message) {
        sent.push(message);
        return reply();
      },
    },
  };
  const seen = new Map<RequestId, number>();
  return {
    ...world,
    deps,
    sent,
    tell: (request: RequestId, type: string): Promise<NewsTold> => notifyRequest({ request, type }, deps),
    /** Every event of a request since the last call, as the bus would bring it; answers what was said. */
    async news(request: RequestId): Promise<readonly string[]> {
      const from = sent.length;
      const events = await world.store.requestEvents(request);
      for (const { type } of events.slice(seen.get(request) ?? 0)) await notifyRequest({ request, type }, deps);
      seen.set(request, events.length);
      return sent.slice(from).map(({ destination, title }) => `${toOf(destination)}: ${title}`);
    },
  };
}

const toOf = (destination: Message["destination"]): string =>
  "address" in destination ? (destination.address.split("@")[0] ?? "") : JSON.stringify(destination);
