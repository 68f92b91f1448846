import type { Command } from "commander";
import { action, changing, examples, needed, type Run } from "#functions/cli/command.ts";
import { planPage, wholePlan } from "#functions/cli/commands/policy/plan-page.ts";
import { policyArgument, policyPath, policyText } from "#functions/cli/commands/policy/policy-text.ts";
import { idOption } from "#functions/cli/ids/named-ids.ts";
import { POLICY_PLAN } from "#functions/cli/ids/policy-ids.ts";
import { CliError, type Io } from "#functions/cli/io.ts";
import { telling } from "#functions/cli/progress.ts";
import { wholeNumber } from "#functions/cli/words.ts";
import type { PlanAnswer, PolicyAnswer } from "#shared/contracts/http/policy-answers.ts";
import { shown } from "#shared/kernel/shown-text.ts";

export function policyPlan(policy: Command, io: Io): void {
  examples(
    action(
      policy
        .command("plan")
        .addArgument(policyArgument())
        .description("plan what enforcing a policy would change now, how, and what it may not touch; writes nothing"),
      io,
      plan,
    ),
    "tollgate policy plan core-tags",
    "tollgate policy plan log-retention --json",
    "tollgate policy plan core-tags --as ida.noor --wide",
  );
  examples(
    changing(
      policy
        .command("promote")
        .addArgument(policyArgument())
        .description("let this version of a policy write, on the strength of a plan"),
      io,
      promote,
    )
      .addOption(idOption("--plan <plan>", "the plan it rests on: P-…", POLICY_PLAN))
      .option("--expect <count>", "how many resources you expect it to change: the number the plan says", wholeNumber)
      .option("--yes", "do not ask: --expect is the answer"),
    "tollgate policy promote core-tags --plan P-4kz2r0q --expect 412 --as eva.lind",
    "tollgate policy promote core-tags --plan P-4kz2r0q --as eva.lind",
    "tollgate policy promote core-tags --plan P-4kz2r0q --expect 412 --as eva.lind --dry-run",
  );
}

async function plan(run: Run<object>, id = ""): Promise<void> {
  const plane = run.plane();
  const made = plane.json<PlanAnswer>({ method: "POST", path: `${policyPath(id)}/plans` });
  const whole = await wholePlan(plane, await telling(run.io, "Reading what is in scope", made));
  planPage(run, whole);
}

type Promote = { readonly plan?: string; readonly expect?: number; readonly yes?: true };

async function promote(run: Run<Promote>, id = ""): Promise<void> {
  const plane = run.plane();
  const on = await needed(run.io, run.flags.plan, { flag: "--plan", question: "On which plan?" });
  const path = `${policyPath(id)}/plans/${encodeURIComponent(on)}`;
  const { sentence } = await plane.json<PlanAnswer>({ path });
  if (run.flags.json !== true) run.io.err(`${shown(sentence)}\n`);
  // Who types the number has read the plan: no other question is asked.
  const { expect = await asked(run.io) } = run.flags;
  const promoted = await plane.json<PolicyAnswer>({
    method: "POST",
    path: `${policyPath(id)}/promotion`,
    body: { plan: on, expect },
  });
  run.say(promoted, `${policyText(promoted)}\nTo stop all its writes: tollgate policy halt ${id} --because "…"`);
}

async function asked(io: Io): Promise<number> {
  const question = "How many resources will it change?";
  const typed = await needed(io, undefined, { flag: "--expect", question });
  if (!/^\d{1,9}$/.test(typed)) throw new CliError(2, `Cannot read "${shown(typed)}": write the number the plan says`);
  return Number(typed);
}
