import type { Catalog, Pinned, ResolvedDataset, ResolvedWorkload } from "#shared/catalog/catalog.ts";
import { withCurrentNames } from "#shared/catalog/current-names.ts";
import { type DocumentIndex, indexDocuments, keyOf } from "#shared/catalog/document-index.ts";
import { documentHash } from "#shared/catalog/document-text.ts";
import type { DocumentKind, Origin } from "#shared/catalog/documents/document.ts";
import type { DocumentOf, GovernanceDocument } from "#shared/catalog/documents/governance-document.ts";
import { NO_COMPANY, NO_DIRECTORY } from "#shared/catalog/empty-catalog.ts";
import { resolveDataset } from "#shared/catalog/resolve-dataset.ts";
import { resolveWorkload } from "#shared/catalog/resolve-workload.ts";
import { ownOrigins, type Resolved, type Resolving } from "#shared/catalog/resolving.ts";
import type { Digest, Sha256 } from "#shared/kernel/digest.ts";

export type ApplyOptions = {
  readonly revision: number;
  readonly digest: Digest;
  /** The pins of the catalogue before: a document whose hash stays keeps its version. */
  readonly pins?: ReadonlyMap<string, { readonly version: number; readonly hash: Sha256 }>;
};

/** Resolves documents that were checked when they were applied. */
export function resolveApplied(documents: readonly GovernanceDocument[], options: ApplyOptions): Catalog {
  const written = indexDocuments(documents);
  const current = documents.map((document) => withCurrentNames(document, written));
  const index = indexDocuments(current);
  const pins = pinsOf(current, options);
  const company = index.all("Company")[0] ?? NO_COMPANY;
  const pin: Resolving["pin"] = (document) =>
    pins.get(keyOf(document.kind, document.id)) ?? {
      version: options.revision,
      hash: documentHash(document, options.digest),
    };
  const resolving: Resolving = { index, company, pin };
  const datasets = resolvedAll(index.all("Dataset"), (each) => resolveDataset(each, resolving));
  const workloads = resolvedAll(index.all("Workload"), (each) => resolveWorkload(each, resolving));
  const origins = new Map([...datasets.origins, ...workloads.origins]);
  return {
    revision: options.revision,
    hash: hashOf(pins, options.digest),
    company,
    directory: index.all("Directory")[0] ?? NO_DIRECTORY,
    ...pinnedMaps(index, pin),
    datasets: datasets.values,
    workloads: workloads.values,
    documents,
    pins,
    renamed: written.renamed,
    explain: ({ kind, id }) => origins.get(keyOf(kind, id)) ?? new Map(ownOrigins(index.find(kind, id) ?? NO_COMPANY)),
  };
}

function pinsOf(documents: readonly GovernanceDocument[], { revision, digest, pins }: ApplyOptions) {
  return new Map(
    documents.map((document) => {
      const key = keyOf(document.kind, document.id);
      const hash = documentHash(document, digest);
      const before = pins?.get(key);
      return [key, { hash, version: before?.hash === hash ? before.version : revision }] as const;
    }),
  );
}

const hashOf = (pins: ReadonlyMap<string, { readonly hash: Sha256 }>, digest: Digest): Sha256 =>
  digest(
    [...pins]
      .map(([key, { hash }]) => `${key} ${hash}`)
      .toSorted()
      .join("\n"),
  );

function pinnedMaps(index: DocumentIndex, pin: Resolving["pin"]) {
  const mapOf = <Kind extends DocumentKind>(kind: Kind): ReadonlyMap<string, Pinned<DocumentOf<Kind>>> =>
    new Map(index.all(kind).map((document) => [document.id, { ...document, ...pin(document) }]));
  return {
    accounts: mapOf("Account"),
    teams: mapOf("Team"),
    templates: mapOf("Template"),
    accessPolicies: mapOf("AccessPolicy"),
    policies: mapOf("Policy"),
    exemptions: mapOf("Exemption"),
    allocationRules: mapOf("AllocationRule"),
    budgets: mapOf("Budget"),
    reports: mapOf("Report"),
    routes: mapOf("Route"),
  };
}

type Thing = ResolvedDataset | ResolvedWorkload;

function resolvedAll<Document extends GovernanceDocument, Value extends Thing>(
  documents: readonly Document[],
  resolve: (document: Document) => Resolved<Value> | undefined,
) {
  const values = new Map<string, Value>();
  const origins = new Map<string, ReadonlyMap<string, Origin>>();
  for (const document of documents) {
    const resolved = resolve(document);
    if (resolved === undefined) continue;
    values.set(document.id, resolved.value);
    origins.set(keyOf(document.kind, document.id), resolved.origins);
  }
  return { values, origins };
}
