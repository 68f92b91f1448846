import type { Route } from "#shared/catalog/documents/route.ts";
import type { Finding } from "#shared/findings/finding.ts";
import { digestMessage } from "#shared/findings/finding-message.ts";
import { destinationKey } from "#shared/findings/message-sink.ts";
import type { NotifyDeps } from "#shared/findings/notify-finding.ts";
import type { FindingQuery } from "#shared/findings/ports.ts";
import type { DigestMark } from "#shared/findings/post.ts";
import type { CompiledRoute } from "#shared/findings/route-findings.ts";
import { everyItem } from "#shared/kernel/page.ts";
import { type EpochMillis, isoOf } from "#shared/kernel/time.ts";
import type { Stored } from "#shared/storage/record.ts";

export type DigestDeps = NotifyDeps & {
  /** The latest moment, not after `now`, at which a route's schedule was due in the company's zone; undefined: never yet. */
  readonly lastDue: (schedule: string, now: EpochMillis) => Promise<EpochMillis | undefined>;
};

/** Lines of single findings in one digest; the rest is counted. */
const LINES = 10;

/**
 * Sends the digest of every route whose moment came since its last one. The mark is moved first: a
 * digest is sent at most once, and what one tells is still open in the next. Nothing open, new or
 * resolved since: nothing is sent.
 */
export async function sendDigests(deps: DigestDeps): Promise<number> {
  const now = deps.clock.now();
  let sent = 0;
  for (const compiled of await deps.routes()) {
    const { digest } = compiled.route;
    const due = digest === undefined ? undefined : await deps.lastDue(digest, now);
    if (due !== undefined) sent += await digestOf(compiled, due, deps);
  }
  return sent;
}

async function digestOf({ route, takes }: CompiledRoute, due: EpochMillis, deps: DigestDeps): Promise<number> {
  const mark = await deps.stores.marks.find(route.id);
  if (mark !== undefined && mark.value.until >= due) return 0;
  if (!(await moveMark({ route, mark, due }, deps))) return 0;
  // The first one begins the count: what happened before Tollgate looked is no news.
  if (mark === undefined) return 0;
  const since = mark.value.until;
  const open = (await all("OPEN", deps)).filter(takes);
  // Up to the moment that was due, not to now: what came in between is news of the next one, once.
  const isNews = (moment: EpochMillis): boolean => since < moment && moment <= due;
  const resolved = (await all("RESOLVED", deps)).filter(
    (each) => each.state === "RESOLVED" && isNews(each.at) && takes(each),
  );
  const fresh = open.filter(({ openSince }) => isNews(openSince));
  if (fresh.length + resolved.length === 0) return 0;
  const counts = { open: open.length, fresh: fresh.length, resolved: resolved.length };
  return sendAll(route, { ...digestMessage(counts, fresh.slice(0, LINES)), due }, deps);
}

type Digest = { readonly title: string; readonly lines: readonly string[]; readonly due: EpochMillis };

async function sendAll(route: Route, { title, lines, due }: Digest, { sink }: DigestDeps): Promise<number> {
  const destinations = new Map(route.send.map((each) => [destinationKey(each), each]));
  for (const [key, destination] of destinations)
    await sink.send({ key: `digest#${route.id}#${isoOf(due)}#${key}`, destination, title, lines, path: "/findings" });
  return destinations.size;
}

const all = (shelf: FindingQuery["shelf"], { stores }: DigestDeps): Promise<readonly Finding[]> =>
  everyItem((from) => stores.findings.list({ shelf, limit: 500, ...from }));

type Marking = { readonly route: Route; readonly mark: Stored<DigestMark> | undefined; readonly due: EpochMillis };

async function moveMark({ route, mark, due }: Marking, { stores }: DigestDeps): Promise<boolean> {
  const value: DigestMark = { route: route.id, until: due };
  const event = { type: "digest-mark.moved", by: "function:finding-notify", data: { until: isoOf(due) } };
  const row = stores.marks.upsert(route.id, mark, { value, event });
  return (await stores.commit([row])).ok;
}
