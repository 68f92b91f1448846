import type * as z from "zod";
import type { Run } from "#functions/cli/command.ts";
import { planPage, wholePlan } from "#functions/cli/commands/policy/plan-page.ts";
import { policyPath, policyText } from "#functions/cli/commands/policy/policy-text.ts";
import { policyPlans } from "#functions/cli/ids/policy-ids.ts";
import { CliError } from "#functions/cli/io.ts";
import { everyAction } from "#functions/cli/lists.ts";
import type { getPolicy } from "#shared/contracts/http/policy.ts";
import type { ActionAnswer, PlanAnswer } from "#shared/contracts/http/policy-answers.ts";
import { shown } from "#shared/kernel/shown-text.ts";

type Detail = z.infer<(typeof getPolicy)["answers"][200]>;

/** A policy, or by its id a stored plan of one, or what one wrote. */
export async function showGoverned(run: Run<object>, id = ""): Promise<void> {
  if (id.startsWith("P-")) return showPolicyPlan(run, id);
  if (id.startsWith("A-")) return showAction(run, id);
  const found = await run.plane().json<Detail>({ path: policyPath(id) });
  run.say(found, [policyText(found), ...found.plans.map(planLine)].join("\n"));
}

const planLine = ({ id, at, by, sentence }: Detail["plans"][number]): string =>
  shown(`Plan ${id} of ${at} by ${by}: ${sentence}`);

/** @throws CliError 1 when it is none of the latest plans of any policy */
export async function showPolicyPlan(run: Run<object>, id: string): Promise<void> {
  const plane = run.plane();
  const plan = (await policyPlans({ plane, before: [] })).find((each) => each.id === id);
  if (plan === undefined)
    throw new CliError(1, `Cannot find plan "${shown(id)}": it is none of the latest of any policy; plan anew`);
  const path = `${policyPath(plan.policy)}/plans/${encodeURIComponent(id)}`;
  planPage(run, await wholePlan(plane, await plane.json<PlanAnswer>({ path })));
}

async function showAction(run: Run<object>, id: string): Promise<void> {
  const found = (await everyAction(run.plane())).find((each) => each.id === id);
  if (found === undefined)
    throw new CliError(1, `Cannot find action "${shown(id)}": tollgate policy actions lists them`);
  run.say(found, actionText(found));
}

/** One write as lines of text: what it changed, on whose word, and whether it can be undone. */
const actionText = (made: ActionAnswer): string =>
  [
    `${made.id}  ${made.state}  ${made.type} ${made.name}`,
    ...made.changes,
    ...(made.because === undefined ? [] : [made.because]),
    `Resource: ${made.resource}`,
    `Written by policy ${made.policy} on plan ${made.plan}, intended at ${made.intendedAt}${doneText(made)}`,
    ...made.findings.map((finding) => `Finding: ${finding}`),
    `Undo: ${undoText(made)}`,
  ]
    .map(shown)
    .join("\n");

const doneText = ({ doneAt }: ActionAnswer): string => (doneAt === undefined ? "" : `, done at ${doneAt}`);

/** Whether a write can be undone, in a few words. */
export function undoText({ state, undoes, undoneBy, undoUntil }: ActionAnswer): string {
  if (undoes !== undefined) return `undoes ${undoes}`;
  if (undoneBy !== undefined) return `undone by ${undoneBy}`;
  return state === "DONE" && undoUntil !== undefined ? `until ${undoUntil.slice(0, 10)}` : "no";
}
