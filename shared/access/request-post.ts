import type { PostMark } from "#shared/findings/post.ts";
import type { RequestId } from "#shared/kernel/ids.ts";
import type { RecordStore } from "#shared/storage/record-store.ts";
import type { Records } from "#shared/storage/records.ts";

/** That one destination was told one thing of one request; the row that keeps it from being told twice. */
export type RequestPost = PostMark & {
  readonly request: RequestId;
  /** What was told: `asked#1#0` is that round 1 asks its stage 0. */
  readonly turn: string;
  readonly destination: string;
};

/** By `<request>#<turn>#<destination>`. */
export type RequestPosts = {
  readonly posts: RecordStore<RequestPost>;
  readonly commit: Records["commit"];
};
