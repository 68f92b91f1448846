import type { Command } from "commander";
import { action, changing, examples } from "#functions/cli/command.ts";
import { acknowledge, approve } from "#functions/cli/commands/findings/act.ts";
import { list } from "#functions/cli/commands/findings/list.ts";
import { show } from "#functions/cli/commands/findings/show.ts";
import { idArgument, idOption } from "#functions/cli/ids/named-ids.ts";
import { FINDING, POLICY_ONCE } from "#functions/cli/ids/policy-ids.ts";
import type { Io } from "#functions/cli/io.ts";
import { choice } from "#functions/cli/words.ts";

const STATES = ["OPEN", "ACKNOWLEDGED", "REOPENED", "SUPPRESSED", "RESOLVED"] as const;

const findingArgument = () => idArgument("<finding>", "F-…, or a beginning that only it has", FINDING);

export function findingsCommands(program: Command, io: Io): void {
  const findings = program.command("findings").description("see what breaks a rule, whose it is, and have it in hand");
  examples(
    findings,
    "tollgate findings list --mine --severity high..",
    "tollgate findings show F-EPCSTB25MS7G",
    "tollgate findings ack F-EPCSTB25MS7G --as dan.moss",
  );
  examples(
    action(findings.command("list").description("list findings, open ones first, worst first"), io, list)
      .option("--mine", "only those of your teams")
      .addOption(choice({ flags: "--state <state>", about: "only open, acknowledged, …", words: STATES }))
      .option("--severity <range>", "high, or from there on: high.., or between: low..medium")
      .addOption(idOption("--policy <id>", "only of this policy", POLICY_ONCE))
      .option("--resource <arn>", "only of this resource"),
    "tollgate findings list --as dan.moss --mine --severity high..",
    "tollgate findings list --policy core-tags --state open --json",
    "tollgate findings list --severity low..medium --wide",
  );
  examples(
    action(
      findings
        .command("show")
        .description("show one finding: why, whose, what happens next")
        .addArgument(findingArgument()),
      io,
      show,
    ),
    "tollgate findings show F-EPCSTB25MS7G",
    "tollgate findings show F-EPCSTB25MS7G --json",
    "tollgate F-EPCSTB25MS7G",
  );
  examples(
    changing(
      findings.command("ack").description("say that you have a finding in hand").addArgument(findingArgument()),
      io,
      acknowledge,
    ),
    "tollgate findings ack F-EPCSTB25MS7G --as dan.moss",
    "tollgate findings ack F-EPCSTB25MS7G --as dan.moss --json",
    "tollgate findings ack F-EPCSTB25MS7G --as dan.moss --dry-run",
  );
  examples(
    changing(
      findings
        .command("approve")
        .description("agree to the planned change of a finding, where people must")
        .addArgument(findingArgument()),
      io,
      approve,
    ).option("--yes", "do not ask"),
    "tollgate findings approve F-EPCSTB25MS7G --as dan.moss --yes",
    "tollgate findings approve F-EPCSTB25MS7G --as dan.moss",
    "tollgate findings approve F-EPCSTB25MS7G --as dan.moss --dry-run",
  );
}
