import { setTimeout } from "node:timers/promises";
import type { Command } from "commander";
import { action, examples, type Run } from "#functions/cli/command.ts";
import { requestText } from "#functions/cli/commands/access/words.ts";
import { REQUEST } from "#functions/cli/ids/access-ids.ts";
import { idArgument } from "#functions/cli/ids/named-ids.ts";
import { CliError, type Io } from "#functions/cli/io.ts";
import type { RequestAnswer } from "#shared/contracts/http/access-answers.ts";
import { shown } from "#shared/kernel/shown-text.ts";

/** How often the plane is asked. In milliseconds. */
const EVERY = 2_000;

/** States from which a request goes on by itself or by people. */
const ON_ITS_WAY: ReadonlySet<string> = new Set(["PENDING", "APPROVED", "SCHEDULED", "ACTIVATING"]);

export function accessWait(access: Command, io: Io): void {
  examples(
    action(
      access
        .command("wait")
        .addArgument(idArgument("<request>", "R-…, or a beginning that only it has", REQUEST))
        .description("wait until a request is active: exit 0; refused, lapsed or over: exit 1 (Ctrl-C leaves it open)"),
      io,
      wait,
    ),
    "tollgate access wait R-1043 --as jon.abel",
    "tollgate access wait R-1043 --as jon.abel --json",
    "tollgate access wait R-1043 --as ben.ito",
  );
}

async function wait(run: Run<object>, id = ""): Promise<void> {
  const plane = run.plane();
  const path = `/v1/access/requests/${encodeURIComponent(id)}`;
  let state: string | undefined;
  for (;;) {
    const answer = await plane.json<RequestAnswer>({ path });
    if (!ON_ITS_WAY.has(answer.state)) return ended(run, answer);
    if (answer.state !== state) run.io.err(`${shown(`${id} is ${answer.state}`)}…\n`);
    state = answer.state;
    await setTimeout(EVERY);
  }
}

function ended(run: Run<object>, answer: RequestAnswer): void {
  run.say(answer, requestText(answer));
  if (answer.state !== "ACTIVE") throw new CliError(1, shown(`${answer.id} is ${answer.state}`));
}
