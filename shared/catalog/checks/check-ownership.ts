import type { Check, Checking } from "#shared/catalog/checks/checking.ts";
import type { AllocationRule } from "#shared/catalog/documents/allocation-rule.ts";
import type { DocumentRef } from "#shared/catalog/documents/document.ts";
import type { Clause } from "#shared/catalog/documents/selector.ts";
import type { Workload } from "#shared/catalog/documents/workload.ts";
import { pointerOf } from "#shared/catalog/pointer.ts";
import type { CatalogProblem } from "#shared/catalog/problem.ts";

type Claim = { readonly document: DocumentRef; readonly pointer: string; readonly clause: Clause };

/** Two selectors that are the same can never be told apart; two copies of one place neither. */
export const checkOwnership: Check = (checking) => {
  const claims = [
    ...checking.index.all("Workload").flatMap((workload) => claimsOf(workload)),
    ...checking.index.all("AllocationRule").flatMap((rule) => claimsOf(rule)),
  ];
  return [...sameClaims(claims, checking), ...samePlaces(checking)];
};

const claimsOf = ({ kind, id, match = [] }: Workload | AllocationRule): readonly Claim[] =>
  match.map((clause, at) => ({ document: { kind, id }, pointer: pointerOf("match", at), clause }));

function sameClaims(claims: readonly Claim[], checking: Checking): readonly CatalogProblem[] {
  const first = new Map<string, Claim>();
  return claims.flatMap((claim) =>
    atoms(claim.clause).flatMap((atom) => {
      const before = first.get(atom);
      if (before === undefined) first.set(atom, claim);
      if (before === undefined || before.document.id === claim.document.id) return [];
      return [sameResources(claim, before, checking)];
    }),
  );
}

/** One text per thing a clause claims: the same whatever the order of its keys; one for each value of a list. */
function atoms({ from: _, except = [], ...criteria }: Clause & { readonly from?: string }): readonly string[] {
  const keys = Object.keys(criteria).toSorted() as (keyof typeof criteria)[];
  const lists = keys.map((key) => {
    const values = criteria[key];
    const parts: readonly unknown[] = Array.isArray(values) ? values : [values];
    return parts.map((value) => `${key}=${JSON.stringify(value, bigintText)}`);
  });
  const product = lists.reduce<readonly string[]>(
    (texts, list) =>
      texts.length * list.length > MOST_ATOMS ? texts : texts.flatMap((text) => list.map((each) => `${text} ${each}`)),
    [""],
  );
  return product.map((text) => `${text} except=${JSON.stringify(except, bigintText)}`);
}

const MOST_ATOMS = 1_000;

const bigintText = (_: string, value: unknown): unknown => (typeof value === "bigint" ? value.toString() : value);

function sameResources({ document, pointer, clause }: Claim, before: Claim, { placeOf }: Checking): CatalogProblem {
  const place = placeOf?.(before);
  const where = place === undefined ? "" : ` (${place.file}:${place.line})`;
  const keys = Object.keys(clause).filter((key) => key !== "from" && key !== "except");
  const list = keys.length < 2 ? keys.join("") : `${keys.slice(0, -1).join(", ")} and ${keys.at(-1)}`;
  return {
    document,
    pointer,
    code: "same-resources",
    message: `Cannot tell "${document.id}" from "${before.document.id}"${where}: the same ${list}`,
  };
}

function samePlaces({ index, placeOf }: Checking): readonly CatalogProblem[] {
  const first = new Map<string, Claim>();
  return index.all("Dataset").flatMap(({ id, at }) =>
    Object.entries(at).flatMap(([account, { places }]) =>
      places.flatMap(({ text }, index_) => {
        const claim: Claim = {
          document: { kind: "Dataset", id },
          pointer: pointerOf("at", account, "places", index_),
          clause: {},
        };
        const key = `${account} ${text}`;
        const before = first.get(key);
        if (before === undefined) first.set(key, claim);
        if (before === undefined) return [];
        const place = placeOf?.(before);
        const where = place === undefined ? "" : ` (${place.file}:${place.line})`;
        const problem: CatalogProblem = {
          document: claim.document,
          pointer: claim.pointer,
          code: "same-resources",
          message: `Cannot tell "${id}" from "${before.document.id}"${where}: the same place "${text}" in "${account}"`,
        };
        return [problem];
      }),
    ),
  );
}
