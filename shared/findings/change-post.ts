import type { PostMark } from "#shared/findings/post.ts";
import type { RecordStore } from "#shared/storage/record-store.ts";
import type { Records } from "#shared/storage/records.ts";

/** That one destination was told one thing of one held change; the row that keeps it from being told twice. */
export type ChangePost = PostMark & {
  readonly plan: string;
  /** `Dataset:finance.ledger` */
  readonly document: string;
  /** What was told: `asked#1#0#1795420800000` is that round 1 asks its stage 0 since that moment. */
  readonly turn: string;
  readonly destination: string;
};

/** By `<plan>#<document>#<turn>#<destination>`. */
export type ChangePosts = {
  readonly posts: RecordStore<ChangePost>;
  readonly commit: Records["commit"];
};
