import type { Catalog } from "#shared/catalog/catalog.ts";
import type { Clause } from "#shared/catalog/documents/selector.ts";
import type { Subject } from "#shared/catalog/fit.ts";
import { compileSpendOwners, type Ownership } from "#shared/catalog/owner-of.ts";
import type { BillRow, Owned, OwnerOf } from "#shared/cost/attribution.ts";
import { billedThing } from "#shared/cost/billed-type.ts";
import type { Sha256 } from "#shared/kernel/digest.ts";

/** The catalogue's answer for bill rows, and the columns it must see to give it. */
export type BillOwners = { readonly ownerOf: OwnerOf; readonly alsoColumns: readonly string[] };

/** Who owns the rows of a delivery, by one catalogue. */
export type Attribution = { readonly owners: BillOwners; readonly catalogue: Sha256 };

/** Compiles what the catalogue says of bill rows: most specific selector, effective-dated by billing period. */
export function billOwnersOf(catalog: Catalog): BillOwners {
  const owners = compileSpendOwners(catalog);
  const alsoColumns = billingColumnsOf(catalog);
  const accounts = new Map([...catalog.accounts.values()].map((account) => [account.account as string, account]));
  const subjectOf = (row: BillRow): Subject => {
    const account = accounts.get(row.column("SubAccountId") ?? "");
    return {
      ...resourceOf(row),
      account: account?.id ?? null,
      ou: account?.ou ?? null,
      environment: account?.environment ?? null,
      region: row.column("RegionId") ?? null,
      tags: Object.fromEntries(row.tags),
      billing: Object.fromEntries(alsoColumns.map((name) => [name, row.column(name) ?? null])),
    };
  };
  return { ownerOf: (row) => ownedOf(owners(subjectOf(row), row.period)), alsoColumns };
}

function ownedOf(ownership: Ownership): Owned {
  switch (ownership.kind) {
    case "unowned":
      return { kind: "nobody" };
    case "tie":
      return { kind: "tie", between: ownership.between.map(({ kind, id }) => `${kind}:${id}`).toSorted() };
    case "owned": {
      const { owner, rule } = ownership;
      if (owner.kind === "workload") return { kind: "workload", workload: owner.id, by: rule };
      // Datasets own resources, not spend: compileSpendOwners never answers with one.
      return owner.kind === "allocation-rule" ? { kind: "shared", rule: owner.id, by: rule } : { kind: "nobody" };
    }
  }
}

function resourceOf({ column }: BillRow): Pick<Subject, "arn" | "name" | "type"> {
  const arn = column("ResourceId") ?? null;
  const thing = arn === null ? undefined : billedThing(arn);
  return { arn, name: column("ResourceName") ?? thing?.name ?? arn, type: thing?.type ?? null };
}

function billingColumnsOf(catalog: Catalog): readonly string[] {
  const clauses: Clause[] = [
    ...[...catalog.workloads.values()].flatMap(({ match }) => match),
    ...[...catalog.allocationRules.values()].flatMap(({ match = [] }) => match),
  ];
  const named = clauses.flatMap(({ billing = {}, except = [] }) => [
    ...Object.keys(billing),
    ...except.flatMap((each) => Object.keys(each.billing ?? {})),
  ]);
  return [...new Set(named)].toSorted();
}
