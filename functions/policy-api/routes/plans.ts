import { planAnswer } from "#functions/policy-api/policy-answer.ts";
import type { PolicyApiDeps } from "#functions/policy-api/policy-api-deps.ts";
import { noPolicy } from "#functions/policy-api/routes/policies.ts";
import { getPlan, planPolicyNow } from "#shared/contracts/http/policy.ts";
import { ENTRIES_PER_PAGE } from "#shared/policy/enforce/plan.ts";
import { planPolicy } from "#shared/policy/enforce/plan-policy.ts";
import { route } from "#shared/runtime/http.ts";
import { Problem } from "#shared/runtime/problem.ts";

const planPolicyRoute = (deps: PolicyApiDeps) =>
  route(planPolicyNow, async ({ params, caller }) => {
    const outcome = await planPolicy({ policy: params.id, by: caller.person }, deps);
    if (!outcome.ok) throw noPolicy(params.id);
    const { plan, entries } = outcome.value;
    const first = { entries: entries.slice(0, ENTRIES_PER_PAGE), page: 0, readOnly: deps.cloud.readOnly };
    return { status: 201, body: planAnswer(plan, first) };
  });

const getPlanRoute = ({ plans, cloud }: Pick<PolicyApiDeps, "plans" | "cloud">) =>
  route(getPlan, async ({ params, query }) => {
    const plan = (await plans.find(params.plan))?.value;
    if (plan === undefined || plan.policy !== params.id)
      throw new Problem(404, `Cannot find plan "${params.plan}" of policy "${params.id}"`);
    const page = Number(query.cursor ?? 0);
    const entries = (await plans.pages.find(`${plan.id}#${page}`))?.value.entries ?? [];
    return { status: 200, body: planAnswer(plan, { entries, page, readOnly: cloud.readOnly }) };
  });

/** What a policy would do. */
export const planRoutes = (deps: PolicyApiDeps) => [planPolicyRoute(deps), getPlanRoute(deps)];
