import type { Catalog } from "#shared/catalog/catalog.ts";
import { type CellMove, movedCells } from "#shared/catalog/cell-moves.ts";
import { keyOf } from "#shared/catalog/document-index.ts";
import { documentJson } from "#shared/catalog/document-text.ts";
import type { DocumentRef } from "#shared/catalog/documents/document.ts";
import type { GovernanceDocument } from "#shared/catalog/documents/governance-document.ts";
import { type DocumentChange, fieldsChanged, type Loosening, looseningsOf } from "#shared/catalog/loosening.ts";
import { pointerOf } from "#shared/catalog/pointer.ts";
import type { CatalogProblem, PlaceOf } from "#shared/catalog/problem.ts";
import { referencesOf } from "#shared/catalog/references.ts";
import { resolveCatalog } from "#shared/catalog/resolve-catalog.ts";
import type { Digest } from "#shared/kernel/digest.ts";
import type { Json } from "#shared/kernel/json.ts";

export type FieldChange = { readonly pointer: string; readonly from: Json; readonly to: Json };

/** One document that is other than it was. `formerId`: it was renamed. */
export type PlannedChange = {
  readonly kind: "added" | "changed" | "removed";
  readonly document: DocumentRef;
  readonly formerId?: string;
  readonly fields: readonly FieldChange[];
  /** Why it opens a request; none: it applies at once, unless it waits for another. */
  readonly loosens: readonly Loosening[];
  /** It names something that is held, so it waits for that. */
  readonly waits?: true;
};

export type CatalogPlan = {
  /** The revision it was made against; applied later, it is refused. */
  readonly from: number;
  readonly changes: readonly PlannedChange[];
  readonly appliesNow: readonly PlannedChange[];
  readonly opensRequest: readonly PlannedChange[];
  readonly cellsMoved: readonly CellMove[];
  /** With any that is no warning, nothing of the plan can be applied. */
  readonly problems: readonly CatalogProblem[];
  /** All documents once what applies at once has been applied; with a fatal problem, those of now. */
  readonly documents: readonly GovernanceDocument[];
};

export type PlanOptions = {
  readonly digest: Digest;
  /** `Dataset:sales.old`: ids that were removed, and are never given again. */
  readonly retired?: ReadonlySet<string>;
  readonly placeOf?: PlaceOf;
};

/**
 * What would happen if these documents, all of them, were the catalogue.
 *
 * The first catalogue applies at once: before it there is nobody who could decide.
 */
export function planCatalog(current: Catalog, next: readonly GovernanceDocument[], options: PlanOptions): CatalogPlan {
  const revision = current.revision + 1;
  const resolve = (documents: readonly GovernanceDocument[]) =>
    resolveCatalog(documents, {
      revision,
      digest: options.digest,
      pins: current.pins,
      ...(options.placeOf === undefined ? {} : { placeOf: options.placeOf }),
    });
  const { catalog, problems } = resolve(next);
  const pairs = pairsOf(current.documents, next);
  const changes = pairs.map((pair) => plannedChange(pair, current));
  const settled = settle(current, pairs, {
    changes,
    broken: (documents) => resolve(documents).problems.filter(isFatal),
  });
  const all = [...problems, ...stillNamed(pairs, next), ...reusedIds(pairs, options.retired)];
  return {
    from: current.revision,
    changes: settled.changes,
    appliesNow: settled.changes.filter((change) => !isHeld(change)),
    opensRequest: settled.changes.filter(isHeld),
    cellsMoved: movedCells(current, catalog),
    problems: all,
    documents: all.some(isFatal) ? current.documents : settled.documents,
  };
}

export const isFatal = ({ severity }: CatalogProblem): boolean => severity !== "warning";

const isHeld = ({ loosens, waits }: PlannedChange): boolean => loosens.length > 0 || waits === true;

type Pair = DocumentChange & { readonly formerId?: string };

function pairsOf(current: readonly GovernanceDocument[], next: readonly GovernanceDocument[]): readonly Pair[] {
  const before = new Map(current.map((document) => [keyOf(document.kind, document.id), document]));
  const after = new Map(next.map((document) => [keyOf(document.kind, document.id), document]));
  const renamed = new Set<GovernanceDocument>();
  const kept = [...after].flatMap(([key, document]): readonly Pair[] => {
    const same = before.get(key);
    const formerId = same === undefined ? document.formerly?.find((id) => isGone(keyOf(document.kind, id))) : undefined;
    const old = formerId === undefined ? same : before.get(keyOf(document.kind, formerId));
    if (old === undefined) return [{ after: document }];
    renamed.add(old);
    const changed = fieldsChanged(old, document).length > 0;
    return changed ? [{ before: old, after: document, ...(formerId === undefined ? {} : { formerId }) }] : [];
  });
  const removed = [...before].filter(([key, document]) => !after.has(key) && !renamed.has(document));
  return [...kept, ...removed.map(([, document]) => ({ before: document }))];

  function isGone(key: string): boolean {
    return before.has(key) && !after.has(key);
  }
}

