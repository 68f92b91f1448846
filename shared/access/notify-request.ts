import type { News } from "#shared/access/news.ts";
import type { AccessStore, Governance } from "#shared/access/ports.ts";
import { newsOf } from "#shared/access/request-news.ts";
import type { RequestPosts } from "#shared/access/request-post.ts";
import type { Destination } from "#shared/catalog/documents/route.ts";
import { mailboxesOf } from "#shared/catalog/mailboxes-of.ts";
import { peopleFrom } from "#shared/catalog/people.ts";
import { destinationKey, type MessageSink } from "#shared/findings/message-sink.ts";
import { isSeenTo, type PostMark } from "#shared/findings/post.ts";
import { type Told, tellOnce } from "#shared/findings/tell-once.ts";
import type { RequestId } from "#shared/kernel/ids.ts";
import type { Clock } from "#shared/kernel/time.ts";

export type RequestNotifyDeps = {
  readonly store: Pick<AccessStore, "request">;
  readonly governance: Pick<Governance, "catalog" | "people">;
  readonly requestPosts: RequestPosts;
  readonly sink: MessageSink;
  readonly clock: Clock;
};

/** What became of it; `again`: some destination did not take it, and it is to be tried later. */
export type RequestNotified = { readonly told: number; readonly again: boolean };

/**
 * Tells those whom an event of a request concerns, each destination once: who decides that they are asked,
 * reminded, next in line; who asked what became of it. The event says what to look for, the row says whether it
 * is so still.
 */
export async function notifyRequest(
  { request: id, type }: { readonly request: RequestId; readonly type: string },
  deps: RequestNotifyDeps,
): Promise<RequestNotified> {
  const request = (await deps.store.request(id))?.value;
  if (request === undefined) return { told: 0, again: false };
  const { catalog } = await deps.governance.catalog();
  const company = { catalog, people: peopleFrom(await deps.governance.people()) };
  const news = newsOf(type, { request, now: deps.clock.now(), company });
  if (news === undefined) return { told: 0, again: false };
  const outcomes: Told[] = [];
  for (const destination of destinationsOf(news)) outcomes.push(await tellOne({ id, news, destination }, deps));
  return { told: outcomes.filter((each) => each === "delivered").length, again: outcomes.includes("failed") };
}

/** The role mailboxes of the teams meant, each once; where no document names one, mail to the words themselves. */
function destinationsOf({ hearers }: News): readonly Destination[] {
  const all = hearers.flatMap(({ who, asking }): readonly Destination[] => {
    const mailboxes = mailboxesOf(who, asking);
    return mailboxes.length === 0
      ? [{ via: "mail", who }]
      : mailboxes.map((address) => ({ via: "mail", address }) as const);
  });
  return [...new Map(all.map((each) => [destinationKey(each), each])).values()];
}

type One = { readonly id: RequestId; readonly news: News; readonly destination: Destination };

async function tellOne({ id: request, news, destination }: One, deps: RequestNotifyDeps): Promise<Told> {
  const { turn, title, lines } = news;
  const key = `${request}#${turn}#${destinationKey(destination)}`;
  const stored = await deps.requestPosts.posts.find(key);
  if (stored !== undefined && isSeenTo(stored.value, deps.clock.now())) return "known";
  const attempts = (stored?.value.attempts ?? 0) + 1;
  const marked = (mark: PostMark) => ({
    value: { request, turn, destination: destinationKey(destination), ...mark },
    event: {
      type: `request-post.${mark.state.toLowerCase()}`,
      by: "function:request-notify",
      data: { request, turn, attempts },
    },
  });
  const message = { key, destination, title, lines, path: `/d/${request}`, thread: request };
  return tellOnce({ message, id: key, stored, attempts, marked }, { ...deps, ...deps.requestPosts });
}
