import type { Command } from "commander";
import { examples } from "#functions/cli/command.ts";
import { policyJudge } from "#functions/cli/commands/policy/judge.ts";
import { policyPlan } from "#functions/cli/commands/policy/plan.ts";
import { policySee } from "#functions/cli/commands/policy/see.ts";
import { policyWrites } from "#functions/cli/commands/policy/writes.ts";
import type { Io } from "#functions/cli/io.ts";

export function policyCommands(program: Command, io: Io): void {
  const policy = program
    .command("policy")
    .description("see what policies would change, let them write, halt them, undo what they wrote");
  examples(
    policy,
    "tollgate policy plan core-tags",
    "tollgate policy promote core-tags --plan P-4kz2r0q --expect 412 --as eva.lind",
    "tollgate policy judge --events cloudtrail.ndjson",
  );
  for (const add of [policySee, policyPlan, policyWrites, policyJudge]) add(policy, io);
}
