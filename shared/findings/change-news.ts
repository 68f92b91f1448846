import type { Catalog } from "#shared/catalog/catalog.ts";
import type { GovernanceDocument } from "#shared/catalog/documents/governance-document.ts";
import { type Who, whoText } from "#shared/catalog/documents/who.ts";
import { stagesOf, wordsAt } from "#shared/catalog/held-asking.ts";
import { heldEffect } from "#shared/catalog/held-effect.ts";
import { isOverdue } from "#shared/catalog/lapse-held.ts";
import type { People } from "#shared/catalog/people.ts";
import { teamsOf } from "#shared/catalog/people-of.ts";
import type { CatalogProposal, HeldAsking, HeldChange } from "#shared/catalog/proposal.ts";
import { askingOf } from "#shared/catalog/vote.ts";
import { channelText } from "#shared/findings/channel-text.ts";
import { minuteOf, type News, roughly } from "#shared/findings/news.ts";
import { type EpochMillis, since } from "#shared/kernel/time.ts";

/** One held change, and all that is known when it is told of. */
export type ChangeTelling = {
  readonly plan: CatalogProposal;
  readonly held: HeldChange;
  readonly now: EpochMillis;
  readonly catalog: Catalog;
  readonly people: People;
  /** Those the plan was made of. */
  readonly documents: readonly GovernanceDocument[];
};

/**
 * What an event of a plan is told as of one change it holds, by what its row says now: what was overtaken meanwhile
 * is told by the event that overtook it. Undefined where nobody is told.
 *
 * Unlike news of a request these say why, as rules are everybody's: without secrets and addresses, as all in a channel.
 */
export function changeNewsOf(type: string, telling: ChangeTelling): News | undefined {
  if (telling.plan.state !== "applied") return undefined;
  const news = telling.held.state === "pending" ? decidersNews(type, telling) : authorNews(telling);
  return news === undefined
    ? undefined
    : { ...news, title: channelText(news.title), lines: news.lines.map(channelText) };
}

type Asked = ChangeTelling & { readonly asking: HeldAsking; readonly until: EpochMillis };

function decidersNews(type: string, telling: ChangeTelling): News | undefined {
  const { asking, pendingUntil: until } = telling.held;
  if (asking === undefined || until === undefined || isOverdue(telling.held, telling.now)) return undefined;
  switch (type) {
    case "catalog-plan.reminded":
      return remindedNews({ ...telling, asking, until });
    case "catalog-plan.escalated":
      return escalatedNews({ ...telling, asking, until });
    default:
      return askedNews({ ...telling, asking, until });
  }
}

/** Once each time that a stage begins to be asked. */
const askedNews = (telling: Asked): News => ({
  turn: `asked#${telling.asking.round}#${telling.asking.stage}#${telling.asking.askedAt}`,
  hearers: hearersOf(telling, wordsAt(telling.asking.stage, telling.held)),
  title: `Decide: ${shortOf(telling)}`,
  lines: aboutLines(telling),
});

function remindedNews(telling: Asked): News | undefined {
  const { asking, held, plan, now, until } = telling;
  if (asking.reminded === 0) return undefined;
  return {
    turn: `reminded#${asking.round}#${asking.reminded}`,
    hearers: hearersOf(telling, wordsAt(asking.stage, held)),
    title: `Still waiting, ${roughly(since(now, until))} left: ${plan.id}, ${held.kind} ${held.id}`,
    lines: [`It would change: ${shortOf(telling)}.`, ...aboutLines(telling)],
  };
}

/** To those alone who were added: the others know that they are asked. */
function escalatedNews(telling: Asked): News | undefined {
  const { asking, held, plan } = telling;
  const { escalated } = asking;
  if (escalated?.widens !== true || escalated.stage !== asking.stage) return undefined;
  const silent = roughly(since(asking.askedAt, escalated.at));
  return {
    turn: `escalated#${asking.round}`,
    hearers: hearersOf(telling, [escalated.to]),
    title: `Nobody answered ${plan.id}, ${held.kind} ${held.id} for ${silent}; you are next in line`,
    lines: [`It would change: ${shortOf(telling)}.`, ...aboutLines(telling)],
  };
}

const hearersOf = ({ plan, held, catalog, people }: ChangeTelling, all: readonly Who[]): News["hearers"] =>
  all.map((who) => ({ who, asking: askingOf(plan, held, { catalog, people }) }));

const shortOf = ({ held, catalog, documents }: ChangeTelling): string => heldEffect(held, { catalog, documents }).short;

function aboutLines({ plan, held, asking, until, catalog, people }: Asked): readonly string[] {
  const teams = teamsOf(plan.by, { catalog, people }).map(({ id }) => id);
  const { justification = "", ticket } = plan.reason ?? {};
  const stages = stagesOf(held);
  const asks = (stages[asking.stage]?.of ?? []).map(whoText).join(" or ");
  return [
    `${teams.length === 0 ? "Somebody" : `Somebody of ${teams.join(", ")}`} asks, in ${plan.id}. ${held.because.join("; ")}.`,
    ...(justification === "" ? [] : [`Why: ${justification}`]),
    ...(ticket === undefined ? [] : [`Ticket: ${ticket}`]),
    `Asked of ${asks}, as step ${asking.stage + 1} of ${stages.length}. Lapses ${minuteOf(until)}.`,
    `Decide: tollgate changes decide ${plan.id} ${held.kind} ${held.id} --approve, or --reject with a --note that says why`,
  ];
}

/** What became of it, to the team of whoever made the plan. Each end comes once. */
function authorNews({ plan, held, catalog, people }: ChangeTelling): News | undefined {
  const said = SAID[held.state]?.(held);
  if (said === undefined) return undefined;
  const what = `${held.kind} ${held.id}`;
  return {
    turn: held.state,
    hearers: [{ who: { kind: "requester", part: "team" }, asking: askingOf(plan, held, { catalog, people }) }],
    title: `${said.word}: ${what}`,
    lines: [
      `${plan.id} asked for it${held.because.length === 0 ? "" : `: ${held.because.join("; ")}`}.`,
      ...said.lines.filter((line) => line !== ""),
    ],
  };
}

const ANEW = "Plan it anew if you still want it.";

/** Of a change that nobody decides: it only waited. */
const NOT_ALONE = "What it waited for did not come into force, or the document is another by now.";

type Said = { readonly word: string; readonly lines: readonly string[] };

const SAID: { readonly [state in HeldChange["state"]]?: (held: HeldChange) => Said } = {
  approved: () => ({ word: "Approved, not in force yet", lines: ["It waits for another change of the plan."] }),
  applied: () => ({ word: "Approved and in force", lines: [] }),
  rejected: ({ votes }) => {
    const note = votes.findLast(({ outcome }) => outcome === "rejected")?.note ?? "";
    return { word: "Rejected", lines: [note === "" ? "" : `The note: ${note}`, "Nothing was changed."] };
  },
  lapsed: ({ decisions }) => ({
    word: "Lapsed",
    lines: [
      decisions.length === 0 ? NOT_ALONE : "The document is another by now, so it would be another change.",
      ANEW,
    ],
  }),
  expired: () => ({ word: "Not decided in time", lines: ["Nothing was changed.", ANEW] }),
};
