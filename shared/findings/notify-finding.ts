import type { Destination } from "#shared/catalog/documents/route.ts";
import { type Finding, isOpen, rankOf, SEVERITIES } from "#shared/findings/finding.ts";
import { isFlapping } from "#shared/findings/finding-change.ts";
import { findingMessage } from "#shared/findings/finding-message.ts";
import { destinationKey, type MessageSink } from "#shared/findings/message-sink.ts";
import type { NotifyStores } from "#shared/findings/ports.ts";
import { isSeenTo, type PostMark } from "#shared/findings/post.ts";
import { type CompiledRoute, immediateDestinations } from "#shared/findings/route-findings.ts";
import { type Told, tellOnce } from "#shared/findings/tell-once.ts";
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
  const finding = (await deps.stores.findings.find(id))?.value;
  if (finding === undefined || !isOpen(finding) || isFlapping(finding, deps.clock.now()))
    return { told: 0, again: false };
  let told = 0;
  let again = false;
  for (const destination of immediateDestinations(finding, await deps.routes())) {
    const outcome = await tellOne({ finding, destination }, deps);
    told += outcome === "delivered" ? 1 : 0;
    again ||= outcome === "failed";
  }
  return { told, again };
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

async function tellOne({ finding, destination }: One, deps: NotifyDeps): Promise<Told> {
  const key = destinationKey(destination);
  const id = `${finding.id}#${key}`;
  const turn = turnOf(finding);
  const stored = await deps.stores.posts.find(id);
  if (stored !== undefined && covers(stored.value.turn, finding) && isSeenTo(stored.value, deps.clock.now()))
    return "known";
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
  return tellOnce({ message, id, stored, attempts, marked }, { ...deps, ...deps.stores });
}
