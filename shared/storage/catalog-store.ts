import type { Catalog } from "#shared/catalog/catalog.ts";
import { resolveApplied } from "#shared/catalog/resolve-applied.ts";
import {
  type CatalogHead,
  type PolicyHead,
  StoredCatalogHead,
  StoredPolicyHead,
} from "#shared/contracts/stored/catalog-head.ts";
import type { Digest } from "#shared/kernel/digest.ts";
import { err, ok, type Result } from "#shared/kernel/result.ts";
import { readParts, writeParts } from "#shared/storage/catalog-parts.ts";
import type { Actor } from "#shared/storage/event.ts";
import type { RecordKind, Stored } from "#shared/storage/record.ts";
import { type Change, type Check, type Records, unchanged } from "#shared/storage/records.ts";

/** The head: the one row whose revision is the catalogue's. */
export const catalogHeadKind: RecordKind<CatalogHead> = {
  name: "catalog",
  version: 1,
  readOften: true,
  optimistic: "as-last-seen",
  encode: (head) => ({ ...head }),
  decode: (body) => StoredCatalogHead.parse(body),
  indexes: () => ({}),
};

export const CATALOG_HEAD = "head";

/**
 * One row per base AccessPolicy, under the policy's id. It changes in the same transaction as the
 * head whenever the policy, or one that tightens it, is another: a request that pinned it names this
 * row as a condition of its activation.
 */
export const policyHeadKind: RecordKind<PolicyHead> = {
  name: "access-policy",
  version: 1,
  encode: (head) => ({ ...head }),
  decode: (body) => StoredPolicyHead.parse(body),
  indexes: () => ({}),
};

/** The catalogue in force. Everything reads owners, classes, tiers, selectors and rules from here. */
export interface CatalogReader {
  /** The empty catalogue, revision 0, before the first apply. */
  current(): Promise<Catalog>;
}

export type Moved = { readonly kind: "catalog-moved"; readonly revision: number };
export type TooMany = { readonly kind: "too-many-policies"; readonly most: number };

export type CatalogStore = CatalogReader & {
  /** Ids that were removed, as `Kind:id`. */
  retired(): Promise<ReadonlySet<string>>;
  /** The next catalogue and what is written with it, in one transaction; refused whole if it moved. */
  save(
    next: Catalog,
    made: {
      readonly by: Actor;
      /** Who wrote what it brings, where that is somebody else than who applies it. */
      readonly author?: Actor;
      readonly with?: readonly Change[];
    },
  ): Promise<Result<void, Moved | TooMany>>;
  /** Changes beside a catalogue that stays as it is. */
  commit(changes: readonly Change[]): Promise<Result<void, Moved>>;
  /** The condition that the catalogue still is the one read: of everything it decides, nothing changed. */
  unchangedSince(catalog: Catalog): Check;
  /** The condition that a base policy, with all that tightens it, still is as in this catalogue. */
  policyUnchangedSince(catalog: Catalog, policy: string): Promise<Check>;
};

/** Room in one transaction, besides head, its event and what the caller adds: two writes per policy. */
const MOST_POLICIES = 40;

