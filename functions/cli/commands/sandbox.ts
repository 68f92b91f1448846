import type { Command } from "commander";
import { action, changing, examples, type Run } from "#functions/cli/command.ts";
import { CliError, type Io } from "#functions/cli/io.ts";
import { refuseDoubled } from "#functions/cli/refuse-doubled.ts";
import { shown } from "#shared/kernel/shown-text.ts";

type Resource = { readonly arn: string; readonly type: string; readonly tags: Readonly<Record<string, string>> };
type Outcome = { readonly outcome: "done" | "refused"; readonly code?: string; readonly because?: string };

/** What only a laptop plane has: the sandbox accounts and the clock. */
export function sandboxCommands(program: Command, io: Io): void {
  const sandbox = program.command("sandbox").description("use the sandbox account of a laptop plane, and its clock");
  examples(
    sandbox,
    "tollgate sandbox try --as ada.berg s3:GetObject arn:aws:s3:::brightwater-sales-prod/orders/2026/10/part-0001.csv",
    `tollgate sandbox do --as eva.lind s3:CreateBucket --input '{"bucket": "brightwater-notes"}'`,
    "tollgate sandbox advance 4h",
  );

  examples(
    action(
      sandbox
        .command("try")
        .argument("<action>", "as IAM names it: service:Action, such as s3:GetObject")
        .argument("<arn>", "on what; tollgate sandbox resources lists what there is")
        .description("ask whether a person may do something now, and why"),
      io,
      attempt,
    ),
    "tollgate sandbox try --as ada.berg s3:GetObject arn:aws:s3:::brightwater-sales-prod/orders/2026/10/part-0001.csv",
    "tollgate sandbox try --as ada.berg s3:PutObject arn:aws:s3:::brightwater-sales-prod/orders/2026/10/part-0001.csv",
    "tollgate sandbox try --as jon.abel s3:GetObject arn:aws:s3:::brightwater-sales-dev/orders/masked/part-0001.csv --json",
  );
  examples(
    changing(
      sandbox
        .command("do")
        .argument("<action>", "the call: service:Action, such as s3:CreateBucket")
        .description("do something in the sandbox account; its CloudTrail record is delivered")
        .option("--input <json>", "the call's input, a JSON object", "{}")
        .option("--account <number>", "in this account; else the first"),
      io,
      perform,
    ),
    `tollgate sandbox do --as eva.lind s3:CreateBucket --input '{"bucket": "brightwater-notes"}'`,
    `tollgate sandbox do --as eva.lind logs:CreateLogGroup --input '{"logGroupName": "/brightwater/notes"}'`,
    `tollgate sandbox do --as ada.berg s3:CreateBucket --input '{"bucket": "ada-notes"}' --json`,
  );
  examples(
    action(
      sandbox
        .command("resources")
        .description("list what is in the sandbox accounts")
        .option("--type <type>", "only this type, such as s3.bucket"),
      io,
      resources,
    ),
    "tollgate sandbox resources --type s3.bucket",
    "tollgate sandbox resources --json",
    "tollgate sandbox resources --type logs.log-group --wide",
  );
  examples(
    action(
      sandbox
        .command("advance")
        .argument("<by>", "how far: 4h, 90m, PT4H")
        .description("set the clock forward by a length such as 4h; all that is due by then has run"),
      io,
      advance,
    ),
    "tollgate sandbox advance 4h",
    "tollgate sandbox advance PT30M --json",
    "tollgate sandbox advance 90m",
  );
}

async function attempt(run: Run<object>, act = "", resource = ""): Promise<void> {
  const answer = await run.plane().json<{ allowed: boolean; because: string }>({
    method: "POST",
    path: "/v1/local/sandbox/tries",
    body: { action: act, resource },
  });
  run.say(
    answer,
    `${answer.allowed ? "Allowed" : "Denied"}: ${shown(answer.because.replace(/^(allowed|denied): /, ""))}`,
  );
}

async function perform(run: Run<{ input: string; account?: string }>, act = ""): Promise<void> {
  const { input, account } = run.flags;
  const answer = await run.plane().json<Outcome>({
    method: "POST",
    path: "/v1/local/sandbox/calls",
    body: { action: act, input: objectIn(input), ...(account === undefined ? {} : { account }) },
  });
  const refused = `AWS refused: ${answer.code ?? ""} ${shown(answer.because ?? "")}`;
  run.say(answer, answer.outcome === "done" ? `Done: ${act}. Its CloudTrail record was delivered` : refused);
  if (answer.outcome === "refused") throw new CliError(1, run.flags.json === true ? refused : "Nothing was changed");
}

function objectIn(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    refuseDoubled(text, "--input");
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  } catch (fault) {
    if (fault instanceof CliError) throw fault;
    throw new CliError(2, `Cannot read --input as JSON: ${(fault as Error).message}`);
  }
  throw new CliError(2, `Cannot read --input: it is no JSON object, such as {"bucket": "brightwater-notes"}`);
}

async function resources(run: Run<{ type?: string }>): Promise<void> {
  const answer = await run.plane().json<{ resources: readonly Resource[] }>({ path: "/v1/local/sandbox/resources" });
  const rows = answer.resources.filter(({ type }) => run.flags.type === undefined || type === run.flags.type);
  run.rows(
    rows,
    [
      { head: "type", cell: ({ type }) => type, whole: true },
      { head: "arn", cell: ({ arn }) => arn },
      {
        head: "tags",
        cell: ({ tags }) =>
          Object.entries(tags)
            .map(([key, value]) => `${key}=${value}`)
            .join(" "),
      },
    ],
    "Nothing is there",
  );
}

async function advance(run: Run<object>, by = ""): Promise<void> {
  const answer = await run
    .plane()
    .json<{ now: string }>({ method: "POST", path: "/v1/local/sandbox/advances", body: { by } });
  run.say(answer, `It is now ${answer.now}; all that was due by then has run`);
}
