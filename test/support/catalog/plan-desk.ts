import type { GovernanceDocument } from "#shared/catalog/documents/governance-document.ts";
import { peopleFrom } from "#shared/catalog/people.ts";
import type { Person } from "#shared/catalog/person.ts";
import { applyPlan, decidePlan, makePlan, type PlanDeskDeps } from "#shared/catalog/plan-desk.ts";
import { groupName, type PersonId, personId } from "#shared/kernel/ids.ts";
import { catalogPlanStoreOn } from "#shared/storage/catalog-plan-store.ts";
import { catalogStoreOn } from "#shared/storage/catalog-store.ts";
import { ledger, saltmarsh } from "#test/support/catalog/saltmarsh.ts";
import { nodeDigest as digest, memoryRecords } from "#test/support/memory-records.ts";

export const person = (id: string, groups: readonly string[], rest: Partial<Person> = {}): Person => ({
  id: personId(id),
  name: id,
  groups: groups.map(groupName),
  active: true,
  ...rest,
});

export const persons: readonly Person[] = [
  person("pat", ["all-data", "platform-engineers"], { manager: personId("max") }),
  person("max", [], { manager: personId("dir") }),
  person("dir", []),
  person("flo", ["finance-data-owners"]),
  person("fay", ["finance-data-owners", "finance-leads"]),
  person("lea", ["orders-leads", "orders-data-owners"]),
  person("sid", ["security-leads"]),
];

export const pat = personId("pat");

/** As long as saltmarsh wants it. */
export const reason = { justification: "The auditor asked for it in September" };

/** A desk for plans on an empty table: saltmarsh is applied, `pat` plans, time stands still. */
export async function planDesk(documents: readonly GovernanceDocument[] = saltmarsh) {
  const { records, clock } = memoryRecords();
  let count = 0;
  let everybody = persons;
  const authors = new Map<number, PersonId | null>();
  const catalogs = catalogStoreOn(records, { digest });
  const plans = catalogPlanStoreOn(records, { digest });
  const deps: PlanDeskDeps = {
    catalogs,
    plans,
    people: async () => peopleFrom(everybody),
    governance: { authors: async () => authors },
    clock,
    ids: {
      next: (prefix) => {
        count += 1;
        return `${prefix}-${count}`;
      },
    },
    digest,
  };
  const plan = async (next: readonly GovernanceDocument[], by = pat) => {
    const made = await makePlan(next, { by }, deps);
    if (!made.ok) throw new Error(made.error.refused.because);
    return made.value;
  };
  const planAndApply = async (next: readonly GovernanceDocument[]) => {
    const id = (await plan(next)).proposal?.id ?? "";
    return { id, applied: await applyPlan({ id, by: pat, reason }, deps) };
  };
  const decide = async (id: string, by: string, document: Decided) =>
    decidePlan(
      {
        plan: id,
        revision: (await plans.find(id))?.revision ?? 0,
        document: { kind: document.kind, id: document.id },
        by: personId(by),
        outcome: document.outcome ?? "approved",
        note: document.note ?? "",
      },
      deps,
    );
  await planAndApply(documents);
  return {
    deps,
    records,
    eventsOf: (id: string) => records.events("catalog-plan", id),
    catalogs,
    plans,
    clock,
    plan,
    planAndApply,
    decide,
    /** Who wrote what a revision brought; null: no person, as the bootstrap laid it. */
    setAuthor: (revision: number, id: string | null) => authors.set(revision, id === null ? null : personId(id)),
    leave: (id: string) => {
      everybody = everybody.map((each) => (each.id === id ? { ...each, active: false } : each));
    },
  };
}

type Decided = Pick<GovernanceDocument, "kind" | "id"> & {
  readonly outcome?: "approved" | "rejected";
  readonly note?: string;
};

/** A change that an owner decides on, then a manager or director. */
export const lower: GovernanceDocument = { ...ledger, classification: "internal" };
