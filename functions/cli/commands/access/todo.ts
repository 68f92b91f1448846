import type { Command } from "commander";
import type * as z from "zod";
import { action, examples, type Run } from "#functions/cli/command.ts";
import { ASKED, type Asked, LAPSES } from "#functions/cli/commands/access/list.ts";
import { heldWaitWords } from "#functions/cli/commands/governance/held-words.ts";
import type { Io } from "#functions/cli/io.ts";
import { listed } from "#functions/cli/lists.ts";
import type { RequestSummary } from "#shared/contracts/http/access-answers.ts";
import type { listCatalogPlans } from "#shared/contracts/http/catalog-plans.ts";

type Plans = z.infer<(typeof listCatalogPlans)["answers"][200]>["items"];

/** What a person is asked about, with what every kind of it has. A change of a document says how it is decided on. */
type Todo = Asked & {
  readonly waits?: Plans[number]["held"][number]["waits"];
  readonly document?: { readonly kind: string; readonly id: string };
};

export function accessTodo(access: Command, io: Io): void {
  examples(
    action(
      access.command("todo").description("list what waits for your decision: requests, and changes of the documents"),
      io,
      todo,
    ),
    "tollgate access todo --as ben.ito",
    "tollgate access todo --as ben.ito --wide",
    "tollgate access todo --as hugo.vass --json",
  );
}

async function todo(run: Run<object>): Promise<void> {
  const plane = run.plane();
  const requests: readonly Todo[] = await listed<RequestSummary>(plane, {
    path: "/v1/access/requests",
    query: { role: "to-decide", limit: "200" },
  });
  const { items } = await plane.json<{ items: Plans }>({ path: "/v1/catalog/plans", query: { role: "to-decide" } });
  const changes = items.flatMap(changesIn);
  run.rows(
    [...requests, ...changes],
    [
      ...ASKED,
      // Only of changes: how long a stage of a request waits stands in "access show".
      ...(changes.length === 0 ? [] : [{ head: "waits", cell: heldWaitWords }]),
      LAPSES,
    ],
    "Nothing waits for you",
  );
  if (changes.length > 0 && run.flags.json !== true)
    run.io.err("Decide on a change: tollgate changes decide <id> <kind> <document>, with --approve or --reject\n");
}

const changesIn = ({ id, by, held }: Plans[number]): readonly Todo[] =>
  held.map(({ kind, id: document, effect, because, state, lapsesAt, waits }) => ({
    id,
    state: state.toUpperCase(),
    requester: by,
    effect,
    justification: because.join("; "),
    lapsesAt,
    waits,
    document: { kind, id: document },
  }));
