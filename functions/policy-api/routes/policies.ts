import { planHeadAnswer, policyAnswer } from "#functions/policy-api/policy-answer.ts";
import type { PolicyApiDeps } from "#functions/policy-api/policy-api-deps.ts";
import {
  getPolicy,
  haltPolicyNow,
  listPolicies,
  promotePolicyNow,
  resumePolicyNow,
} from "#shared/contracts/http/policy.ts";
import { SWEEP_QUEUE } from "#shared/contracts/messages/sweep-task.ts";
import { isoOf } from "#shared/kernel/time.ts";
import { type Force, forceOf } from "#shared/policy/enforce/governed.ts";
import {
  haltPolicy,
  type PromotionRefused,
  promotePolicy,
  resumePolicy,
} from "#shared/policy/enforce/promote-policy.ts";
import { sweepPolicy } from "#shared/policy/enforce/sweep-plan.ts";
import { route } from "#shared/runtime/http.ts";
import { Problem } from "#shared/runtime/problem.ts";

type Deps = Pick<PolicyApiDeps, "stores" | "governance" | "clock" | "digest" | "plans" | "queues" | "cloud">;

export const noPolicy = (id: string): Problem =>
  new Problem(404, `Cannot find policy "${id}"`, { remedy: "GET /v1/policies lists them" });

async function forceNamed(id: string, { governance }: Pick<Deps, "governance">): Promise<Force> {
  const force = forceOf(await governance.current(), id);
  if (force === undefined) throw noPolicy(id);
  return force;
}

async function answerOf(force: Force, { stores, clock }: Pick<Deps, "stores" | "clock">) {
  const state = (await stores.policyStates.find(force.policy))?.value;
  return policyAnswer(force, { state, now: clock.now() });
}

/** What may be written from now on is written from now on, not from the next sweep on. */
async function beginSweep(policy: string, deps: Pick<Deps, "governance" | "clock" | "queues">): Promise<void> {
  for (const task of await sweepPolicy(policy, deps)) await deps.queues.send(SWEEP_QUEUE, { ...task });
}

const listPoliciesRoute = (deps: Deps) =>
  route(listPolicies, async () => {
    const forces = (await deps.governance.current()).forces();
    const policies = await Promise.all(forces.map((force) => answerOf(force, deps)));
    return { status: 200, body: { policies } };
  });

const getPolicyRoute = (deps: Deps) =>
  route(getPolicy, async ({ params }) => {
    const force = await forceNamed(params.id, deps);
    const plans = await deps.plans.latest(params.id, 10);
    return {
      status: 200,
      body: { ...(await answerOf(force, deps)), plans: plans.map((plan) => planHeadAnswer(plan, deps.cloud.readOnly)) },
    };
  });

const promotePolicyRoute = (deps: Deps) =>
  route(promotePolicyNow, async ({ params, body, caller }) => {
    const outcome = await promotePolicy({ policy: params.id, ...body, by: caller.person }, deps);
    if (!outcome.ok) throw refused({ policy: params.id, plan: body.plan }, outcome.error);
    await beginSweep(params.id, deps);
    return { status: 200, body: await answerOf(await forceNamed(params.id, deps), deps) };
  });

const haltPolicyRoute = (deps: Deps) =>
  route(haltPolicyNow, async ({ params, body, caller }) => {
    const force = await forceNamed(params.id, deps);
    await haltPolicy({ policy: params.id, because: body.because, by: caller.person }, deps);
    return { status: 200, body: await answerOf(force, deps) };
  });

const resumePolicyRoute = (deps: Deps) =>
  route(resumePolicyNow, async ({ params, caller }) => {
    const force = await forceNamed(params.id, deps);
    await resumePolicy({ policy: params.id, by: caller.person }, deps);
    await beginSweep(params.id, deps);
    return { status: 200, body: await answerOf(force, deps) };
  });

/** Policies in force, and how far they may go. */
export const policyRoutes = (deps: PolicyApiDeps) => [
  listPoliciesRoute(deps),
  getPolicyRoute(deps),
  promotePolicyRoute(deps),
  haltPolicyRoute(deps),
  resumePolicyRoute(deps),
];

function refused({ policy, plan }: { readonly policy: string; readonly plan: string }, why: PromotionRefused): Problem {
  const cannot = `Cannot promote policy "${policy}"`;
  switch (why.kind) {
    case "no-such-policy":
      return noPolicy(policy);
    case "no-such-plan":
      return new Problem(404, `${cannot}: it has no plan "${plan}"`, { remedy: "Plan it first" });
    case "not-enforce":
      return new Problem(409, `${cannot}: its document says "${why.mode}"`, {
        remedy: 'Write mode "enforce" and apply it',
      });
    case "no-caps":
      return new Problem(409, `${cannot}: its document has no caps`, {
        remedy: "Write caps for a run, a day and the scope",
      });
    case "other-version":
      return new Problem(409, `${cannot}: plan "${plan}" is of another version of it`, { remedy: "Plan it again" });
    case "plan-too-old":
      return new Problem(409, `${cannot}: plan "${plan}" was good until ${isoOf(why.goodUntil)}`, {
        remedy: "Plan it again",
      });
    case "plan-incomplete":
      return new Problem(409, `${cannot}: plan "${plan}" could not read ${why.unread} of what is in scope`, {
        remedy: "See to it that all can be read, and plan it again",
      });
    case "other-count":
      return new Problem(
        409,
        `${cannot}: ${why.expected === 1 ? "1 change is" : `${why.expected} changes are`} expected, and the plan has ${why.planned}`,
        {
          pointer: "/expect",
          more: { planned: why.planned },
        },
      );
    case "author-unknown":
      return new Problem(409, `${cannot}: nobody knows who wrote this version`, { remedy: "Apply it under a name" });
    case "author-promotes":
      return new Problem(403, `${cannot}: you wrote it`, { remedy: "Ask another operator" });
  }
}
