import type { Destination } from "#shared/catalog/documents/route.ts";
import { type Finding, isOpen, rankOf, SEVERITIES } from "#shared/findings/finding.ts";
import { isFlapping } from "#shared/findings/finding-change.ts";
import { findingMessage } from "#shared/findings/finding-message.ts";
import { destinationKey, type MessageSink } from "#shared/findings/message-sink.ts";
import type { NotifyStores } from "#shared/findings/ports.ts";
import { isSeenTo, type Post, type PostMark } from "#shared/findings/post.ts";
import { type CompiledRoute, immediateDestinations } from "#shared/findings/route-findings.ts";
import { type Telling, tellEach } from "#shared/findings/tell-once.ts";
import type { Clock } from "#shared/kernel/time.ts";

export type NotifyDeps = {
  readonly stores: NotifyStores;
  readonly routes: () => Promise<readonly CompiledRoute[]>;
  readonly sink: MessageSink;
  readonly clock: Clock;
};

/** What became of it; `again`: some destination did not take it, and it is to be tried later. */
export type Notified = { readonly told: number; readonly again: boolean };

/**
 * Tells of a finding at once, where a route says so: once per destination each time it opens, however
 * often the news comes. One that flaps, is closed or covered meanwhile is left to the digest.
 */
export async function notifyFinding(id: string, deps: NotifyDeps): Promise<Notified> {
  const [stored, routes] = await Promise.all([deps.stores.findings.find(id), deps.routes()]);
  const finding = stored?.value;
  if (finding === undefined || !isOpen(finding) || isFlapping(finding, deps.clock.now()))
    return { told: 0, again: false };
  const destinations = immediateDestinations(finding, routes);
  const tellings = await Promise.all(destinations.map((destination) => tellingOf({ finding, destination }, deps)));
  const outcomes = await tellEach(
    tellings.filter((telling) => telling !== undefined),
    { ...deps, ...deps.stores },
  );
  return { told: outcomes.filter((each) => each === "delivered").length, again: outcomes.includes("failed") };
}

/** The same each time it is sent; another one when the finding opens again, or gets worse. */
const turnOf = ({ repeats, severity }: Finding): string => `${repeats}#${severity}`;

/** Whether who was told of `turn` knows as much: the same opening, then as bad as now or worse. */
function covers(turn: string, { repeats, severity }: Finding): boolean {
  const [of, told] = turn.split("#");
  const worst = (SEVERITIES as readonly string[]).indexOf(told ?? "");
  return of === String(repeats) && worst >= rankOf(severity);
}

type One = { readonly finding: Finding; readonly destination: Destination };

/** Undefined where the destination was told, or another worker is telling it. */
async function tellingOf({ finding, destination }: One, deps: NotifyDeps): Promise<Telling<Post> | undefined> {
  const key = destinationKey(destination);
  const id = `${finding.id}#${key}`;
  const turn = turnOf(finding);
  const stored = await deps.stores.posts.find(id);
  if (stored !== undefined && covers(stored.value.turn, finding) && isSeenTo(stored.value, deps.clock.now()))
    return undefined;
  const attempts = stored?.value.turn === turn ? stored.value.attempts + 1 : 1;
  const message = { key: `${id}#${turn}`, destination, path: `/findings/${finding.id}`, ...findingMessage(finding) };
  const marked = (mark: PostMark) => ({
    value: { finding: finding.id, destination: key, turn, ...mark },
    event: {
      type: `finding-post.${mark.state.toLowerCase()}`,
      by: "function:finding-notify",
      data: { finding: finding.id, turn, attempts },
    },
  });
  return { message, id, stored, attempts, marked };
}
