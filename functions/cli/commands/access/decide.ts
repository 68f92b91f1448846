import type { Command } from "commander";
import { changing, examples, type Run } from "#functions/cli/command.ts";
import { requestText } from "#functions/cli/commands/access/words.ts";
import { REQUEST } from "#functions/cli/ids/access-ids.ts";
import { idArgument } from "#functions/cli/ids/named-ids.ts";
import { CliError, type Io } from "#functions/cli/io.ts";
import { wholeNumber } from "#functions/cli/words.ts";
import type { RequestAnswer } from "#shared/contracts/http/access-answers.ts";

type Decide = {
  readonly approve?: true;
  readonly reject?: true;
  readonly note?: string;
  readonly for?: string;
  readonly items?: string;
  readonly revision?: number;
};

export function accessDecide(access: Command, io: Io): void {
  const command = access
    .command("decide")
    .description("say yes or no to a request, on the revision you saw")
    .addArgument(idArgument("<request>", "R-…, or a beginning that only it has", REQUEST))
    .option("--approve", "yes")
    .option("--reject", "no; add a --note that says why")
    .option("--for <length>", "yes, for less: 2h")
    .option("--items <numbers>", "yes, for some of it: 1,3 (tollgate access show numbers them)")
    .option("--note <text>", "what the requester and the auditor read")
    .option("--revision <n>", "the revision you saw; else the newest", wholeNumber);
  examples(
    changing(command, io, decide),
    'tollgate access decide R-1043 --as ben.ito --approve --note "Fine for the close"',
    'tollgate access decide R-1043 --as ben.ito --reject --note "Use the masked copy"',
    "tollgate access decide R-1043 --as ben.ito --approve --for 2h",
    "tollgate access decide R-1043 --as ben.ito --approve --items 1,3",
  );
}

async function decide(run: Run<Decide>, id = ""): Promise<void> {
  const { approve, reject, note = "", revision } = run.flags;
  if ((approve === true || run.flags.for !== undefined) === (reject === true)) {
    throw new CliError(2, "Cannot tell yes from no: add either --approve or --reject");
  }
  if (reject === true && note.trim() === "")
    throw new CliError(2, 'Not decided: a no needs its reason. Add --note "…" (the requester reads it)');
  const plane = run.plane();
  const path = `/v1/access/requests/${encodeURIComponent(id)}`;
  const seen = revision ?? (await plane.json<RequestAnswer>({ path })).revision;
  const answer = await plane.json<RequestAnswer>({
    method: "POST",
    path: `${path}/decisions`,
    headers: { "if-match": `"${seen}"` },
    body: {
      outcome: reject === true ? "reject" : "approve",
      note,
      ...limitsIn(run.flags),
    },
  });
  run.say(answer, requestText(answer));
}

/** What the decision narrows, for its body; nothing where nothing is narrowed. */
function limitsIn({ for: duration, items }: Decide): object {
  if (duration === undefined && items === undefined) return {};
  const numbers = items?.split(",").map((text) => text.trim());
  if (numbers?.some((text) => !/^[1-9]\d?$/.test(text)) === true) {
    throw new CliError(2, `Cannot read --items "${items}": write numbers such as 1,3`);
  }
  return {
    limits: {
      ...(duration === undefined ? {} : { duration }),
      ...(numbers === undefined ? {} : { items: numbers.map(Number) }),
    },
  };
}
