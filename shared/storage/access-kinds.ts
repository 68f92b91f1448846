import type { AccessRequest } from "#shared/access/access-request.ts";
import { type Grant, isBegun } from "#shared/access/grant.ts";
import type { RememberedKey } from "#shared/access/ports.ts";
import { StoredGrant } from "#shared/contracts/stored/access-grant.ts";
import { StoredKey } from "#shared/contracts/stored/access-key.ts";
import {
  accessRequestFrom1,
  accessRequestFrom2,
  StoredAccessRequest,
} from "#shared/contracts/stored/access-request.ts";
import { type EpochMillis, isoOf } from "#shared/kernel/time.ts";
import type { RecordKind } from "#shared/storage/record.ts";
import type { IndexEntry } from "#shared/storage/table.ts";

/** Open requests and grants are spread over so many partitions of `due`. */
export const DUE_SHARDS = 4;

export const duePartition = (shard: number): string => `OPEN#${shard}`;

/**
 * Requests.
 *
 * | index | partition | sort |
 * | --- | --- | --- |
 * | due | `OPEN#<0 to 3>`, open ones | `<nextActionAt>#<id>` |
 * | list | `REQUESTS#<state>` | `<submittedAt>#<id>` |
 * | person | `REQUESTS#<requester>` | `<submittedAt>#<id>` |
 * | thing | `REQUESTS#<dataset of the first item>` | `<submittedAt>#<id>` |
 */
export const requestKind: RecordKind<AccessRequest> = {
  name: "access-request",
  version: 3,
  readOften: true,
  optimistic: "as-last-seen",
  migrations: { 1: accessRequestFrom1, 2: accessRequestFrom2 },
  encode: (request) => request,
  decode: (body) => StoredAccessRequest.parse(body),
  indexes: (request) => {
    const sort = `${isoOf(request.submittedAt)}#${request.id}`;
    return {
      ...dueOf(request),
      list: { partition: `REQUESTS#${request.state}`, sort },
      person: { partition: `REQUESTS#${request.requester}`, sort },
      thing: { partition: `REQUESTS#${request.items[0]?.dataset}`, sort },
    };
  },
};

/**
 * Grants.
 *
 * | index | partition | sort |
 * | --- | --- | --- |
 * | due | `OPEN#<0 to 3>`, open ones | `<nextActionAt>#<id>` |
 * | list | `GRANTS#<state>` | `<activatedAt, else approvedUntil>#<id>` |
 * | person | `GRANTS#<person>` | as in list |
 * | thing | `GRANTS#<dataset>` | as in list |
 */
export const grantKind: RecordKind<Grant> = {
  name: "grant",
  version: 1,
  encode: (grant) => grant,
  decode: (body) => StoredGrant.parse(body),
  indexes: (grant) => {
    const sort = `${isoOf(isBegun(grant) ? grant.activatedAt : grant.approvedUntil)}#${grant.id}`;
    return {
      ...dueOf(grant),
      list: { partition: `GRANTS#${grant.state}`, sort },
      person: { partition: `GRANTS#${grant.role.person}`, sort },
      thing: { partition: `GRANTS#${grant.dataset}`, sort },
    };
  },
};

/** Idempotency keys, by person and key. In no index. */
export const keyKind: RecordKind<RememberedKey> = {
  name: "access-key",
  version: 1,
  // Whoever made a key writes it as new: one that is there after all shows at the write.
  optimistic: "absent-unless-seen",
  encode: (key) => key,
  decode: (body) => StoredKey.parse(body),
  indexes: () => ({}),
};

/** Everything open has a moment at which something must happen to it: nothing open can be forgotten. */
function dueOf(row: { readonly id: string; readonly nextActionAt?: EpochMillis }): { readonly due?: IndexEntry } {
  if (row.nextActionAt === undefined) return {};
  return { due: { partition: duePartition(shardOf(row.id)), sort: `${isoOf(row.nextActionAt)}#${row.id}` } };
}

const shardOf = (id: string): number => [...id].reduce((sum, char) => sum + (char.codePointAt(0) ?? 0), 0) % DUE_SHARDS;
