import type { Digest, Sha256 } from "#shared/kernel/digest.ts";
import { canonicalJson } from "#shared/kernel/json.ts";
import { type EpochMillis, isoOf } from "#shared/kernel/time.ts";
import { causeText, currentCause } from "#shared/storage/cause.ts";
import type { NewEvent } from "#shared/storage/event.ts";
import { eventKey, type RecordKind, rowKey } from "#shared/storage/record.ts";
import type { Expectation, Item, Write } from "#shared/storage/table.ts";

/** The next state of an aggregate, and what it follows. */
export type Next = {
  readonly value: unknown;
  readonly event: NewEvent;
  readonly revision: number;
  /** The hash of the event before. */
  readonly previous: Sha256;
  readonly expect: Expectation;
};

export type Where = {
  readonly kind: RecordKind<unknown>;
  readonly id: string;
  readonly at: EpochMillis;
  readonly digest: Digest;
};

type Put = Extract<Write, { op: "put" }>;

/** The two items of a state, the row and its event, and the event's hash, which is the head of the chain. */
export function rowAndEvent(
  { kind, id, at, digest }: Where,
  next: Next,
): { readonly row: Item; readonly head: Sha256; readonly writes: readonly Put[] } {
  const moment = isoOf(at);
  const unsigned = canonicalJson({
    ...next.event,
    aggregate: { kind: kind.name, id },
    sequence: next.revision,
    at,
    previous: next.previous,
  });
  const head = digest(unsigned);
  const row: Item = {
    ...rowKey(kind.name, id),
    kind: kind.name,
    version: kind.version,
    revision: next.revision,
    body: JSON.stringify({ head, value: kind.encode(next.value) }),
    indexes: kind.indexes(next.value),
  };
  const event: Item = {
    ...eventKey(kind.name, id, next.revision),
    kind: "event",
    version: 1,
    revision: 1,
    // What was hashed, as it was hashed, with its hash as the last member.
    body: `${unsigned.slice(0, -1)},"hash":${JSON.stringify(head)}}`,
    // By the hour, so that the seal reads one partition and no partition grows for ever.
    indexes: {
      list: {
        partition: `EVENTS#${moment.slice(0, 13)}`,
        sort: `${moment}#${kind.name}#${id}#${String(next.revision).padStart(8, "0")}`,
      },
    },
  };
  const cause = currentCause();
  const writes: readonly Put[] = [
    { op: "put", item: row, expect: next.expect },
    { op: "put", item: event, expect: "absent", ...(cause === undefined ? {} : { cause: causeText(cause) }) },
  ];
  return { row, head, writes };
}
