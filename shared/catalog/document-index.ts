import type { DocumentKind, DocumentRef } from "#shared/catalog/documents/document.ts";
import type { DocumentOf, GovernanceDocument } from "#shared/catalog/documents/governance-document.ts";
import type { CatalogProblem } from "#shared/catalog/problem.ts";

/** All documents by kind and id, the first of each; a former id finds today's. */
export type DocumentIndex = {
  readonly all: <Kind extends DocumentKind>(kind: Kind) => readonly DocumentOf<Kind>[];
  readonly find: <Kind extends DocumentKind>(kind: Kind, id: string) => DocumentOf<Kind> | undefined;
  readonly has: (kind: DocumentKind, id: string) => boolean;
  /** With `copy` where a document repeats an id. */
  readonly refOf: (document: GovernanceDocument) => DocumentRef;
  /** `Team:fulfilment` to `orders`. */
  readonly renamed: ReadonlyMap<string, string>;
  readonly problems: readonly CatalogProblem[];
};

export const keyOf = (kind: DocumentKind, id: string): string => `${kind}:${id}`;

/** Orders documents by kind and id; says which ids are there twice, or taken by a former one. */
export function indexDocuments(documents: readonly GovernanceDocument[]): DocumentIndex {
  const byKey = new Map<string, GovernanceDocument>();
  const byKind = new Map<DocumentKind, GovernanceDocument[]>();
  const refs = new Map<GovernanceDocument, DocumentRef>();
  const copies = new Map<string, number>();
  const problems: CatalogProblem[] = [];
  for (const document of documents) {
    const { kind, id } = document;
    const key = keyOf(kind, id);
    const copy = copies.get(key) ?? 0;
    copies.set(key, copy + 1);
    refs.set(document, copy === 0 ? { kind, id } : { kind, id, copy });
    if (copy > 0) {
      problems.push(repeated(document, copy));
      continue;
    }
    byKey.set(key, document);
    byKind.set(kind, [...(byKind.get(kind) ?? []), document]);
  }
  const renamed = renames([...byKey.values()], byKey, problems);
  const find = (kind: DocumentKind, id: string) =>
    byKey.get(keyOf(kind, id)) ?? byKey.get(keyOf(kind, renamed.get(keyOf(kind, id)) ?? ""));
  return {
    all: <Kind extends DocumentKind>(kind: Kind) => (byKind.get(kind) ?? []) as DocumentOf<Kind>[],
    find: <Kind extends DocumentKind>(kind: Kind, id: string) => find(kind, id) as DocumentOf<Kind> | undefined,
    has: (kind, id) => byKey.has(keyOf(kind, id)),
    refOf: (document) => refs.get(document) ?? { kind: document.kind, id: document.id },
    renamed,
    problems,
  };
}

function renames(
  documents: readonly GovernanceDocument[],
  byKey: ReadonlyMap<string, GovernanceDocument>,
  problems: CatalogProblem[],
): ReadonlyMap<string, string> {
  const renamed = new Map<string, string>();
  for (const document of documents) {
    for (const [index, former] of (document.formerly ?? []).entries()) {
      const key = keyOf(document.kind, former);
      const taken = byKey.has(key) ? former : renamed.get(key);
      if (taken === undefined) renamed.set(key, document.id);
      else problems.push(reused(document, index, taken));
    }
  }
  return renamed;
}

const repeated = ({ kind, id }: GovernanceDocument, copy: number): CatalogProblem => ({
  document: { kind, id, copy },
  pointer: "/id",
  code: "same-id",
  message: `Cannot load a second ${kind} "${id}": an id is given once`,
});

const reused = ({ kind, id, formerly = [] }: GovernanceDocument, index: number, taken: string): CatalogProblem => ({
  document: { kind, id },
  pointer: `/formerly/${index}`,
  code: "id-reused",
  message:
    taken === formerly[index]
      ? `Cannot take over "${taken}": a ${kind} of that id is still there`
      : `Cannot take over "${formerly[index]}": ${kind} "${taken}" says it had that id`,
});