function plannedChange({ before, after, formerId }: Pair, current: Catalog): PlannedChange {
  const { kind, id } = (after ?? before) as GovernanceDocument;
  const first = current.revision === 0;
  return {
    kind: before === undefined ? "added" : after === undefined ? "removed" : "changed",
    document: { kind, id },
    ...(formerId === undefined ? {} : { formerId }),
    fields: before === undefined || after === undefined ? [] : fieldChanges(before, after),
    loosens: first ? [] : looseningsOf({ ...(before && { before }), ...(after && { after }) }, current.company),
  };
}

/** The fields in which two documents differ, with both values; null where there is none. */
export function fieldChanges(before: GovernanceDocument, after: GovernanceDocument): readonly FieldChange[] {
  const [old, fresh] = [documentJson(before), documentJson(after)];
  return fieldsChanged(before, after).map((field) => ({
    pointer: pointerOf(field),
    from: old[field] ?? null,
    to: fresh[field] ?? null,
  }));
}

type Settling = {
  readonly changes: readonly PlannedChange[];
  readonly broken: (documents: readonly GovernanceDocument[]) => readonly CatalogProblem[];
};

/** Holds back, besides what loosens, what cannot stand without something that is held; in the end, all of it. */
function settle(current: Catalog, pairs: readonly Pair[], { changes, broken }: Settling) {
  let held = changes;
  for (let round = 0; round <= changes.length; round += 1) {
    const documents = documentsWith(current.documents, pairs, held);
    const problems = held.some(isHeld) ? broken(documents) : [];
    if (problems.length === 0) return { changes: held, documents };
    const blamed = new Set(problems.map(({ document }) => keyOf(document.kind, document.id)));
    const waiting = held.map((change) =>
      !isHeld(change) && blamed.has(keyOf(change.document.kind, change.document.id))
        ? { ...change, waits: true as const }
        : change,
    );
    if (waiting.every((change, at) => change === held[at])) break;
    held = waiting;
  }
  return { changes: changes.map((change) => ({ ...change, waits: true as const })), documents: current.documents };
}

function documentsWith(
  current: readonly GovernanceDocument[],
  pairs: readonly Pair[],
  changes: readonly PlannedChange[],
): readonly GovernanceDocument[] {
  const applied = pairs.filter((_, at) => changes[at] !== undefined && !isHeld(changes[at]));
  const replaced = new Map(
    applied.flatMap(({ before, after }) => (before === undefined ? [] : [[before, after] as const])),
  );
  const kept = current.flatMap((document) => (replaced.has(document) ? (replaced.get(document) ?? []) : document));
  return [
    ...kept,
    ...applied.flatMap(({ before, after }) => (before === undefined && after !== undefined ? [after] : [])),
  ];
}

function stillNamed(pairs: readonly Pair[], next: readonly GovernanceDocument[]): readonly CatalogProblem[] {
  const removed = pairs.flatMap(({ before, after }) => (after === undefined && before !== undefined ? [before] : []));
  return removed.flatMap(({ kind, id }) => {
    const namer = next.find((document) => referencesOf(document).some((each) => each.to === kind && each.id === id));
    if (namer === undefined) return [];
    const problem: CatalogProblem = {
      document: { kind: namer.kind, id: namer.id },
      pointer: referencesOf(namer).find((each) => each.to === kind && each.id === id)?.pointer ?? "",
      code: "still-named",
      message: `Cannot remove ${kind} "${id}": ${namer.kind} "${namer.id}" names it`,
    };
    return [problem];
  });
}

function reusedIds(pairs: readonly Pair[], retired: ReadonlySet<string> = new Set()): readonly CatalogProblem[] {
  return pairs.flatMap(({ before, after }) => {
    if (before !== undefined || after === undefined || !retired.has(keyOf(after.kind, after.id))) return [];
    const problem: CatalogProblem = {
      document: { kind: after.kind, id: after.id },
      pointer: "/id",
      code: "id-reused",
      message: `Cannot give the id "${after.id}" again: a ${after.kind} had it, and its history would be mixed up with this one's`,
    };
    return [problem];
  });
}
