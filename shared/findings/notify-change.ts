import type { People } from "#shared/catalog/people.ts";
import type { CatalogProposal, HeldChange } from "#shared/catalog/proposal.ts";
import { changeNewsOf } from "#shared/findings/change-news.ts";
import type { ChangePosts } from "#shared/findings/change-post.ts";
import type { MessageSink } from "#shared/findings/message-sink.ts";
import type { News } from "#shared/findings/news.ts";
import type { PostMark } from "#shared/findings/post.ts";
import { type NewsTold, NOTHING_TOLD, tellNews } from "#shared/findings/tell-news.ts";
import type { Clock } from "#shared/kernel/time.ts";
import type { CatalogPlanStore } from "#shared/storage/catalog-plan-store.ts";
import type { CatalogStore } from "#shared/storage/catalog-store.ts";

export type ChangeNotifyDeps = {
  readonly plans: Pick<CatalogPlanStore, "find" | "documents">;
  readonly catalogs: Pick<CatalogStore, "current">;
  readonly people: () => Promise<People>;
  readonly changePosts: ChangePosts;
  readonly sink: MessageSink;
  readonly clock: Clock;
};

/** An event of a plan; `documents`, as `Dataset:finance.ledger`, where it is about some of its changes alone. */
export type PlanNews = { readonly plan: string; readonly type: string; readonly documents?: readonly string[] };

/**
 * Tells those whom an event of a plan concerns of each change it holds, each destination once: who decides that they
 * are asked, reminded, next in line; the author's team what became of it. The event says what to look for, the row
 * says whether it is so still.
 */
export async function notifyChange(event: PlanNews, deps: ChangeNotifyDeps): Promise<NewsTold> {
  const plan = (await deps.plans.find(event.plan))?.value;
  if (plan === undefined || plan.held.length === 0) return NOTHING_TOLD;
  const around = {
    plan,
    catalog: await deps.catalogs.current(),
    people: await deps.people(),
    documents: await deps.plans.documents(plan),
  };
  const all: NewsTold[] = [];
  for (const held of plan.held) {
    if (event.documents?.includes(documentOf(held)) === false) continue;
    const news = changeNewsOf(event.type, { ...around, held, now: deps.clock.now() });
    if (news !== undefined) all.push(await tellOf({ plan, held }, news, deps));
  }
  return { told: all.reduce((sum, { told }) => sum + told, 0), again: all.some(({ again }) => again) };
}

const documentOf = ({ kind, id }: HeldChange): string => `${kind}:${id}`;

type Change = { readonly plan: CatalogProposal; readonly held: HeldChange };

function tellOf({ plan: { id: plan }, held }: Change, news: News, deps: ChangeNotifyDeps): Promise<NewsTold> {
  const { turn } = news;
  const document = documentOf(held);
  const marked = (destination: string, mark: PostMark) => ({
    value: { plan, document, turn, destination, ...mark },
    event: {
      type: `change-post.${mark.state.toLowerCase()}`,
      by: "function:change-notify",
      data: { plan, document, turn, attempts: mark.attempts },
    },
  });
  const path = `/changes/${[plan, held.kind, held.id].map(encodeURIComponent).join("/")}`;
  const telling = { news, about: `${plan}#${document}`, path, thread: `${plan}-${held.kind}-${held.id}`, marked };
  return tellNews(telling, { ...deps, ...deps.changePosts });
}
