import type { Command } from "commander";
import { action, examples, type Run } from "#functions/cli/command.ts";
import { requestText } from "#functions/cli/commands/access/words.ts";
import { GRANT, REQUEST } from "#functions/cli/ids/access-ids.ts";
import { idArgument } from "#functions/cli/ids/named-ids.ts";
import type { Io } from "#functions/cli/io.ts";
import type { RequestAnswer } from "#shared/contracts/http/access-answers.ts";

export function accessShow(access: Command, io: Io): void {
  examples(
    action(
      access
        .command("show")
        .description("show a request with its stages, grants, evidence and events")
        .addArgument(idArgument("<request>", "R-…, or a beginning that only it has", REQUEST)),
      io,
      show,
    ),
    "tollgate access show R-1043 --as jon.abel",
    "tollgate access show R-1043 --as jon.abel --json",
    "tollgate R-1043 --as jon.abel",
  );
  examples(
    action(
      access
        .command("evidence")
        .description("show what read-backs proved of a grant")
        .addArgument(idArgument("<grant>", "G-…, or a beginning that only it has", GRANT)),
      io,
      evidence,
    ),
    "tollgate access evidence G-1043-1 --as gwen.ross",
    "tollgate access evidence G-1043-1 --as gwen.ross --json",
    "tollgate G-1043-1 --as gwen.ross",
  );
}

async function show(run: Run<object>, id = ""): Promise<void> {
  const answer = await run.plane().json<RequestAnswer>({ path: `/v1/access/requests/${encodeURIComponent(id)}` });
  run.say(answer, requestText(answer));
}

type Evidence = {
  readonly grant: { readonly id: string; readonly state: string; readonly says: string };
  readonly evidence: readonly {
    readonly kind: string;
    readonly at: string;
    readonly requestId: string;
    readonly fence?: string;
  }[];
  readonly events: readonly {
    readonly at: string;
    readonly type: string;
    readonly by: string;
    readonly hash: string;
  }[];
};

async function evidence(run: Run<object>, id = ""): Promise<void> {
  const answer = await run.plane().json<Evidence>({ path: `/v1/access/grants/${encodeURIComponent(id)}/evidence` });
  const reads = answer.evidence.map(
    ({ kind, at, requestId, fence }) =>
      `${at}  read back: ${kind} (request ${requestId}${fence === undefined ? "" : `, after the fence at ${fence}`})`,
  );
  const events = answer.events.map(({ at, type, by, hash }) => `${at}  ${type} by ${by}  ${hash.slice(0, 12)}`);
  run.say(answer, [`${answer.grant.id}  ${answer.grant.state}  ${answer.grant.says}`, ...reads, ...events].join("\n"));
}
