import type { AccessStore, Governance } from "#shared/access/ports.ts";
import { newsOf } from "#shared/access/request-news.ts";
import type { RequestPosts } from "#shared/access/request-post.ts";
import type { MessageSink } from "#shared/findings/message-sink.ts";
import type { PostMark } from "#shared/findings/post.ts";
import { type NewsTold, NOTHING_TOLD, tellNews } from "#shared/findings/tell-news.ts";
import type { RequestId } from "#shared/kernel/ids.ts";
import type { Clock } from "#shared/kernel/time.ts";

export type RequestNotifyDeps = {
  readonly store: Pick<AccessStore, "request">;
  readonly governance: Pick<Governance, "catalog" | "people">;
  readonly requestPosts: RequestPosts;
  readonly sink: MessageSink;
  readonly clock: Clock;
};

/**
 * Tells those whom an event of a request concerns, each destination once: who decides that they are asked,
 * reminded, next in line; who asked what became of it. The event says what to look for, the row says whether it
 * is so still.
 */
export async function notifyRequest(
  { request: id, type }: { readonly request: RequestId; readonly type: string },
  deps: RequestNotifyDeps,
): Promise<NewsTold> {
  const [stored, { catalog }, people] = await Promise.all([
    deps.store.request(id),
    deps.governance.catalog(),
    deps.governance.people(),
  ]);
  const request = stored?.value;
  if (request === undefined) return NOTHING_TOLD;
  const company = { catalog, people };
  const news = newsOf(type, { request, now: deps.clock.now(), company });
  if (news === undefined) return NOTHING_TOLD;
  const { turn } = news;
  const marked = (destination: string, mark: PostMark) => ({
    value: { request: id, turn, destination, ...mark },
    event: {
      type: `request-post.${mark.state.toLowerCase()}`,
      by: "function:request-notify",
      data: { request: id, turn, attempts: mark.attempts },
    },
  });
  return tellNews({ news, about: id, path: `/d/${id}`, thread: id, marked }, { ...deps, ...deps.requestPosts });
}