/** @see catalogPartKind for why documents lie in parts and only the head is written at apply */
export function catalogStoreOn(records: Records, { digest }: { readonly digest: Digest }): CatalogStore {
  let cached: Catalog | undefined;
  const head = () => records.find(catalogHeadKind, CATALOG_HEAD);
  return {
    async current() {
      const stored = await head();
      // By revision and hash: a table that was restored may hold another catalogue under the same revision.
      const { revision, hash } = stored?.value ?? { revision: 0, hash: undefined };
      if (cached?.revision === revision && (hash === undefined || cached.hash === hash)) return cached;
      cached = await catalogAt(stored?.value, records, digest);
      return cached;
    },
    retired: async () => new Set((await head())?.value.retired ?? []),
    async save(next, made) {
      const stored = await head();
      const moved: Moved = { kind: "catalog-moved", revision: stored?.value.revision ?? 0 };
      if (moved.revision !== next.revision - 1) return err(moved);
      const before = await catalogAt(stored?.value, records, digest);
      const policies = await policyChanges({ before, next, by: made.by }, records, digest);
      if (policies.length > MOST_POLICIES) return err({ kind: "too-many-policies", most: MOST_POLICIES });
      const value = await nextHead(stored, { before, next }, { records, digest });
      const written = await records.commit([
        headChange(stored, value, { records, made }),
        ...policies,
        ...(made.with ?? []),
      ]);
      return written.ok ? ok(undefined) : err(moved);
    },
    async commit(changes) {
      const written = await records.commit(changes);
      return written.ok ? ok(undefined) : err({ kind: "catalog-moved", revision: (await head())?.value.revision ?? 0 });
    },
    unchangedSince: ({ revision }) =>
      unchanged(catalogHeadKind.name, CATALOG_HEAD, revision === 0 ? undefined : { revision }),
    async policyUnchangedSince(catalog, policy) {
      const stored = await records.find(policyHeadKind, policy);
      const same = stored?.value.hash === policyHash(catalog, policy, digest);
      // A row that already differs must make the commit fail: revision 0 is no row's.
      return unchanged(policyHeadKind.name, policy, same && stored !== undefined ? stored : { revision: 0 });
    },
  };
}

async function catalogAt(head: CatalogHead | undefined, records: Records, digest: Digest): Promise<Catalog> {
  if (head === undefined) return resolveApplied([], { revision: 0, digest });
  const { documents, pins } = await readParts(head.parts, records, digest);
  return resolveApplied(documents, { revision: head.revision, digest, pins });
}

type Step = { readonly before: Catalog; readonly next: Catalog };

async function nextHead(
  stored: Stored<CatalogHead> | undefined,
  { before, next }: Step,
  { records, digest }: { readonly records: Records; readonly digest: Digest },
): Promise<CatalogHead> {
  const gone = [...before.pins.keys()].filter((key) => !next.pins.has(key));
  return {
    revision: next.revision,
    hash: next.hash,
    parts: [...(await writeParts(next, records, digest))],
    retired: [...new Set([...(stored?.value.retired ?? []), ...gone])].toSorted(),
  };
}

function headChange(
  stored: Stored<CatalogHead> | undefined,
  value: CatalogHead,
  { records, made }: { readonly records: Records; readonly made: { readonly by: Actor; readonly author?: Actor } },
): Change {
  const { by, author } = made;
  const written = author === undefined || author === by ? {} : { author };
  const event = { type: "catalog.applied", by, data: { revision: value.revision, hash: value.hash, ...written } };
  return records.upsert(catalogHeadKind, CATALOG_HEAD, { stored, value, event });
}

/** The hash of what one base policy decides by: itself and all that tightens it. */
function policyHash(catalog: Catalog, policy: string, digest: Digest) {
  const all = [...catalog.accessPolicies.values()].filter(({ id, tightens }) => id === policy || tightens === policy);
  return digest(
    all
      .map(({ id, hash }) => `${id} ${hash}`)
      .toSorted()
      .join("\n"),
  );
}

async function policyChanges(
  { before, next, by }: Step & { readonly by: Actor },
  records: Records,
  digest: Digest,
): Promise<readonly Change[]> {
  const bases = [before, next].flatMap(({ accessPolicies }) => [...accessPolicies.values()]);
  const ids = [...new Set(bases.filter(({ tightens }) => tightens === undefined).map(({ id }) => id))];
  const moved = ids.filter((id) => policyHash(before, id, digest) !== policyHash(next, id, digest));
  return Promise.all(
    moved.map(async (policy) => {
      const value: PolicyHead = { policy, revision: next.revision, hash: policyHash(next, policy, digest) };
      const event = { type: "access-policy.applied", by, data: { policy, revision: next.revision, hash: value.hash } };
      const stored = await records.find(policyHeadKind, policy);
      return records.upsert(policyHeadKind, policy, { stored, value, event });
    }),
  );
}
