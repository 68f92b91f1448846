import { changeView } from "#functions/catalog-api/plan-views.ts";
import type { AccessRequest } from "#shared/access/access-request.ts";
import type { AccessStore } from "#shared/access/ports.ts";
import { type Replay, type ReplayAround, replayRequests } from "#shared/access/replay-requests.ts";
import type { Catalog } from "#shared/catalog/catalog.ts";
import { changeEffects } from "#shared/catalog/change-effects.ts";
import type { GovernanceDocument } from "#shared/catalog/documents/governance-document.ts";
import { ownerMoves } from "#shared/catalog/owner-moves.ts";
import type { PlannedChange } from "#shared/catalog/plan-catalog.ts";
import type { PlanDeskDeps } from "#shared/catalog/plan-desk.ts";
import type { CostImportStore } from "#shared/cost/ports.ts";
import { latestSpend } from "#shared/cost/spent-things.ts";
import type { PersonId } from "#shared/kernel/ids.ts";
import { exactDecimal } from "#shared/kernel/money.ts";
import { readPopulation } from "#shared/policy/enforce/population.ts";
import type { CoverageStore } from "#shared/policy/enforce/ports.ts";

/** What a plan is held against: past requests, what is governed, and the latest bill. */
export type PlanEffectDeps = Pick<PlanDeskDeps, "people" | "governance" | "clock" | "digest"> & {
  readonly requests: Pick<AccessStore, "everyRequest">;
  readonly coverage: Pick<CoverageStore, "list" | "pages">;
  readonly imports: Pick<CostImportStore, "periods" | "ledger">;
};

type Proposed = {
  readonly current: Catalog;
  readonly next: Catalog;
  readonly changes: readonly PlannedChange[];
  readonly documents: readonly GovernanceDocument[];
  readonly by: PersonId;
};

/** So many past requests are replayed, the newest: each is assessed once for every change that moves who decides. */
const MOST_REQUESTS = 200;

/** So many of them are named. */
const MOST_EXAMPLES = 5;

/** What a plan would do, by what is known: past requests it would have changed, and what goes to another owner. */
export async function planEffects(proposed: Proposed, deps: PlanEffectDeps) {
  const { current, next, changes } = proposed;
  const past = await deps.requests.everyRequest({ limit: MOST_REQUESTS });
  const requests = past.items.map(({ value }) => value);
  const authors = new Map([...(await deps.governance.authors()), [next.revision, proposed.by]]);
  const around = { people: await deps.people(), now: deps.clock.now(), authors };
  const { effects, left } = changeEffects(current, proposed, deps.digest);
  const replayed = (catalog: Catalog) => otherwise(requests, [current, catalog], around);
  const { takes, ...owned } = await takesOf(proposed, deps);
  return {
    changes: changes.map((change) => {
      const effect = effects.find((each) => each.change === change);
      if (effect === undefined) return changeView(change);
      const { alone, cells, catalog } = effect;
      const cellsMoved = cells.map((move) => ({ ...move }));
      return { ...changeView(change), decides: { alone, cellsMoved, pastRequests: replayed(catalog) } };
    }),
    pastRequests: effects.length === 0 ? NONE : replayed(next),
    takes,
    lookedAt: {
      pastRequests: requests.length,
      morePastRequests: past.cursor !== undefined,
      moreChanges: left,
      ...owned,
    },
  };
}

const NONE = { count: 0, examples: [] };

function otherwise(
  past: readonly AccessRequest[],
  catalogs: readonly [Catalog, Catalog],
  around: ReplayAround,
): { readonly count: number; readonly examples: Replay["otherwise"] } {
  const { otherwise: found } = replayRequests(past, catalogs, around);
  return { count: found.length, examples: found.slice(0, MOST_EXAMPLES) };
}

const OWNING: ReadonlySet<string> = new Set(["Company", "Account", "Dataset", "Workload", "AllocationRule"]);

/** What goes from one owner to another. Without a change of a selector there is nothing to look for. */
async function takesOf({ current, next, changes }: Proposed, { coverage, imports }: PlanEffectDeps) {
  const none = { takes: [], resources: 0, moreResources: false };
  if (current.revision === 0 || !changes.some(({ document }) => OWNING.has(document.kind))) return none;
  const { subjects, tagsOf, cut } = await readPopulation(coverage, current);
  const spent = await latestSpend(imports, { catalog: current, tagsOf });
  const owned = {
    resources: subjects,
    spend: spent?.spend ?? [],
    ...(spent === undefined ? {} : { month: spent.month }),
  };
  return {
    takes: ownerMoves([current, next], owned).map(({ money, ...move }) => ({ ...move, money: exactDecimal(money) })),
    resources: subjects.length,
    moreResources: cut,
    ...(spent === undefined ? {} : { month: spent.month, currency: spent.currency }),
  };
}
