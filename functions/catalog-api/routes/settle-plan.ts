import { type PlanView, planView } from "#functions/catalog-api/plan-views.ts";
import { applyPlan, decidePlan, type PlanDeskDeps } from "#shared/catalog/plan-desk.ts";
import { authorsIn } from "#shared/catalog/rule-authors.ts";
import {
  applyCatalogPlan,
  decideCatalogPlan,
  getCatalogPlan,
  listCatalogPlans,
} from "#shared/contracts/http/catalog-plans.ts";
import type { PersonId } from "#shared/kernel/ids.ts";
import { route } from "#shared/runtime/http.ts";
import { revisionOf } from "#shared/runtime/http-input.ts";
import { Problem } from "#shared/runtime/problem.ts";

/** What becomes of a plan: looked at, applied, decided on. */
export const settlePlanRoutes = (deps: PlanDeskDeps) => [
  route(listCatalogPlans, async ({ query, caller }) => {
    const listed = query.state === "waiting" ? await deps.plans.waiting() : await applicable(deps);
    const views = await Promise.all(listed.map(({ id }) => viewOf(id, deps)));
    const items = query.role === "all" ? views : views.flatMap((view) => askedOf(view, caller.person));
    return { status: 200, body: { items } };
  }),
  route(getCatalogPlan, async ({ params }) => ({ status: 200, body: await viewOf(params.id, deps) })),
  route(applyCatalogPlan, async ({ params, caller, body: { justification, ticket } }) => {
    const reason = { justification, ...(ticket === undefined ? {} : { ticket }) };
    const applied = await applyPlan({ id: params.id, by: caller.person, reason }, deps);
    if (!applied.ok) throw notApplied(params.id, applied.error);
    return { status: 200, body: await viewOf(params.id, deps) };
  }),
  route(decideCatalogPlan, async ({ params, body, caller, headers }) => {
    const document = { kind: body.kind, id: body.document };
    const vote = {
      plan: params.id,
      revision: revisionOf(headers["if-match"]),
      document,
      by: caller.person,
      outcome: body.outcome,
      note: body.note,
    };
    const decided = await decidePlan(vote, deps);
    if (!decided.ok) throw notDecided(params.id, decided.error);
    return { status: 200, body: await viewOf(params.id, deps) };
  }),
];

/** What can still be applied, if the catalogue has not moved. */
async function applicable({ plans, clock }: PlanDeskDeps) {
  const now = clock.now();
  return (await plans.planned()).filter(({ goodUntil }) => goodUntil > now);
}

/** The plan with only those changes that this person is asked about; nothing where there is none. */
function askedOf(view: PlanView, person: PersonId): readonly PlanView[] {
  const held = view.held.filter(({ asked }) => asked.includes(person));
  return held.length === 0 ? [] : [{ ...view, held }];
}

async function viewOf(id: string, { plans, catalogs, people, governance, clock }: PlanDeskDeps) {
  const stored = await plans.find(id);
  if (stored === undefined) throw noPlan(id);
  const documents = await plans.documents(stored.value);
  const catalog = await catalogs.current();
  return planView(stored.value, stored.revision, {
    catalog,
    people: await people(),
    authors: await authorsIn(catalog, governance),
    documents,
    now: clock.now(),
  });
}

const noPlan = (id: string): Problem => new Problem(404, `Cannot find plan "${id}"`);

type Failure<Made extends (...args: never[]) => Promise<unknown>> = Extract<
  Awaited<ReturnType<Made>>,
  { ok: false }
>["error"];

function notApplied(id: string, failure: Failure<typeof applyPlan>): Problem {
  const what = `Cannot apply plan "${id}"`;
  switch (failure.kind) {
    case "no-such-plan":
      return noPlan(id);
    case "applied-already":
      return new Problem(409, `${what}: it was applied`, { remedy: "Nothing is left to do" });
    case "too-old":
      return new Problem(409, `${what}: it is older than 24 h`, { remedy: "Plan again" });
    case "reason-lacking":
      return new Problem(422, `${what}: ${failure.because}`, {
        pointer: `/${failure.lacks}`,
        remedy: `Say it with \`--${failure.lacks}\`: whoever decides reads it first`,
      });
    default:
      return moved(what, failure);
  }
}

function notDecided(id: string, failure: Failure<typeof decidePlan>): Problem {
  const what = `Cannot decide on plan "${id}"`;
  switch (failure.kind) {
    case "no-such-plan":
      return noPlan(id);
    case "no-such-change":
      return new Problem(404, `${what}: it does not hold that document`);
    case "stale":
      return new Problem(409, `${what}: it is at revision ${failure.revision}`, {
        remedy: "Read it again, then decide",
        more: { current: failure.revision },
      });
    case "catalog-moved":
    case "too-many-policies":
      return moved(what, failure);
    case "not-pending":
      return new Problem(409, failure.because);
    case "too-late":
      return new Problem(409, failure.because, { remedy: "Who wants it still plans it anew" });
    case "own-change":
    case "author-unknown":
    case "own-rule":
    case "makers-rule":
    case "voted-already":
    case "leaves-nobody":
    case "not-asked":
      return new Problem(403, failure.because);
  }
}

type MovedOrMany = Extract<Failure<typeof applyPlan>, { kind: "catalog-moved" | "too-many-policies" }>;

function moved(what: string, failure: MovedOrMany): Problem {
  if (failure.kind === "too-many-policies") {
    return new Problem(422, `${what}: more than ${failure.most} access policies change at once`, {
      remedy: "Change them in several plans",
    });
  }
  return new Problem(409, `${what}: the catalogue moved to revision ${failure.revision}`, {
    remedy: "Plan again",
    more: { current: failure.revision },
  });
}
