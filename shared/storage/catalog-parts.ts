import type { Catalog } from "#shared/catalog/catalog.ts";
import { documentFromJson, documentJson } from "#shared/catalog/document-text.ts";
import type { GovernanceDocument } from "#shared/catalog/documents/governance-document.ts";
import type { CatalogPart } from "#shared/contracts/stored/catalog-part.ts";
import { StoredCatalogPart } from "#shared/contracts/stored/catalog-part.ts";
import { Contention } from "#shared/kernel/contention.ts";
import type { Digest, Sha256 } from "#shared/kernel/digest.ts";
import { canonicalJson } from "#shared/kernel/json.ts";
import type { RecordKind } from "#shared/storage/record.ts";
import { type Records, StoredShapeError } from "#shared/storage/records.ts";

/**
 * Documents of one kind, named by the hash of what is in them.
 *
 * A part never changes, so it is written before the head that names it, in a transaction of its own:
 * a crash between the two leaves a part nobody names, which does no harm. That way a catalogue of
 * any size is applied by one small transaction on the head, and a part most often serves many
 * revisions: an edit rewrites only the parts of the kinds it touches.
 */
export const catalogPartKind: RecordKind<CatalogPart> = {
  name: "catalog-part",
  version: 1,
  encode: (part) => part,
  decode: (body) => StoredCatalogPart.parse(body),
  indexes: () => ({}),
};

/** Half of what an item may hold, in characters, so that neither long UTF-8 nor the row around it comes near 400 kB. */
const MOST_CHARACTERS = 120_000;

/**
 * Writes the parts of a catalogue that are not there yet; their ids, in the order of the documents.
 *
 * @throws Contention when a part is refused again and again, and nobody else wrote it
 */
export async function writeParts(catalog: Catalog, records: Records, digest: Digest): Promise<readonly Sha256[]> {
  const ids: Sha256[] = [];
  for (const part of partsOf(catalog)) {
    const id = digest(canonicalJson(part));
    ids.push(id);
    await writePart(id, part, records);
  }
  return ids;
}

const MOST_TRIES = 5;

/**
 * Somebody else writing the same part meanwhile wrote the same bytes. But a refusal alone does not say that they
 * did: of two transactions in conflict both may be refused, and a head must never name a part that is not there.
 */
async function writePart(id: Sha256, part: CatalogPart, records: Records): Promise<void> {
  for (let attempt = 0; attempt < MOST_TRIES; attempt += 1) {
    if ((await records.find(catalogPartKind, id)) !== undefined) return;
    const event = {
      type: "catalog.part-stored",
      by: "function:catalog-api",
      data: { kind: part.kind, documents: part.documents.length },
    };
    if ((await records.commit([records.create(catalogPartKind, id, { value: part, event })])).ok) return;
  }
  throw new Contention(`Cannot keep part "${id}" of a catalogue: it was refused ${MOST_TRIES} times`);
}

type Entry = CatalogPart["documents"][number];

function partsOf(catalog: Catalog): readonly CatalogPart[] {
  const parts: { kind: CatalogPart["kind"]; documents: Entry[]; size: number }[] = [];
  for (const document of catalog.documents) {
    const { kind, id } = document;
    const pin = catalog.pins.get(`${kind}:${id}`);
    if (pin === undefined) continue;
    const json = documentJson(document);
    const entry: Entry = { id, version: pin.version, hash: pin.hash, document: json };
    const size = JSON.stringify(entry).length;
    const open = parts.findLast((part) => part.kind === kind);
    if (open !== undefined && open.size + size <= MOST_CHARACTERS) {
      open.documents.push(entry);
      open.size += size;
    } else {
      parts.push({ kind, documents: [entry], size });
    }
  }
  return parts.map(({ kind, documents }) => ({ kind, documents }));
}

export type ReadDocuments = {
  readonly documents: readonly GovernanceDocument[];
  readonly pins: ReadonlyMap<string, { readonly version: number; readonly hash: Sha256 }>;
};

/**
 * The documents of these parts.
 *
 * @throws StoredShapeError when a part is missing, or is not what its id says
 */
export async function readParts(ids: readonly Sha256[], records: Records, digest: Digest): Promise<ReadDocuments> {
  const parts = await Promise.all(ids.map((id) => partOf(id, records, digest)));
  const entries = parts.flatMap(({ kind, documents }) => documents.map((entry) => ({ kind, ...entry })));
  return {
    documents: entries.map(({ document }) => documentFromJson(document)),
    pins: new Map(entries.map(({ kind, id, version, hash }) => [`${kind}:${id}`, { version, hash }])),
  };
}

async function partOf(id: Sha256, records: Records, digest: Digest): Promise<CatalogPart> {
  const part = (await records.find(catalogPartKind, id))?.value;
  if (part === undefined) throw new StoredShapeError(`Cannot read the catalogue: its part "${id}" is not there`);
  if (digest(canonicalJson(part)) !== id) {
    throw new StoredShapeError(`Cannot read the catalogue: its part "${id}" is not what it was`);
  }
  return part;
}
