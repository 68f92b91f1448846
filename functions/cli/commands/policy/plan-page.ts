import type { Run } from "#functions/cli/command.ts";
import { policyPath } from "#functions/cli/commands/policy/policy-text.ts";
import type { PlaneClient } from "#functions/cli/plane-client.ts";
import { firstOf } from "#functions/cli/words.ts";
import type { PlanAnswer } from "#shared/contracts/http/policy-answers.ts";
import { everyItem } from "#shared/kernel/page.ts";
import { shown } from "#shared/kernel/shown-text.ts";

type WholePlan = Omit<PlanAnswer, "cursor">;

/** A plan as a page: its sentence, what to do with it, and a row for each resource. */
export function planPage(run: Run<object>, whole: WholePlan): void {
  if (run.flags.json === true) {
    run.say(whole, "");
    return;
  }
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
export async function wholePlan(plane: PlaneClient, first: PlanAnswer): Promise<WholePlan> {
  const path = `${policyPath(first.policy)}/plans/${encodeURIComponent(first.id)}`;
  const entries = await everyItem(async ({ cursor: from }) => {
    const page = from === undefined ? first : await plane.json<PlanAnswer>({ path, query: { cursor: from } });
    return { items: page.entries, cursor: page.cursor };
  });
  const { cursor: _, ...rest } = first;
  return { ...rest, entries: [...entries] };
}

const changesText = ({ changes }: PlanAnswer["entries"][number]): string =>
  changes.map(({ setting, from, to }) => `${setting}: ${from} → ${to}`).join(", ");

const planText = ({ id, policy, goodUntil, counts, sentence, unread }: WholePlan): string =>
  [
    sentence,
    `Plan ${id} is good until ${goodUntil}. To let it write: tollgate policy promote ${policy} --plan ${id} --expect ${counts.change}`,
    ...(unread.length === 0 ? [] : [`Could not be read: ${firstOf(unread, 3)}`]),
  ]
    .map(shown)
    .join("\n");
