import { type AccessRequest, isApproved } from "#shared/access/access-request.ts";
import { decidersNews } from "#shared/access/deciders-news.ts";
import { type Telling, thingsOf } from "#shared/access/news.ts";
import { channelText } from "#shared/findings/channel-text.ts";
import { minuteOf, type News } from "#shared/findings/news.ts";
import { formatDuration } from "#shared/kernel/duration.ts";

/**
 * What an event of a request is told as, by what its row says now: what was overtaken meanwhile is told by the
 * event that overtook it. Undefined where nobody is told.
 *
 * The texts hold what Tollgate itself worked out, names of the catalogue and moments. What people wrote
 * (justification, notes, ticket) and who they are stays on the page.
 */
export function newsOf(type: string, { request, ...rest }: Telling): News | undefined {
  const news =
    request.state === "PENDING" ? decidersNews(type, { request, ...rest }) : requesterNews(type, { request, ...rest });
  return news === undefined
    ? undefined
    : { ...news, title: channelText(news.title), lines: news.lines.map(channelText) };
}

type Said = Omit<News, "hearers">;

function requesterNews(type: string, { request, company: { catalog, people } }: Telling): News | undefined {
  const said = SAID.get(type)?.(request);
  if (said === undefined) return undefined;
  const asking = { catalog, people, requester: request.requester };
  return { ...said, hearers: [{ who: { kind: "requester", part: "team" }, asking }] };
}

const over =
  (word: string, line: string) =>
  (request: AccessRequest): Said | undefined =>
    overNews(request, `${word}: ${thingsOf(request)}`, line);

/** By the event that brings it about. */
const SAID: ReadonlyMap<string, (request: AccessRequest) => Said | undefined> = new Map([
  ["request.approved", approvedNews],
  ["request.active", activeNews],
  ["request.end-moved", activeNews],
  ["request.rejected", over("Not granted", "The reason is on the page.")],
  ["request.blocked", over("Not granted", "The reason is on the page.")],
  ["request.expired", over("Lapsed", "Nothing was granted.")],
  ["request.ended", over("Taken back and checked", "It is over.")],
  ["request.revoked", over("Taken back and checked", "It was revoked.")],
  ["request.failed", over("Never took effect", "Nothing is left of it.")],
]);

function approvedNews(request: AccessRequest): Said | undefined {
  if (!isApproved(request)) return undefined;
  const begins = request.state === "SCHEDULED" ? `at ${minuteOf(request.nextActionAt)}` : "now";
  return {
    turn: `approved#${request.round}`,
    title: `Approved: ${request.effect.short}`,
    lines: [`${request.id}, about ${thingsOf(request)}. It begins ${begins}.`],
  };
}

/** Told anew when an extension moved the end. */
function activeNews(request: AccessRequest): Said | undefined {
  if (request.state !== "ACTIVE") return undefined;
  const { short } = request.effect;
  const length = ` for ${formatDuration(request.duration)}`;
  const what = short.endsWith(length) ? short.slice(0, -length.length) : short;
  return {
    turn: `active#${request.nextActionAt}`,
    title: `You can ${what} until ${minuteOf(request.nextActionAt)}`,
    lines: [`${request.id}, about ${thingsOf(request)}. Give it back when you are done.`],
  };
}

function overNews(request: AccessRequest, title: string, line: string): Said | undefined {
  if (!("endedAt" in request)) return undefined;
  const was = `${request.id} asked to ${request.effect.short}.`;
  return { turn: "over", title, lines: [was, `${line} Since ${minuteOf(request.endedAt)}.`] };
}
