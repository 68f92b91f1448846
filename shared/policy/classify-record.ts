import { parseIso } from "#shared/kernel/time.ts";
import type { CloudRecord, Unreadable } from "#shared/policy/cloud-record.ts";
import { type Creator, creatorOf, sessionNameOf } from "#shared/policy/creator.ts";
import { type Named, nameResources } from "#shared/policy/identify-resource.ts";
import type { JudgedResource } from "#shared/policy/judgement.ts";
import { recordedRetention, recordedTags } from "#shared/policy/recorded-state.ts";
import { isWatchedName, type WatchedEvent, watchedEvents } from "#shared/policy/resource-types/table.ts";

type IgnoredReason =
  /** The call carries an `errorCode`: nothing was made. */
  | "rejected"
  | "read-only"
  /** A watched name of a service that is not the one watched: `CreateCluster` of CloudHSM. */
  | "other-service"
  /** Made by a session of ours. The sweep finds what hides behind a borrowed name. */
  | "own-write"
  /** A tag call on a type that nobody governs. */
  | "other-type"
  | "not-watched";

/** A resource as the record alone shows it: what the record does not show is absent, so unknown. */
export type RecordedResource = {
  readonly resource: JudgedResource;
  readonly does: "create" | "change";
  readonly creator: Creator;
};

export type RecordOutcome =
  | { readonly kind: "judged"; readonly resources: readonly RecordedResource[] }
  | { readonly kind: "ignored"; readonly reason: IgnoredReason }
  | Unreadable;

/** Sessions in which Tollgate writes: the loop guard (c7n-3238), beside the ledger of what was written. */
const OWN_SESSION_PREFIX = "tollgate-";

/** What a record is to us: a change to judge, something to leave alone, or something nobody understands. */
export function classifyRecord(record: CloudRecord): RecordOutcome {
  const events = watchedEvents(record.source, record.name);
  const ignored = whyIgnored(record, events);
  if (ignored !== undefined) return { kind: "ignored", reason: ignored };
  return allNamed(record, events);
}

function whyIgnored(record: CloudRecord, events: readonly WatchedEvent[]): IgnoredReason | undefined {
  if (record.errorCode !== undefined) return "rejected";
  if (record.readOnly === true) return "read-only";
  if (events.length === 0) return isWatchedName(record.name) ? "other-service" : "not-watched";
  return sessionNameOf(record.identity)?.startsWith(OWN_SESSION_PREFIX) === true ? "own-write" : undefined;
}

/** One call may concern several types (Glue's TagResource): those it does not name fall away. */
function allNamed(record: CloudRecord, events: readonly WatchedEvent[]): RecordOutcome {
  const resources: RecordedResource[] = [];
  for (const event of events) {
    const naming = nameResources(record, event);
    if (naming.kind === "unreadable") return naming;
    if (naming.kind === "named") resources.push(...naming.resources.map((each) => recorded(each, { record, event })));
  }
  return resources.length === 0 ? { kind: "ignored", reason: "other-type" } : { kind: "judged", resources };
}

type From = { readonly record: CloudRecord; readonly event: WatchedEvent };

function recorded({ type, ...named }: Named, { record, event }: From): RecordedResource {
  const creator = creatorOf(record.identity);
  const tags = recordedTags(record, event);
  const at = event.does === "create" ? parseIso(record.eventTime ?? "") : undefined;
  const principal = event.does === "create" ? record.identity.arn : undefined;
  const resource: JudgedResource = {
    ...named,
    type: type.key,
    retention: recordedRetention(record, event),
    attributes: {},
    ...(tags === undefined ? {} : { tags }),
    ...(at === undefined ? {} : { createdAt: at }),
    ...(principal === undefined ? {} : { creator: principal }),
  };
  return { resource, does: event.does, creator };
}
