import type { Command } from "commander";
import { action, examples, type Run } from "#functions/cli/command.ts";
import { DATASET } from "#functions/cli/ids/catalog-ids.ts";
import { idOption } from "#functions/cli/ids/named-ids.ts";
import type { Io } from "#functions/cli/io.ts";
import type { CatalogEntry } from "#shared/contracts/http/access-answers.ts";

export function accessCatalog(access: Command, io: Io): void {
  const command = access
    .command("catalog")
    .description("list what can be asked for, for how long, and who would decide");
  examples(
    action(
      command
        .addOption(idOption("--dataset <id>", "only this dataset", DATASET))
        .option("--environment <name>", "only dev, test or prod"),
      io,
      catalog,
    ),
    "tollgate access catalog --as jon.abel",
    "tollgate access catalog --as jon.abel --environment prod --json",
    "tollgate access catalog --as jon.abel --dataset sales.orders",
  );
}

async function catalog(run: Run<{ dataset?: string; environment?: string }>): Promise<void> {
  const { items } = await run.plane().json<{ items: readonly CatalogEntry[] }>({ path: "/v1/access/catalog" });
  const rows = items.filter(
    (entry) =>
      (run.flags.dataset ?? entry.dataset) === entry.dataset &&
      (run.flags.environment ?? entry.environment) === entry.environment,
  );
  run.rows(
    rows,
    [
      { head: "dataset", cell: ({ dataset }) => dataset, whole: true },
      { head: "template", cell: ({ template }) => template },
      { head: "account", cell: ({ account }) => account },
      { head: "class", cell: ({ classification, labels }) => [classification, ...labels].join(" ") },
      { head: "longest", cell: ({ maxDuration }) => maxDuration, right: true },
      {
        head: "who decides",
        cell: ({ mayRequest, because, decides }) => (mayRequest ? decides || "nobody: approved by rule" : because),
      },
    ],
    "Nothing can be asked for here",
  );
}
