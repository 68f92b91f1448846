import type { PendingRequest } from "#shared/access/access-request.ts";
import { type Telling, thingsOf } from "#shared/access/news.ts";
import { lapseOf } from "#shared/access/silence.ts";
import { askingIn } from "#shared/access/stages.ts";
import { type Who, whoText } from "#shared/catalog/documents/who.ts";
import { teamsOf } from "#shared/catalog/people-of.ts";
import { type Hearer, minuteOf, type News, roughly } from "#shared/findings/news.ts";
import { since } from "#shared/kernel/time.ts";

/** What an event of a request that waits to be decided is told as, to those whom its present stage asks. */
export function decidersNews(type: string, telling: Telling<PendingRequest>): News | undefined {
  switch (type) {
    case "request.submitted":
    case "request.edited":
    case "request.sent-back":
    case "request.decided":
      return askedNews(telling);
    case "request.reminded":
      return remindedNews(telling);
    case "request.escalated":
      return escalatedNews(telling);
    default:
      return undefined;
  }
}

/** Once for each stage of each round. */
function askedNews(telling: Telling<PendingRequest>): News {
  const { request } = telling;
  return {
    turn: `asked#${request.round}#${request.stage}`,
    hearers: hearersOf(telling, everybodyAsked(request)),
    title: `Decide: ${request.effect.short}`,
    lines: aboutLines(telling),
  };
}

function remindedNews(telling: Telling<PendingRequest>): News | undefined {
  const { request, now } = telling;
  const lapse = lapseOf(request);
  if (request.reminded === 0 || now >= lapse) return undefined;
  return {
    turn: `reminded#${request.round}#${request.reminded}`,
    hearers: hearersOf(telling, everybodyAsked(request)),
    title: `Still waiting, ${roughly(since(now, lapse))} left: ${request.id}`,
    lines: [`It asks to ${request.effect.short}.`, ...aboutLines(telling)],
  };
}

/** To those alone who were added: the others know that they are asked. */
function escalatedNews(telling: Telling<PendingRequest>): News | undefined {
  const { request } = telling;
  const escalated = request.pin.stages[request.stage]?.escalated;
  if (escalated?.widens !== true) return undefined;
  return {
    turn: `escalated#${request.round}`,
    hearers: hearersOf(telling, [escalated.to]),
    title: `Nobody answered ${request.id} for ${roughly(since(request.askedAt, escalated.at))}; you are next in line`,
    lines: [`It asks to ${request.effect.short}.`, ...aboutLines(telling)],
  };
}

/** The words of the present stage, and whom silence added. */
function everybodyAsked({ pin, stage }: PendingRequest): readonly Who[] {
  const asked = pin.stages[stage];
  if (asked === undefined) return [];
  return asked.escalated?.widens === true ? [...asked.of, asked.escalated.to] : asked.of;
}

function hearersOf({ request, company }: Telling<PendingRequest>, all: readonly Who[]): readonly Hearer[] {
  const stage = request.pin.stages[request.stage];
  return stage === undefined ? [] : all.map((who) => ({ who, asking: askingIn(stage, request, company) }));
}

function aboutLines({ request, company }: Telling<PendingRequest>): readonly string[] {
  const { catalog, people } = company;
  const teams = teamsOf(request.requester, { catalog, people }).map(({ id }) => id);
  const stage = request.pin.stages[request.stage];
  const asks = (stage?.of ?? []).map(whoText).join(" or ");
  return [
    `${teams.length === 0 ? "Somebody" : `Somebody of ${teams.join(", ")}`} asks, about ${thingsOf(request)}.`,
    effectLine(request),
    `Asked of ${asks}, as step ${request.stage + 1} of ${request.pin.stages.length}. Lapses ${minuteOf(lapseOf(request))}.`,
  ];
}

/** The effect as it was worked out, without the person's name, which is on the page. */
function effectLine({ beneficiary, effect: { sentence } }: PendingRequest): string {
  return sentence.startsWith(`${beneficiary} `) ? `They ${sentence.slice(beneficiary.length + 1)}` : sentence;
}
