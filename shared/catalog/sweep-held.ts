import { promptDue } from "#shared/catalog/held-silence.ts";
import type { People } from "#shared/catalog/people.ts";
import type { CatalogProposal } from "#shared/catalog/proposal.ts";
import { type AuthorSource, authorsIn } from "#shared/catalog/rule-authors.ts";
import type { Deciding } from "#shared/catalog/vote.ts";
import { paginate } from "#shared/kernel/page.ts";
import type { Clock } from "#shared/kernel/time.ts";
import type { CatalogPlanStore } from "#shared/storage/catalog-plan-store.ts";
import type { CatalogStore } from "#shared/storage/catalog-store.ts";
import type { Stored } from "#shared/storage/record.ts";

export type SweepHeldDeps = {
  readonly plans: Pick<CatalogPlanStore, "waitingPage" | "change" | "find">;
  readonly catalogs: Pick<CatalogStore, "commit" | "current">;
  readonly people: () => Promise<People>;
  readonly governance: AuthorSource;
  readonly clock: Clock;
};

/** How many plans had changes that expired, and how many reminders and escalations there were. */
export type SweptHeld = { readonly expired: number; readonly prompted: number };

/**
 * Does what is due on every held change that nobody decides: ends it when its time is over, else reminds or
 * escalates. Written under the revision read, so what a decision overtook, or another sweep did, is not done again:
 * such a plan is left to the next sweep.
 */
export async function sweepHeld(deps: SweepHeldDeps): Promise<SweptHeld> {
  const catalog = await deps.catalogs.current();
  const company = { catalog, people: await deps.people(), authors: await authorsIn(catalog, deps.governance) };
  const done: string[] = [];
  for await (const { items } of paginate((from) => deps.plans.waitingPage(from))) {
    for (const stored of items) done.push(...(await sweepOne(stored, company, deps)));
  }
  const expired = done.filter((type) => type === "catalog-plan.expired").length;
  return { expired, prompted: done.length - expired };
}

async function sweepOne(
  first: Stored<CatalogProposal>,
  company: Deciding,
  { plans, catalogs, clock }: SweepHeldDeps,
): Promise<readonly string[]> {
  const done: string[] = [];
  let stored: Stored<CatalogProposal> | undefined = first;
  while (stored !== undefined) {
    const moved = promptDue(stored.value, { ...company, now: clock.now() });
    if (moved === undefined) break;
    if (!(await catalogs.commit([plans.change(stored, moved.value, moved.event)])).ok) break;
    done.push(moved.event.type);
    stored = await plans.find(first.value.id);
  }
  return done;
}
