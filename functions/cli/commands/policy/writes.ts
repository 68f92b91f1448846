import { Argument, type Command } from "commander";
import type * as z from "zod";
import { action, changing, confirmed, examples, needed, type Run } from "#functions/cli/command.ts";
import { policyArgument, policyPath, policyText } from "#functions/cli/commands/policy/policy-text.ts";
import { undoText } from "#functions/cli/commands/policy/show.ts";
import { idArgument, idOption } from "#functions/cli/ids/named-ids.ts";
import { ACTION, POLICY_ONCE } from "#functions/cli/ids/policy-ids.ts";
import { CliError, type Io } from "#functions/cli/io.ts";
import { everyAction } from "#functions/cli/lists.ts";
import type { KillSwitchAnswer, PolicyAnswer, UndoAnswer } from "#shared/contracts/http/policy-answers.ts";
import { shown } from "#shared/kernel/shown-text.ts";

type Switch = z.infer<typeof KillSwitchAnswer>;

/** What policies write, and every way to stop it. What makes things safer never asks twice. */
export function policyWrites(policy: Command, io: Io): void {
  stopping(policy, io);
  examples(
    action(policy.command("actions").description("list what policies wrote, newest first"), io, actions).addOption(
      idOption("--policy <id>", "only of this policy", POLICY_ONCE),
    ),
    "tollgate policy actions",
    "tollgate policy actions --policy core-tags --json",
    "tollgate policy actions --wide",
  );
  examples(
    changing(
      policy
        .command("undo")
        .description("put back what an action found, unless somebody changed it since")
        .addArgument(idArgument("<action>", "A-…, or a beginning that only it has", ACTION)),
      io,
      undo,
    ),
    "tollgate policy undo A-0123456789AB --as finn.hale",
    "tollgate policy undo A-0123456789AB --as finn.hale --json",
    "tollgate policy undo A-0123456789AB --dry-run",
  );
}

function stopping(policy: Command, io: Io): void {
  examples(
    changing(
      policy.command("halt").addArgument(policyArgument()).description("stop every write of a policy within seconds"),
      io,
      halt,
    ).option("--because <text>", "why; whoever resumes it reads it"),
    'tollgate policy halt core-tags --because "Tags the wrong buckets" --as finn.hale',
    'tollgate policy halt core-tags --because "Tags the wrong buckets" --as ida.noor --json',
    'tollgate policy halt core-tags --because "Tags the wrong buckets" --dry-run',
  );
  examples(
    changing(
      policy.command("resume").addArgument(policyArgument()).description("let a halted policy write again"),
      io,
      resume,
    ).option("--yes", "do not ask"),
    "tollgate policy resume core-tags --yes --as finn.hale",
    "tollgate policy resume core-tags --as finn.hale",
    "tollgate policy resume core-tags --dry-run",
  );
  examples(
    changing(
      policy
        .command("kill-switch")
        .description("show the switch that stops all writes of all policies, or set it")
        .addArgument(new Argument("[to]", "on: nothing is written any more").choices(["on", "off"])),
      io,
      killSwitch,
    )
      .option("--because <text>", "why")
      .option("--yes", "do not ask"),
    "tollgate policy kill-switch",
    'tollgate policy kill-switch on --because "Incident INC-77" --as ida.noor',
    'tollgate policy kill-switch off --because "INC-77 is over" --yes --as ida.noor',
  );
}

async function halt(run: Run<{ because?: string }>, id = ""): Promise<void> {
  const because = await needed(run.io, run.flags.because, { flag: "--because", question: "Why?" });
  const path = `${policyPath(id)}/halt`;
  const halted = await run.plane().json<PolicyAnswer>({ method: "POST", path, body: { because } });
  run.say(halted, policyText(halted));
}

async function resume(run: Run<{ yes?: true }>, id = ""): Promise<void> {
  const plane = run.plane();
  const { halted } = await plane.json<PolicyAnswer>({ path: policyPath(id) });
  const why = halted === undefined ? "it is not halted" : `it was halted by ${halted.by}: ${halted.because}`;
  await confirmed(run.io, shown(`${id} will write again; ${why}`), run.flags.yes);
  const resumed = await plane.json<PolicyAnswer>({ method: "POST", path: `${policyPath(id)}/resumption` });
  run.say(resumed, policyText(resumed));
}

async function actions(run: Run<{ policy?: string }>): Promise<void> {
  const all = await everyAction(run.plane());
  run.rows(
    all.filter(({ policy }) => policy === (run.flags.policy ?? policy)),
    [
      { head: "id", cell: ({ id }) => id, whole: true },
      { head: "when", cell: ({ intendedAt }) => intendedAt.slice(0, 16), whole: true },
      { head: "state", cell: ({ state }) => state, whole: true },
      { head: "resource", cell: ({ type, name }) => `${type} ${name}` },
      { head: "change", cell: ({ changes }) => changes.join(", ") },
      { head: "policy", cell: ({ policy }) => policy },
      { head: "undo", cell: undoText },
    ],
    "No policy wrote anything",
  );
}

async function undo(run: Run<object>, id = ""): Promise<void> {
  const path = `/v1/actions/${encodeURIComponent(id)}/undo`;
  if (run.flags.dryRun === true) run.io.err(await wouldUndo(run, id));
  const undone = await run.plane().json<z.infer<typeof UndoAnswer>>({ method: "POST", path });
  run.say(undone, undoneText(undone));
}

/** What would be put back; who changed it since is only known by trying. */
async function wouldUndo(run: Run<object>, id: string): Promise<string> {
  const made = (await everyAction(run.plane())).find((each) => each.id === id);
  if (made === undefined) return "";
  if (made.undoneBy !== undefined) return `Nothing would change: ${made.undoneBy} undid it\n`;
  const { type, name, changes } = made;
  const words = `Would take back on ${type} ${name}: ${changes.join(", ")}; what somebody changed since stays as it is`;
  return `${shown(words)}\n`;
}

const undoneText = ({ action: made, waitsFor, cannot }: z.infer<typeof UndoAnswer>): string =>
  [
    `${made.id}  ${made.state}  ${made.type} ${made.name}: ${made.changes.join(", ")}${made.undoes === undefined ? "" : ` (undoes ${made.undoes})`}`,
    ...(made.because === undefined ? [] : [made.because]),
    ...(waitsFor.length === 0 ? [] : [`Waits for ${waitsFor.join(", then ")}, who agree by the same command`]),
    ...(cannot === undefined ? [] : [`It cannot restore: ${cannot}`]),
  ]
    .map(shown)
    .join("\n");

async function killSwitch(run: Run<{ because?: string; yes?: true }>, to?: string): Promise<void> {
  const plane = run.plane();
  if (to === undefined) {
    if (run.flags.because !== undefined)
      throw new CliError(2, "Cannot tell on from off: tollgate policy kill-switch on");
    const is = await plane.json<Switch>({ path: "/v1/kill-switch" });
    return run.say(is, switchText(is));
  }
  const because = await needed(run.io, run.flags.because, { flag: "--because", question: "Why?" });
  if (to === "off") await confirmed(run.io, "Every promoted policy will write again", run.flags.yes);
  const body = { on: to === "on", because };
  const set = await plane.json<Switch>({ method: "PUT", path: "/v1/kill-switch", body });
  run.say(set, switchText(set));
}

function switchText({ on, by, at, because }: Switch): string {
  const who = by === undefined ? "" : ` since ${at ?? ""}, by ${by}: ${because ?? ""}`;
  return shown(`${on ? "All writes of all policies are stopped" : "Policies may write"}${who}`);
}
