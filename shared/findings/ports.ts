import type { Finding } from "#shared/findings/finding.ts";
import type { Pending } from "#shared/findings/pending.ts";
import type { DigestMark, Post } from "#shared/findings/post.ts";
import type { From, Page } from "#shared/kernel/page.ts";
import type { EpochMillis } from "#shared/kernel/time.ts";
import type { Stored } from "#shared/storage/record.ts";
import type { RecordStore } from "#shared/storage/record-store.ts";
import type { Records } from "#shared/storage/records.ts";

/** Which findings, and where to go on. `shelf` is what they are kept under: open includes acknowledged. */
export type FindingQuery = From & {
  readonly shelf: "OPEN" | "SUPPRESSED" | "RESOLVED";
  readonly limit: number;
};

/** Findings, one row each. Lists may be a moment old: read a finding again before changing it. */
export type FindingStore = RecordStore<Finding> & {
  /** Worst first, then oldest. */
  list(query: FindingQuery): Promise<Page<Finding>>;
  /** All that are not resolved, of one resource. */
  ofResource(about: { readonly resource: string } & Pick<Finding, "about">): Promise<readonly Stored<Finding>[]>;
  /** All that are not resolved in one account, region and type, in the order of their resources. */
  inShard(
    shard: { readonly account: string; readonly region: string; readonly type: string },
    from?: From,
  ): Promise<Page<Finding>>;
  /** Those with something to happen by `now`: a grace or an exemption that ends. */
  due(now: EpochMillis, limit: number): Promise<readonly Finding[]>;
};

/** Resources that wait to be judged, by ARN. */
export type PendingStore = RecordStore<Pending> & {
  /** As the index shows them: a row may be a moment old. */
  due(now: EpochMillis, limit: number): Promise<readonly Stored<Pending>[]>;
  /** What waits, oldest first. */
  list(limit: number): Promise<readonly Pending[]>;
};

/** What telling people of findings keeps. */
export type NotifyStores = {
  readonly findings: FindingStore;
  /** By `<finding>#<destination>`. */
  readonly posts: RecordStore<Post>;
  /** By route. */
  readonly marks: RecordStore<DigestMark>;
  readonly commit: Records["commit"];
};
