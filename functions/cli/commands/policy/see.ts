import type { Command } from "commander";
import { action, examples, type Run } from "#functions/cli/command.ts";
import { standing } from "#functions/cli/commands/policy/policy-text.ts";
import { showGoverned } from "#functions/cli/commands/policy/show.ts";
import { idArgument } from "#functions/cli/ids/named-ids.ts";
import { GOVERNED } from "#functions/cli/ids/policy-ids.ts";
import type { Io } from "#functions/cli/io.ts";
import { counted } from "#functions/cli/words.ts";
import type { CoverageAnswer, PolicyAnswer } from "#shared/contracts/http/policy-answers.ts";

export function policySee(policy: Command, io: Io): void {
  examples(
    action(policy.command("list").description("list policies: what is enforced, what is halted"), io, list),
    "tollgate policy list",
    "tollgate policy list --json",
    "tollgate policy list --wide",
  );
  examples(
    action(
      policy
        .command("show")
        .description("show one policy with its latest plans, or a stored plan, or what was written once")
        .addArgument(idArgument("<id>", "a policy, P-… or A-…, or a beginning that only it has", GOVERNED)),
      io,
      showGoverned,
    ),
    "tollgate policy show core-tags",
    "tollgate policy show P-4kz2r0q",
    "tollgate policy show A-0123456789AB --json",
  );
  examples(
    action(
      policy.command("coverage").description("show how well every account, region and type is seen, and events lost"),
      io,
      coverage,
    ),
    "tollgate policy coverage",
    "tollgate policy coverage --json",
    "tollgate policy coverage --plain",
  );
}

async function list(run: Run<object>): Promise<void> {
  const { policies } = await run.plane().json<{ policies: readonly PolicyAnswer[] }>({ path: "/v1/policies" });
  run.rows(
    policies,
    [
      { head: "id", cell: ({ id }) => id, whole: true },
      { head: "mode", cell: ({ mode }) => mode, whole: true },
      { head: "now", cell: standing, whole: true },
      { head: "severity", cell: ({ severity }) => severity },
      { head: "team", cell: ({ team }) => team },
      { head: "writes today", cell: ({ writesToday, dayCap }) => `${writesToday} of ${dayCap ?? "any"}`, right: true },
      { head: "title", cell: ({ title }) => title },
    ],
    "No policies",
  );
}

async function coverage(run: Run<object>): Promise<void> {
  const answer = await run.plane().json<CoverageAnswer>({ path: "/v1/coverage" });
  if (run.flags.json === true) return run.say(answer, "");
  run.rows(
    answer.shards,
    [
      { head: "account", cell: ({ account }) => account, whole: true },
      { head: "region", cell: ({ region }) => region },
      { head: "type", cell: ({ type }) => type, whole: true },
      { head: "swept", cell: ({ sweptAt }) => sweptAt?.slice(0, 16) ?? "never" },
      { head: "seen", cell: ({ resources }) => `${resources ?? "unknown"}`, right: true },
      { head: "fine", cell: ({ compliant }) => `${compliant ?? "unknown"}`, right: true },
      { head: "tagged", cell: ({ tagCoverage }) => share(tagCoverage), right: true },
      { head: "events lost", cell: ({ eventLoss }) => share(eventLoss), right: true },
    ],
    "Nothing was swept yet",
  );
  if (answer.pending.length > 0)
    run.io.err(`${counted(answer.pending.length, "resource")} could not be read and will be tried again\n`);
  for (const line of organizationLines(answer)) run.io.err(`${line}\n`);
}

/** Accounts of the organization that nobody governs; nothing where no organization is read. */
function organizationLines({ organization }: CoverageAnswer): readonly string[] {
  if (organization === undefined) return [];
  const { readAt, unreadable, ungoverned } = organization;
  const since = readAt === undefined ? "never read" : `read last at ${readAt.slice(0, 16)}`;
  return [
    ...(unreadable === undefined ? [] : [`The organization cannot be read (${since}): ${unreadable}`]),
    ...ungoverned.map(
      ({ account, name, ou }) => `Account ${account} of the organization (${name}, in ${ou}) is not governed`,
    ),
  ];
}

const share = (part: number | undefined): string => (part === undefined ? "unknown" : `${(part * 100).toFixed(1)} %`);
