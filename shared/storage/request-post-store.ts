import type { RequestPost, RequestPosts } from "#shared/access/request-post.ts";
import { postFrom1 } from "#shared/contracts/stored/finding-post.ts";
import { StoredRequestPost } from "#shared/contracts/stored/request-post.ts";
import type { RecordKind } from "#shared/storage/record.ts";
import { recordStoreOn } from "#shared/storage/record-store.ts";
import type { Records } from "#shared/storage/records.ts";

/** By `<request>#<turn>#<destination>`. In no index. */
export const requestPostKind: RecordKind<RequestPost> = {
  name: "request-post",
  version: 2,
  migrations: { 1: postFrom1 },
  encode: (post) => post,
  decode: (body) => StoredRequestPost.parse(body),
  indexes: () => ({}),
};

export const requestPostsOn = (records: Records): RequestPosts => ({
  posts: recordStoreOn(records, requestPostKind),
  commit: records.commit,
});
