import { postFrom1, StoredDigestMark, StoredPost } from "#shared/contracts/stored/finding-post.ts";
import type { NotifyStores } from "#shared/findings/ports.ts";
import type { DigestMark, Post } from "#shared/findings/post.ts";
import { findingStoreOn } from "#shared/storage/finding-store.ts";
import type { RecordKind } from "#shared/storage/record.ts";
import { recordStoreOn } from "#shared/storage/record-store.ts";
import type { Records } from "#shared/storage/records.ts";

/** By `<finding>#<destination>`. */
export const postKind: RecordKind<Post> = {
  name: "finding-post",
  version: 2,
  migrations: { 1: postFrom1 },
  encode: (post) => post,
  decode: (body) => StoredPost.parse(body),
  indexes: () => ({}),
};

/** By the id of the route. */
export const digestMarkKind: RecordKind<DigestMark> = {
  name: "digest-mark",
  version: 1,
  encode: (mark) => mark,
  decode: (body) => StoredDigestMark.parse(body),
  indexes: () => ({}),
};

export const notifyStoresOn = (records: Records): NotifyStores => ({
  findings: findingStoreOn(records),
  posts: recordStoreOn(records, postKind),
  marks: recordStoreOn(records, digestMarkKind),
  commit: records.commit,
});
