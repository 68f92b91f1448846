import { StoredChangePost } from "#shared/contracts/stored/change-post.ts";
import type { ChangePost, ChangePosts } from "#shared/findings/change-post.ts";
import type { RecordKind } from "#shared/storage/record.ts";
import { recordStoreOn } from "#shared/storage/record-store.ts";
import type { Records } from "#shared/storage/records.ts";

/** By `<plan>#<document>#<turn>#<destination>`. In no index. */
export const changePostKind: RecordKind<ChangePost> = {
  name: "change-post",
  version: 1,
  encode: (post) => post,
  decode: (body) => StoredChangePost.parse(body),
  indexes: () => ({}),
};

export const changePostsOn = (records: Records): ChangePosts => ({
  posts: recordStoreOn(records, changePostKind),
  commit: records.commit,
});
