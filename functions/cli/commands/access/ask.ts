import { randomUUID } from "node:crypto";
import type { Command } from "commander";
import { action, changing, confirmed, examples, needed, type Run } from "#functions/cli/command.ts";
import { fasterLine, requestText, stageLines } from "#functions/cli/commands/access/words.ts";
import { ACCOUNT, TEMPLATE } from "#functions/cli/ids/access-ids.ts";
import { DATASET, PERSON } from "#functions/cli/ids/catalog-ids.ts";
import { idOption } from "#functions/cli/ids/named-ids.ts";
import { CliError, type Io } from "#functions/cli/io.ts";
import type { PlaneClient } from "#functions/cli/plane-client.ts";
import { didYouMean } from "#shared/catalog/did-you-mean.ts";
import type { CatalogEntry, PreviewAnswer, RequestAnswer } from "#shared/contracts/http/access-answers.ts";
import { shown } from "#shared/kernel/shown-text.ts";

type Ask = {
  readonly dataset?: string;
  readonly template?: string;
  readonly account?: string;
  readonly duration?: string;
  readonly justification?: string;
  readonly ticket?: string;
  readonly for?: string;
  readonly below?: string;
  readonly key?: string;
};

export function accessAsk(access: Command, io: Io): void {
  const asking = (command: Command): Command =>
    command
      .addOption(idOption("--dataset <id>", "what: a dataset of the catalogue", DATASET))
      .addOption(idOption("--template <id>", "to do what; may be left out where the catalogue offers one", TEMPLATE))
      .addOption(
        idOption(
          "--account <id>",
          "where, when the dataset is in several accounts; else the most protected one you may ask for",
          ACCOUNT,
        ),
      )
      .option("--below <path>", "only this folder inside the dataset")
      .option("--duration <length>", "for how long: 4h, 90m, PT4H")
      .option("--justification <text>", "why; the approver reads it first")
      .option("--ticket <id>", "a ticket, where the rule wants one")
      .addOption(idOption("--for <person>", "for someone else", PERSON));
  const pasted =
    '--dataset sales.orders --template s3-prefix-read --duration 4h --justification "Why the October forecast was off"';
  examples(
    changing(
      asking(access.command("request").description("ask for access"))
        .option("--key <text>", "idempotency key: the same again is the same request")
        .option("--yes", "do not ask"),
      io,
      request,
    ),
    `tollgate access request --as jon.abel ${pasted}`,
    `tollgate access request --as jon.abel ${pasted} --account data-dev --json`,
    `tollgate access request --as jon.abel ${pasted} --dry-run`,
  );
  examples(
    action(
      asking(
        access.command("preview").description("show what a request would do and who would decide; nothing is sent"),
      ),
      io,
      preview,
    ),
    `tollgate access preview --as jon.abel ${pasted}`,
    `tollgate access preview --as jon.abel ${pasted} --account data-dev`,
    `tollgate access preview --as jon.abel ${pasted} --below 2026/10/ --json`,
  );
}

async function request(run: Run<Ask & { key?: string; yes?: true }>): Promise<void> {
  const plane = run.plane();
  const body = await askBody(run, plane);
  const { json, yes, key = randomUUID() } = run.flags;
  if (run.io.ask !== undefined && json !== true && yes !== true) await agreed(run.io, await previewOf(plane, body));
  const answer = await plane.json<RequestAnswer>({
    method: "POST",
    path: "/v1/access/requests",
    body,
    headers: { "idempotency-key": key },
  });
  run.say(answer, requestText(answer));
}

/** A person at a terminal sees what will be true afterwards, and who must agree, before anything is sent. */
async function agreed(io: Io, answer: PreviewAnswer): Promise<void> {
  if (!answer.mayRequest) throw new CliError(1, `${previewText(answer)}\nNothing was sent`);
  io.err(`${previewText(answer)}\n`);
  await confirmed(io, "This will be sent", undefined);
}

