import type { Command } from "commander";
import type * as z from "zod";
import { action, changing, examples, type Run } from "#functions/cli/command.ts";
import { appliedText } from "#functions/cli/commands/governance/plan.ts";
import { CliError, type Io } from "#functions/cli/io.ts";
import type { decideCatalogPlan, listCatalogPlans } from "#shared/contracts/http/catalog-plans.ts";

type Plans = z.infer<(typeof listCatalogPlans)["answers"][200]>;
type Plan = z.infer<(typeof decideCatalogPlan)["answers"][200]>;
type Decide = {
  readonly approve?: true;
  readonly reject?: true;
  readonly note?: string;
  readonly revision?: string;
};

/** Changes of the documents that people have to decide on. */
export function changesCommands(program: Command, io: Io): void {
  const changes = program
    .command("changes")
    .description("see changes of the documents that wait for people, and decide");
  examples(
    changes,
    "tollgate changes list",
    "tollgate changes decide P-4kz2r0q Policy core-tags --approve --as ida.noor",
  );
  examples(
    action(changes.command("list").description("list what waits, and for whom"), io, list),
    "tollgate changes list",
  );
  examples(
    changing(
      changes
        .command("decide <plan> <kind> <document>")
        .description("say yes or no to one change that a plan holds (tollgate changes list)"),
      io,
      decide,
    )
      .option("--approve", "yes")
      .option("--reject", "no; add a --note that says why")
      .option("--note <text>", "what the author and the auditor read")
      .option("--revision <n>", "the revision you saw; else the newest"),
    "tollgate changes decide P-4kz2r0q Policy core-tags --approve --as ida.noor",
    'tollgate changes decide P-4kz2r0q Policy core-tags --reject --note "Not before the audit" --as ida.noor',
  );
}

async function list(run: Run<object>): Promise<void> {
  const { items } = await run.plane().json<Plans>({ path: "/v1/catalog/plans" });
  if (run.flags.json === true) return run.say(items, "");
  run.rows(
    items.flatMap((plan) => plan.held.map((held) => ({ plan, held }))),
    [
      { head: "plan", cell: ({ plan }) => plan.id, whole: true },
      { head: "document", cell: ({ held }) => `${held.kind} ${held.id}`, whole: true },
      { head: "state", cell: ({ held }) => held.state, whole: true },
      { head: "from", cell: ({ plan }) => plan.by },
      { head: "because", cell: ({ held }) => held.because.join("; ") },
      { head: "may decide", cell: ({ held }) => held.asked.join(", ") },
    ],
    "Nothing waits",
  );
}

async function decide(run: Run<Decide>, ...words: readonly string[]): Promise<void> {
  const [id = "", kind, document] = words;
  const { approve, reject, note = "", revision } = run.flags;
  if ((approve === true) === (reject === true))
    throw new CliError(2, "Cannot tell yes from no: add either --approve or --reject");
  if (reject === true && note === "")
    throw new CliError(2, 'Not decided: a no needs its reason. Add --note "…" (the author reads it)');
  const plane = run.plane();
  const path = `/v1/catalog/plans/${encodeURIComponent(id)}`;
  const seen = revision ?? String((await plane.json<Plan>({ path })).revision);
  const decided = await plane.json<Plan>({
    method: "POST",
    path: `${path}/decisions`,
    headers: { "if-match": `"${seen}"` },
    body: { kind, document, outcome: reject === true ? "rejected" : "approved", note },
  });
  run.say(decided, appliedText(decided));
}
