import { StoredAction } from "#shared/contracts/stored/action.ts";
import { isoOf } from "#shared/kernel/time.ts";
import { type Action, isUnsettled } from "#shared/policy/enforce/action.ts";
import type { ActionStore } from "#shared/policy/enforce/ports.ts";
import { dueRows } from "#shared/storage/finding-store.ts";
import type { RecordKind } from "#shared/storage/record.ts";
import { recordStoreOn } from "#shared/storage/record-store.ts";
import type { Records } from "#shared/storage/records.ts";
import { valuePage } from "#shared/storage/value-page.ts";

/**
 * The before-image ledger.
 *
 * | index | partition | sort |
 * | --- | --- | --- |
 * | list | `ACTIONS` | moment it was intended |
 * | thing | `ACTIONS#<arn>` | moment it was intended |
 * | due | `DUE#action`, until it is settled | moment of the next look |
 */
export const actionKind: RecordKind<Action> = {
  name: "action",
  version: 2,
  // A body of version 1 says nothing of lifecycle rules: what it set is the whole bucket, which reads the same.
  migrations: { 1: (body) => body },
  encode: (action) => JSON.parse(JSON.stringify(action)),
  decode: (body) => StoredAction.parse(body),
  indexes: (action) => {
    const sort = `${isoOf(action.intendedAt)}#${action.id}`;
    return {
      list: { partition: "ACTIONS", sort },
      thing: { partition: `ACTIONS#${action.resource.arn}`, sort },
      ...(isUnsettled(action)
        ? { due: { partition: "DUE#action", sort: `${isoOf(action.nextAt)}#${action.id}` } }
        : {}),
    };
  },
};

export const actionStoreOn = (records: Records): ActionStore => ({
  ...recordStoreOn(records, actionKind),
  list: (query) => valuePage(records, actionKind, { index: "list", partition: "ACTIONS", newestFirst: true, ...query }),
  due: (now, limit) => dueRows(records, actionKind, { partition: "DUE#action", now, limit }),
});