async function preview(run: Run<Ask>): Promise<void> {
  const plane = run.plane();
  const answer = await previewOf(plane, await askBody(run, plane));
  run.say(answer, previewText(answer));
  if (!answer.mayRequest) throw new CliError(1, "Nothing was sent");
}

const previewOf = (plane: PlaneClient, body: object): Promise<PreviewAnswer> =>
  plane.json<PreviewAnswer>({ method: "POST", path: "/v1/access/previews", body });

function previewText(answer: PreviewAnswer): string {
  const checks = answer.checks
    .filter(({ result }) => result !== "pass")
    .map(({ check, because }) => `  ${check}: ${shown(because)}`);
  const faster = answer.alternatives.map(fasterLine);
  const words = answer.mayRequest
    ? [shown(answer.effect.sentence), ...answer.permissions.map(permissionLine), stageLines(answer.stages)]
    : [`You cannot ask for this: ${shown(answer.because)}`];
  return [...words, ...checks, ...faster].join("\n");
}

function permissionLine({ action, resource, means, only }: PreviewAnswer["permissions"][number]): string {
  return shown(`  ${means}: ${action} on ${resource}${only === undefined ? "" : `, where ${only}`}`);
}

async function askBody({ flags, io }: Run<Ask>, plane: PlaneClient): Promise<object> {
  const dataset = await needed(io, flags.dataset, { flag: "--dataset", question: "What do you need?" });
  const duration = await needed(io, flags.duration, { flag: "--duration", question: "For how long?" });
  const justification = await needed(io, flags.justification, { flag: "--justification", question: "Why?" });
  const where = await placed({ ...flags, dataset }, plane);
  return {
    items: [{ dataset, ...where, ...(flags.below === undefined ? {} : { parameters: { below: flags.below } }) }],
    duration,
    justification,
    ...(flags.ticket === undefined ? {} : { ticket: flags.ticket }),
    ...(flags.for === undefined ? {} : { beneficiary: flags.for }),
  };
}

/** Template and account, from the flags or, where the catalogue leaves one choice, from there. */
async function placed(
  { dataset, template, account }: Ask & { readonly dataset: string },
  plane: PlaneClient,
): Promise<{ template: string; account?: string }> {
  if (template !== undefined && account !== undefined) return { template, account };
  const { items } = await plane.json<{ items: readonly CatalogEntry[] }>({ path: "/v1/access/catalog" });
  const fitting = items.filter(
    (entry) =>
      entry.dataset === dataset &&
      (template ?? entry.template) === entry.template &&
      (account ?? entry.account) === entry.account,
  );
  const templates = [...new Set(fitting.map((entry) => entry.template))];
  if (template === undefined && templates.length > 1) {
    throw new CliError(2, `Cannot tell to do what: add --template with one of ${templates.join(", ")}`);
  }
  const chosen = template ?? templates[0];
  if (chosen === undefined)
    throw new CliError(
      1,
      `Cannot ask for "${shown(dataset)}": the catalogue offers nothing of it${near(dataset, items)} (tollgate access catalog)`,
    );
  const place = account ?? mostProtected(fitting);
  return place === undefined ? { template: chosen } : { template: chosen, account: place };
}

const PROTECTION = ["dev", "test", "prod"];

function mostProtected(entries: readonly CatalogEntry[]): string | undefined {
  const open = entries.filter(({ mayRequest }) => mayRequest);
  const ranked = (open.length > 0 ? open : entries).toSorted(
    (left, right) => PROTECTION.indexOf(right.environment) - PROTECTION.indexOf(left.environment),
  );
  return ranked[0]?.account;
}

const near = (dataset: string, entries: readonly CatalogEntry[]): string => {
  const word = didYouMean(dataset, new Set(entries.map((entry) => entry.dataset)));
  return word === undefined ? "" : `; did you mean "${word}"`;
};
