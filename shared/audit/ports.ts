import type { Seal } from "#shared/audit/seal.ts";
import type { Result } from "#shared/kernel/result.ts";
import type { EpochMillis } from "#shared/kernel/time.ts";
import type { ChainedEvent } from "#shared/storage/event.ts";
import type { Refused } from "#shared/storage/table.ts";

/** All events of all aggregates, by the hour in which they happened. */
export interface EventLog {
  /** Those of the hour that begins at `hour`, oldest first. */
  ofHour(hour: EpochMillis): Promise<readonly ChainedEvent[]>;
}

/** The chain of seals. */
export interface SealStore {
  last(): Promise<Seal | undefined>;
  /** The seal of this number, read strongly. */
  find(number: number): Promise<Seal | undefined>;
  /** All seals made from `since` on, oldest first. */
  from(since: EpochMillis): Promise<readonly Seal[]>;
  /** Adds seals behind the last one; refused when another worker sealed meanwhile. */
  append(seals: readonly Seal[]): Promise<Result<void, Refused>>;
}

/**
 * Where seals and their events are copied to, beyond the reach of whoever writes the table. It is a store of blobs:
 * every implementation passes test/contract/blob-store.ts.
 */
export interface SealedCopies {
  /** All bytes, or nothing; again only with the same bytes. @throws BlobConflictError when the key holds others */
  put(key: string, bytes: AsyncIterable<Uint8Array>): Promise<unknown>;
  /** Undefined when there is no such copy. */
  open(key: string): Promise<{ close(): Promise<void> } | undefined>;
}
