import type { Destination } from "#shared/catalog/documents/route.ts";
import { type Finding, isOpen, rankOf, SEVERITIES } from "#shared/findings/finding.ts";
import { isFlapping } from "#shared/findings/finding-change.ts";
import { findingMessage } from "#shared/findings/finding-message.ts";
import { destinationKey, type MessageSink } from "#shared/findings/message-sink.ts";
import type { NotifyStores } from "#shared/findings/ports.ts";
import type { Post } from "#shared/findings/post.ts";
import { type CompiledRoute, immediateDestinations } from "#shared/findings/route-findings.ts";
import { type Told, tellOnce } from "#shared/findings/tell-once.ts";
import type { Clock } from "#shared/kernel/time.ts";
import type { Stored } from "#shared/storage/record.ts";

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
  let stored = await deps.stores.posts.find(id);
  if (stored !== undefined && stored.value.state !== "SENDING" && covers(stored.value.turn, finding)) return "known";
  const attempts = stored?.value.turn === turn ? stored.value.attempts + 1 : 1;
  const mark = async (state: Post["state"]): Promise<boolean> => {
    const post: Post = { finding: finding.id, destination: key, turn, state, attempts, at: deps.clock.now() };
    const written = await write(id, { stored, post }, deps);
    stored = await deps.stores.posts.find(id);
    return written;
  };
  const message = { key: `${id}#${turn}`, destination, path: `/findings/${finding.id}`, ...findingMessage(finding) };
  return tellOnce({ message, attempts, mark }, deps.sink);
}

async function write(
  id: string,
  { stored, post }: { readonly stored: Stored<Post> | undefined; readonly post: Post },
  { stores }: NotifyDeps,
): Promise<boolean> {
  const event = {
    type: `finding-post.${post.state.toLowerCase()}`,
    by: "function:finding-notify",
    data: { finding: post.finding, turn: post.turn, attempts: post.attempts },
  };
  const row =
    stored === undefined
      ? stores.posts.create(id, post, event)
      : stores.posts.change(id, stored, { value: post, event });
  return (await stores.commit([row])).ok;
}
