import { type PlanEffectDeps, planEffects } from "#functions/catalog-api/plan-effects.ts";
import { planView } from "#functions/catalog-api/plan-views.ts";
import { isFatal } from "#shared/catalog/plan-catalog.ts";
import { makePlan, type PlanDeskDeps } from "#shared/catalog/plan-desk.ts";
import { authorsIn } from "#shared/catalog/rule-authors.ts";
import { problemLine } from "#shared/contracts/documents/format-problems.ts";
import { locateProblems } from "#shared/contracts/documents/locate-problems.ts";
import type { DocumentProblem } from "#shared/contracts/documents/problem.ts";
import { readDocuments } from "#shared/contracts/documents/read-documents.ts";
import { makeCatalogPlan } from "#shared/contracts/http/catalog-plans.ts";
import type { CalendarDate } from "#shared/kernel/calendar.ts";
import type { EpochMillis } from "#shared/kernel/time.ts";
import { route } from "#shared/runtime/http.ts";
import { Problem } from "#shared/runtime/problem.ts";

export const makePlanRoute = (deps: PlanDeskDeps & PlanEffectDeps) =>
  route(makeCatalogPlan, async ({ body, caller }) => {
    const catalog = await deps.catalogs.current();
    const read = readDocuments(body.files, { today: dayIn(catalog.company.zone, deps.clock.now()) });
    // A document that cannot be read would look like one that was removed: nothing is planned beside it.
    refuse(read.problems.filter(isError));
    if (read.documents.length === 0)
      throw new Problem(422, "Cannot plan: the files hold no document", { pointer: "/files" });
    const made = await makePlan(read.documents, { by: caller.person, placeOf: read.positionOf }, deps);
    if (!made.ok) {
      const { document, refused } = made.error;
      throw new Problem(422, `Cannot ask for the change of ${document.kind} "${document.id}": ${refused.because}`, {
        remedy: refused.remedy,
      });
    }
    const { plan, proposal, next } = made.value;
    const located = locateProblems(read, plan.problems);
    refuse(locateProblems(read, plan.problems.filter(isFatal)));
    if (proposal === undefined || next === undefined)
      throw new Problem(422, "Cannot plan: the documents do not stand together");
    return {
      status: 201,
      body: {
        plan: planView(proposal, 1, {
          catalog,
          people: await deps.people(),
          authors: await authorsIn(catalog, deps.governance),
          documents: read.documents,
          now: deps.clock.now(),
        }),
        cellsMoved: plan.cellsMoved.map((move) => ({ ...move })),
        ...(await planEffects(
          { current: catalog, next, changes: plan.changes, documents: read.documents, by: caller.person },
          deps,
        )),
        warnings: located.filter((problem) => !isError(problem)).map(problemLine),
      },
    };
  });

const isError = ({ severity }: DocumentProblem): boolean => severity !== "warning";

/** How many problems one answer names. */
const MOST_NAMED = 200;

function refuse(problems: readonly DocumentProblem[]): void {
  const [first] = problems;
  if (first === undefined) return;
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  throw new Problem(422, `Cannot plan: ${count}; ${problemLine(first)}`, {
    pointer: "/files",
    more: {
      problems: problems
        .slice(0, MOST_NAMED)
        .map(({ file, line, column, code, message }) => ({ file, line, column, code, message })),
    },
  });
}

const dayIn = (zone: string, now: EpochMillis): CalendarDate =>
  new Intl.DateTimeFormat("en-CA", { timeZone: zone, dateStyle: "short" }).format(now) as CalendarDate;
