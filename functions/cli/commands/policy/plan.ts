import type { Command } from "commander";
import { action, changing, examples, needed, type Run } from "#functions/cli/command.ts";
import { policyPath, policyText } from "#functions/cli/commands/policy/see.ts";
import { CliError, type Io } from "#functions/cli/io.ts";
import { everyItem } from "#functions/cli/pages.ts";
import type { PlaneClient } from "#functions/cli/plane-client.ts";
import { telling } from "#functions/cli/progress.ts";
import { shown } from "#functions/cli/text.ts";
import { firstOf, wholeNumber } from "#functions/cli/words.ts";
import type { PlanAnswer, PolicyAnswer } from "#shared/contracts/http/policy-answers.ts";

export function policyPlan(policy: Command, io: Io): void {
  examples(
    action(
      policy
        .command("plan <policy>")
        .description("plan what enforcing a policy would change now, how, and what it may not touch; writes nothing"),
      io,
      plan,
    ),
    "tollgate policy plan core-tags",
    "tollgate policy plan log-retention --json",
  );
  examples(
    changing(
      policy.command("promote <policy>").description("let this version of a policy write, on the strength of a plan"),
      io,
      promote,
    )
      .option("--plan <plan>", "the plan it rests on (tollgate policy plan)")
      .option("--expect <count>", "how many resources you expect it to change: the number the plan says", wholeNumber)
      .option("--yes", "do not ask: --expect is the answer"),
    "tollgate policy promote core-tags --plan P-4kz2r0q --expect 412 --as eva.lind",
  );
}

async function plan(run: Run<object>, id = ""): Promise<void> {
  const plane = run.plane();
  const made = plane.json<PlanAnswer>({ method: "POST", path: `${policyPath(id)}/plans` });
  const whole = await wholePlan(plane, await telling(run.io, "Reading what is in scope", made));
  if (run.flags.json === true) return run.say(whole, "");
  run.io.out(`${planText(whole)}\n`);
  run.rows(
    whole.entries,
    [
      { head: "will", cell: ({ will }) => will, whole: true },
      { head: "resource", cell: ({ type, name }) => `${type} ${name}` },
      { head: "account", cell: ({ account, region }) => `${account} ${region}` },
      { head: "now → after", cell: changesText },
      { head: "because", cell: ({ reason }) => reason ?? "" },
    ],
    "Nothing would change",
  );
}

/** A plan with the entries of all its pages, and without a cursor. */
async function wholePlan(plane: PlaneClient, first: PlanAnswer): Promise<Omit<PlanAnswer, "cursor">> {
  const path = `${policyPath(first.policy)}/plans/${encodeURIComponent(first.id)}`;
  const entries = await everyItem(
    (cursor) => (cursor === undefined ? Promise.resolve(first) : plane.json<PlanAnswer>({ path, query: { cursor } })),
    (page) => page.entries,
  );
  const { cursor: _, ...rest } = first;
  return { ...rest, entries: [...entries] };
}

const changesText = ({ changes }: PlanAnswer["entries"][number]): string =>
  changes.map(({ setting, from, to }) => `${setting}: ${from} → ${to}`).join(", ");

const planText = ({ id, policy, goodUntil, counts, sentence, unread }: Omit<PlanAnswer, "cursor">): string =>
  [
    sentence,
    `Plan ${id} is good until ${goodUntil}. To let it write: tollgate policy promote ${policy} --plan ${id} --expect ${counts.change}`,
    ...(unread.length === 0 ? [] : [`Could not be read: ${firstOf(unread, 3)}`]),
  ]
    .map(shown)
    .join("\n");

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
