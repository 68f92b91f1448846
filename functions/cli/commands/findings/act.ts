import { confirmed, type Run } from "#functions/cli/command.ts";
import { findingText, pathOf } from "#functions/cli/commands/findings/show.ts";
import type { FindingAnswer } from "#shared/contracts/http/findings.ts";
import { shown } from "#shared/kernel/shown-text.ts";

export async function acknowledge(run: Run<object>, id = ""): Promise<void> {
  const finding = await run.plane().json<FindingAnswer>({ method: "POST", path: `${pathOf(id)}/acknowledgement` });
  run.say(finding, findingText(finding));
}

export async function approve(run: Run<{ yes?: true }>, id = ""): Promise<void> {
  const plane = run.plane();
  const { fix, name, next } = await plane.json<FindingAnswer>({ path: pathOf(id) });
  const change = fix === undefined ? "nothing is planned" : `${fix.from} → ${fix.to}`;
  const then = next === undefined ? "" : ` (${next.what})`;
  await confirmed(run.io, shown(`You agree to the change of ${name}: ${change}${then}`), run.flags.yes);
  const finding = await plane.json<FindingAnswer>({ method: "POST", path: `${pathOf(id)}/remediation` });
  run.say(finding, findingText(finding));
}
