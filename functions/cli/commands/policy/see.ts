import type { Command } from "commander";
import type * as z from "zod";
import { action, examples, type Run } from "#functions/cli/command.ts";
import type { Io } from "#functions/cli/io.ts";
import { shown } from "#functions/cli/text.ts";
import { counted } from "#functions/cli/words.ts";
import type { getPolicy } from "#shared/contracts/http/policy.ts";
import type { CoverageAnswer, PolicyAnswer } from "#shared/contracts/http/policy-answers.ts";

type Detail = z.infer<(typeof getPolicy)["answers"][200]>;

export const policyPath = (id: string): string => `/v1/policies/${encodeURIComponent(id)}`;

export function policySee(policy: Command, io: Io): void {
  examples(
    action(policy.command("list").description("list policies: what is enforced, what is halted"), io, list),
    "tollgate policy list",
    "tollgate policy list --json",
  );
  examples(
    action(policy.command("show <policy>").description("show one policy with its latest plans"), io, show),
    "tollgate policy show core-tags",
  );
  examples(
    action(
      policy.command("coverage").description("show how well every account, region and type is seen, and events lost"),
      io,
      coverage,
    ),
    "tollgate policy coverage",
    "tollgate policy coverage --json",
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

const standing = ({ enforcing, halted }: PolicyAnswer): string =>
  halted === undefined ? (enforcing ? "writes" : "only finds") : "halted";

async function show(run: Run<object>, id = ""): Promise<void> {
  const found = await run.plane().json<Detail>({ path: policyPath(id) });
  run.say(found, [policyText(found), ...found.plans.map(planLine)].join("\n"));
}

const planLine = ({ id, at, by, sentence }: Detail["plans"][number]): string =>
  shown(`Plan ${id} of ${at} by ${by}: ${sentence}`);

/** A policy as lines of text: what it is, whether it writes, since when and on whose word. */
export const policyText = (policy: PolicyAnswer): string =>
  [
    `${policy.id}  ${policy.mode}  ${standing(policy)}  ${policy.title}`,
    `Team ${policy.team}, severity ${policy.severity}, version ${policy.hash.slice(0, 12)}`,
    `${policy.writesToday} of ${policy.dayCap ?? "any number of"} writes today`,
    ...(policy.promoted === undefined
      ? []
      : [`Promoted at ${policy.promoted.at} by ${policy.promoted.by} on plan ${policy.promoted.plan}`]),
    ...(policy.halted === undefined
      ? []
      : [`Halted at ${policy.halted.at} by ${policy.halted.by}: ${policy.halted.because}`]),
  ]
    .map(shown)
    .join("\n");

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
}

const share = (part: number | undefined): string => (part === undefined ? "unknown" : `${(part * 100).toFixed(1)} %`);
