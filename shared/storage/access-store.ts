import type {
  AccessChanges,
  AccessStore,
  DueRow,
  Held,
  PageAsk,
  RememberedKey,
  Witness,
  Written,
} from "#shared/access/ports.ts";
import type { Digest } from "#shared/kernel/digest.ts";
import { grantId, requestId } from "#shared/kernel/ids.ts";
import type { Page } from "#shared/kernel/page.ts";
import { type EpochMillis, isoOf } from "#shared/kernel/time.ts";
import { DUE_SHARDS, duePartition, grantKind, keyKind, requestKind } from "#shared/storage/access-kinds.ts";
import { everyRequest } from "#shared/storage/access-list.ts";
import { commitWithHoldings, heldBy, holdingsChange, holdingsKind } from "#shared/storage/holdings-store.ts";
import { optimistically } from "#shared/storage/optimistic.ts";
import type { RecordKind, Stored } from "#shared/storage/record.ts";
import { type Change, type Check, type Records, unchanged } from "#shared/storage/records.ts";
import type { Item, Query, Table } from "#shared/storage/table.ts";

export type AccessStoreParts = { readonly records: Records; readonly table: Table; readonly digest: Digest };

/** Requests, grants and idempotency keys on the one table. */
export function accessStoreOn({ records, table, digest }: AccessStoreParts): AccessStore {
  const keyId = ({ person, key }: Pick<RememberedKey, "person" | "key">): string => digest(`${person}\n${key}`);
  const changesOf = ({ requests: asked = [], grants: given = [], key, held }: AccessChanges): readonly Change[] => [
    ...asked.map((each) => written(records, requestKind, each)),
    ...given.map((each) => written(records, grantKind, each)),
    ...(key === undefined ? [] : [records.create(keyKind, keyId(key), { value: key, event: keyEvent(key) })]),
    ...(held === undefined || held.stored !== undefined ? [] : [laid(held, asked, records)]),
  ];
  const commit = async (changes: AccessChanges): Promise<boolean> => {
    const grants = changes.grants ?? [];
    const write = { changes: changesOf(changes), checks: checksOf(changes.unchanged), grants };
    const { ok } = await commitWithHoldings(write, records);
    if (ok) forgetHoldings(changes, records);
    return ok;
  };
  const grantsOf: AccessStore["grantsOf"] = (person, page) =>
    list(grantKind, newest("person", `GRANTS#${person}`), page);
  const list = <Value>(kind: RecordKind<Value>, query: Omit<Query, "limit" | "cursor">, page: PageAsk) =>
    records.list(kind, { ...query, ...page });

  return {
    request: (id) => records.find(requestKind, id),
    grant: (id) => records.find(grantKind, id),
    rememberedKey: async (person, key) => (await records.find(keyKind, keyId({ person, key })))?.value,
    due: (now, shard, page) => dueRows(table, duePartition(shard), { now, ...page }),
    dueShards: DUE_SHARDS,
    requestsOf: (person, page) => list(requestKind, newest("person", `REQUESTS#${person}`), page),
    requestsIn: (state, page) => list(requestKind, newest("list", `REQUESTS#${state}`), page),
    everyRequest: (page) => everyRequest(records, page),
    grantsOf,
    heldBy: (person) => heldBy(person, { records, store: { grantsOf } }),
    everyHoldings: (page) => list(holdingsKind, { index: "list", partition: "HOLDINGS" }, page),
    putHoldingsRight: (held, grants) => putRight({ ...held, grants }, records),
    grantsIn: (state, page) => list(grantKind, newest("list", `GRANTS#${state}`), page),
    requestEvents: (id, upTo) => records.events(requestKind.name, id, upTo),
    grantEvents: (id) => records.events(grantKind.name, id),
    commit,
    asLastSeen: optimistically,
    async activate({ stored, request, grants, held, unchanged: conditions }) {
      const running = written(records, requestKind, { stored, moved: request });
      const planned = grants.map((moved) => ({ moved, change: records.create(grantKind, moved.value.id, moved) }));
      const opened = { changed: grants.map(({ value }) => value), by: request.event.by };
      const changes = [running, ...planned.map(({ change }) => change), holdingsChange(held, opened, records)];
      if (!(await records.commit(changes, checksOf(conditions))).ok) return undefined;
      return {
        request: asWritten(running, request.value),
        grants: planned.map(({ moved, change }) => asWritten(change, moved.value)),
      };
    },
    async saveGrant(stored, moved, conditions) {
      const change = written(records, grantKind, { stored, moved });
      const write = { changes: [change], checks: checksOf(conditions), grants: [{ stored, moved }] };
      const { ok } = await commitWithHoldings(write, records);
      return ok ? asWritten(change, moved.value) : undefined;
    },
  };
}

/** The next state of what was read, or the first where nothing was. */
const written = <Value extends { readonly id: string }>(
  records: Records,
  kind: RecordKind<Value>,
  { stored, moved }: Written<Value>,
): Change => records.upsert(kind, moved.value.id, { stored, ...moved });

/** By who asks for them: what they hold was listed for that. */
const laid = (held: Held, asked: AccessChanges["requests"] = [], records: Records): Change =>
  holdingsChange(held, { changed: [], by: asked[0]?.moved.event.by ?? "function:access-api" }, records);

/** What follows from an approval or an end, another process does: what this one has in mind is soon outdated. */
function forgetHoldings({ requests = [] }: AccessChanges, records: Records): void {
  for (const { moved } of requests) {
    const { state, beneficiary } = moved.value;
    if (state === "APPROVED" || state === "SCHEDULED" || state === "REVOKING")
      records.forget(holdingsKind, beneficiary);
  }
}

async function putRight({ person, grants, stored }: Held, records: Records): Promise<boolean> {
  const value = { person, grants };
  const event = { by: "function:grant-reconcile", data: { grants: grants.map(({ id }) => id) } };
  const change =
    stored === undefined
      ? records.create(holdingsKind, person, { value, event: { ...event, type: "holdings.laid" } })
      : records.change(holdingsKind, person, { stored, value, event: { ...event, type: "holdings.corrected" } });
  return (await records.commit([change])).ok;
}

const newest = (index: "person" | "list", partition: string) => ({ index, partition, newestFirst: true }) as const;

const keyEvent = ({ person, request }: RememberedKey) => ({ type: "key.used", by: person, data: { request } });

const checksOf = (witnesses: readonly Witness[] = []): readonly Check[] =>
  witnesses.map(({ kind, id, revision }) => unchanged(kind, id, revision === undefined ? undefined : { revision }));

/** The row as the change wrote it, so that the next step needs no further read. */
function asWritten<Value>(change: Change, value: Value): Stored<Value> {
  const row = change.writes[0];
  if (row?.op !== "put") throw new Error("Cannot read back a change: its first write is no row");
  const { head } = JSON.parse(row.item.body) as { head: Stored<Value>["head"] };
  return { value, revision: row.item.revision, head };
}

async function dueRows(
  table: Table,
  partition: string,
  { now, ...page }: PageAsk & { readonly now: EpochMillis },
): Promise<Page<DueRow>> {
  // "$" sorts behind the "#" that follows the moment.
  const { items, ...rest } = await table.query({ index: "due", partition, to: `${isoOf(now)}$`, ...page });
  return { ...rest, items: items.map(dueRowOf) };
}

function dueRowOf({ kind, pk }: Item): DueRow {
  const id = pk.slice(pk.indexOf("#") + 1);
  return kind === grantKind.name ? { kind: "grant", id: grantId(id) } : { kind: "request", id: requestId(id) };
}
