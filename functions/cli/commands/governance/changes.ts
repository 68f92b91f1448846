import type { Command } from "commander";
import type * as z from "zod";
import { action, changing, examples, type Run } from "#functions/cli/command.ts";
import { heldWaitWords } from "#functions/cli/commands/governance/held-words.ts";
import { appliedText } from "#functions/cli/commands/governance/plan.ts";
import { showPolicyPlan } from "#functions/cli/commands/policy/show.ts";
import { kindArgument } from "#functions/cli/ids/catalog-ids.ts";
import { statusOf } from "#functions/cli/ids/list-of.ts";
import { idArgument } from "#functions/cli/ids/named-ids.ts";
import { ANY_PLAN, CATALOG_PLAN, HELD_DOCUMENT } from "#functions/cli/ids/policy-ids.ts";
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
    "tollgate changes show P-4kz2r0q",
    "tollgate changes decide P-4kz2r0q Policy core-tags --approve --as ida.noor",
  );
  examples(
    action(changes.command("list").description("list what waits, and for whom"), io, list),
    "tollgate changes list",
    "tollgate changes list --wide",
    "tollgate changes list --json",
  );
  examples(
    action(
      changes
        .command("show")
        .description("show one plan: of the documents with what it holds, or of a policy")
        .addArgument(idArgument("<plan>", "P-…, or a beginning that only it has", ANY_PLAN)),
      io,
      show,
    ),
    "tollgate changes show P-4kz2r0q",
    "tollgate changes show P-4kz2r0q --json",
    "tollgate P-4kz2r0q",
  );
  examples(
    changing(
      changes
        .command("decide")
        .description("say yes or no to one change that a plan holds")
        .addArgument(idArgument("<plan>", "P-…, or a beginning that only it has", CATALOG_PLAN))
        .addArgument(kindArgument())
        .addArgument(idArgument("<document>", "the document it changes", HELD_DOCUMENT)),
      io,
      decide,
    )
      .option("--approve", "yes")
      .option("--reject", "no; add a --note that says why")
      .option("--note <text>", "what the author and the auditor read")
      .option("--revision <n>", "the revision you saw; else the newest"),
    "tollgate changes decide P-4kz2r0q Policy core-tags --approve --as ida.noor",
    'tollgate changes decide P-4kz2r0q Policy core-tags --reject --note "Not before the audit" --as ida.noor',
    "tollgate changes decide P-4kz2r0q Policy core-tags --approve --as ida.noor --dry-run",
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
      { head: "what", cell: ({ held }) => held.effect.short },
      { head: "because", cell: ({ held }) => held.because.join("; ") },
      { head: "may decide", cell: ({ held }) => held.asked.join(", ") },
      { head: "waits", cell: ({ held }) => heldWaitWords(held) },
      { head: "lapses", cell: ({ held }) => held.lapsesAt?.slice(0, 16) ?? "" },
    ],
    "Nothing waits",
  );
}

async function show(run: Run<object>, id = ""): Promise<void> {
  const path = `/v1/catalog/plans/${encodeURIComponent(id)}`;
  const plan = await run
    .plane()
    .json<Plan>({ path })
    .catch((fault: unknown) => {
      if (statusOf(fault) === 404) return undefined;
      throw fault;
    });
  if (plan === undefined) return showPolicyPlan(run, id);
  const next = plan.state === "planned" ? `\nGood until ${plan.goodUntil}: tollgate apply ${plan.id}` : "";
  run.say(plan, `${appliedText(plan)}${next}`);
}

async function decide(run: Run<Decide>, ...words: readonly string[]): Promise<void> {
  const [id = "", kind, document] = words;
  const { approve, reject, note = "", revision } = run.flags;
  if ((approve === true) === (reject === true))
    throw new CliError(2, "Cannot tell yes from no: add either --approve or --reject");
  if (reject === true && note.trim() === "")
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
