import type { ServiceLevels } from "#shared/catalog/catalog.ts";
import { type Asking, defaultOf } from "#shared/catalog/defaults.ts";
import type { DocumentIndex } from "#shared/catalog/document-index.ts";
import type { Company } from "#shared/catalog/documents/company.ts";
import type { Origin } from "#shared/catalog/documents/document.ts";
import type { GovernanceDocument } from "#shared/catalog/documents/governance-document.ts";
import type { Sha256 } from "#shared/kernel/digest.ts";

/** What resolving one document needs of the others. */
export type Resolving = {
  readonly index: DocumentIndex;
  readonly company: Company;
  readonly pin: (document: GovernanceDocument) => { readonly version: number; readonly hash: Sha256 };
};

/** A document resolved, with the origin of each of its fields by pointer. */
export type Resolved<Value> = { readonly value: Value; readonly origins: ReadonlyMap<string, Origin> };

const LEVELS = ["freshness", "acknowledge", "resolve", "review"] as const;

/** The four levels of service: the document's own, else the company's for its tier or class. */
export function serviceLevels(
  document: ServiceLevels,
  asking: Asking,
  company: Company,
): { readonly levels: ServiceLevels; readonly origins: readonly (readonly [string, Origin])[] } {
  const given = LEVELS.flatMap((field) => {
    const inherited = document[field] === undefined ? defaultOf(field, asking, company) : undefined;
    return inherited === undefined ? [] : [[field, inherited] as const];
  });
  const own = LEVELS.filter((field) => document[field] !== undefined).map((field) => [field, document[field]]);
  return {
    levels: Object.fromEntries([...own, ...given.map(([field, { value }]) => [field, value])]),
    origins: given.map(([field, { origin }]) => [`/${field}`, origin] as const),
  };
}

/** The origins of the fields that a document itself has, the team of its folder among them. */
export function ownOrigins(document: GovernanceDocument): readonly (readonly [string, Origin])[] {
  const { kind, id, team } = document;
  return Object.keys(document)
    .filter((field) => field !== "kind" && field !== "teamFrom")
    .map((field) => {
      const folder = field === "team" && document.teamFrom === "folder" && team !== undefined;
      const origin: Origin = folder
        ? { document: { kind: "Team", id: team }, pointer: "/id" }
        : { document: { kind, id }, pointer: `/${field}` };
      return [`/${field}`, origin] as const;
    });
}

/** Where a field of the owning team was taken from. */
export const teamOrigin = (team: string, field: string): Origin => ({
  document: { kind: "Team", id: team },
  pointer: `/${field}`,
});
