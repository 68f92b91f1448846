import { randomUUID } from "node:crypto";
import type { Command } from "commander";
import { changing, confirmed, examples, needed, type Run } from "#functions/cli/command.ts";
import { requestText } from "#functions/cli/commands/access/words.ts";
import { REQUEST } from "#functions/cli/ids/access-ids.ts";
import { idArgument } from "#functions/cli/ids/named-ids.ts";
import type { Io } from "#functions/cli/io.ts";
import type { RequestAnswer } from "#shared/contracts/http/access-answers.ts";

type Note = { readonly note?: string; readonly yes?: true };

export function accessEnd(access: Command, io: Io): void {
  const ending = (name: string, noun: string, about: string): void => {
    const command = access
      .command(name)
      .description(about)
      .addArgument(idArgument("<request>", "R-…, or a beginning that only it has", REQUEST))
      .option("--note <text>", "why")
      .option("--yes", "do not ask");
    examples(
      changing(command, io, (run: Run<Note>, id = "") => end(run, { id, noun, about })),
      `tollgate access ${name} R-1043 --as jon.abel`,
      `tollgate access ${name} R-1043 --as jon.abel --note "The forecast is done"`,
      `tollgate access ${name} R-1043 --as jon.abel --dry-run`,
    );
  };
  ending("give-back", "completion", "give access back before it ends");
  ending("cancel", "cancellation", "withdraw a request before anything was granted");
  ending("revoke", "revocation", "take access away; it is never refused for want of a reason");
  const extend = access
    .command("extend")
    .description("ask for more time: a request of its own through the same stages")
    .addArgument(idArgument("<request>", "R-…, or a beginning that only it has", REQUEST))
    .option("--duration <length>", "how much longer: 2h")
    .option("--justification <text>", "why; else as before");
  examples(
    changing(extend, io, more),
    "tollgate access extend R-1043 --as jon.abel --duration 2h",
    'tollgate access extend R-1043 --as jon.abel --duration 2h --justification "The features take longer"',
    "tollgate access extend R-1043 --as jon.abel --duration 2h --dry-run",
  );
}

async function end(run: Run<Note>, { id, noun, about }: { id: string; noun: string; about: string }): Promise<void> {
  if (noun === "revocation")
    await confirmed(
      run.io,
      `This will ${about.split(";")[0]} (${id}), for everything in the request`,
      run.flags.yes ?? (run.flags.json === true ? true : undefined),
    );
  const answer = await run.plane().json<RequestAnswer>({
    method: "POST",
    path: `/v1/access/requests/${encodeURIComponent(id)}/${noun}`,
    body: run.flags.note === undefined ? {} : { note: run.flags.note },
  });
  run.say(answer, requestText(answer));
}

async function more(run: Run<{ duration?: string; justification?: string }>, id = ""): Promise<void> {
  const duration = await needed(run.io, run.flags.duration, { flag: "--duration", question: "How much longer?" });
  const answer = await run.plane().json<RequestAnswer>({
    method: "POST",
    path: `/v1/access/requests/${encodeURIComponent(id)}/extension`,
    headers: { "idempotency-key": randomUUID() },
    body: { duration, ...(run.flags.justification === undefined ? {} : { justification: run.flags.justification }) },
  });
  run.say(answer, requestText(answer));
}
