import { StoredFinding } from "#shared/contracts/stored/finding.ts";
import { StoredPending } from "#shared/contracts/stored/finding-pending.ts";
import { type Finding, isOpen, rankOf } from "#shared/findings/finding.ts";
import type { Pending } from "#shared/findings/pending.ts";
import type { FindingQuery, FindingStore, PendingStore } from "#shared/findings/ports.ts";
import { type EpochMillis, isoOf } from "#shared/kernel/time.ts";
import type { RecordKind, Stored } from "#shared/storage/record.ts";
import { recordStoreOn } from "#shared/storage/record-store.ts";
import type { Records } from "#shared/storage/records.ts";
import type { Indexes } from "#shared/storage/table.ts";
import { valuePage } from "#shared/storage/value-page.ts";

/**
 * Findings.
 *
 * | index | partition | sort |
 * | --- | --- | --- |
 * | list | `FINDINGS#<OPEN, SUPPRESSED or RESOLVED>` | worst first, then oldest |
 * | person | `FINDINGS#<owner>`, but for resolved ones | worst first, then oldest |
 * | thing | `FINDINGS#<account>#<region>#<type>`, but for resolved ones | `<arn>#<id>` |
 * | due | `DUE#finding`, where something happens at a moment | that moment |
 */
export const findingKind: RecordKind<Finding> = {
  name: "finding",
  version: 2,
  migrations: { 1: (body) => body },
  // Who is optimistic about findings looks at what is new: there is none of it, or the write shows that it is not new.
  optimistic: "absent",
  encode: (finding) => finding,
  decode: (body) => StoredFinding.parse(body),
  indexes: (finding) => {
    const worstFirst = `${9 - rankOf(finding.severity)}#${isoOf(finding.firstSeen)}#${finding.id}`;
    const list = { partition: `FINDINGS#${shelfOf(finding)}`, sort: worstFirst };
    if (finding.state === "RESOLVED") return { list };
    const due = dueOf(finding);
    return {
      list,
      person: { partition: `FINDINGS#${finding.owner}`, sort: worstFirst },
      thing: { partition: placeOf(finding.about), sort: `${finding.resource}#${finding.id}` },
      ...(due === undefined ? {} : { due: { partition: "DUE#finding", sort: `${isoOf(due)}#${finding.id}` } }),
    } satisfies Indexes;
  },
};

/** Resources that wait to be judged, by ARN; one that was judged keeps its row and leaves the index. */
export const pendingKind: RecordKind<Pending> = {
  name: "pending-judgement",
  version: 1,
  optimistic: "absent-unless-seen",
  encode: (row) => row,
  decode: (body) => StoredPending.parse(body),
  indexes: ({ over, nextAt, resource }) =>
    over === true ? {} : { due: { partition: "DUE#pending", sort: `${isoOf(nextAt)}#${resource.arn}` } },
};

export function findingStoreOn(records: Records): FindingStore {
  return {
    ...recordStoreOn(records, findingKind),
    list: ({ shelf, ...query }) =>
      valuePage(records, findingKind, { index: "list", partition: `FINDINGS#${shelf}`, ...query }),
    async ofResource({ resource, about }) {
      const query = { index: "thing" as const, partition: placeOf(about), prefix: `${resource}#`, limit: 1_000 };
      return (await records.list(findingKind, query)).items;
    },
    inShard: (shard, from) =>
      valuePage(records, findingKind, { index: "thing", partition: placeOf(shard), limit: 200, ...from }),
    due: (now, limit) => dueRows(records, findingKind, { partition: "DUE#finding", now, limit }),
  };
}

export const pendingStoreOn = (records: Records): PendingStore => ({
  ...recordStoreOn(records, pendingKind),
  due: (now, limit) => storedDueRows(records, pendingKind, { partition: "DUE#pending", now, limit }),
  async list(limit) {
    const page = await records.list(pendingKind, { index: "due", partition: "DUE#pending", limit });
    return page.items.map(({ value }) => value);
  },
});

type Due = { readonly partition: string; readonly now: EpochMillis; readonly limit: number };

/** What an index holds up to and including the moment `now`. */
export const dueRows = async <Value>(records: Records, kind: RecordKind<Value>, due: Due): Promise<readonly Value[]> =>
  (await storedDueRows(records, kind, due)).map(({ value }) => value);

async function storedDueRows<Value>(
  records: Records,
  kind: RecordKind<Value>,
  { partition, now, limit }: Due,
): Promise<readonly Stored<Value>[]> {
  // "$" sorts behind the "#" that follows the moment.
  return (await records.list(kind, { index: "due", partition, to: `${isoOf(now)}$`, limit })).items;
}

const shelfOf = (finding: Finding): FindingQuery["shelf"] =>
  isOpen(finding) ? "OPEN" : finding.state === "SUPPRESSED" ? "SUPPRESSED" : "RESOLVED";

const placeOf = ({ account, region, type }: Partial<Finding["about"]>): string =>
  `FINDINGS#${account ?? ""}#${region ?? ""}#${type ?? ""}`;

const dueOf = (finding: Finding): EpochMillis | undefined =>
  finding.state === "SUPPRESSED" ? finding.until : finding.next?.at;
