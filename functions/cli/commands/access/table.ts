import type { Command } from "commander";
import type * as z from "zod";
import { action, examples, type Run } from "#functions/cli/command.ts";
import { DATASET } from "#functions/cli/ids/catalog-ids.ts";
import { idOption } from "#functions/cli/ids/named-ids.ts";
import type { Io } from "#functions/cli/io.ts";
import { lengthText } from "#functions/cli/words.ts";
import type { getAccessTable } from "#shared/contracts/http/catalog.ts";

type Table = z.infer<(typeof getAccessTable)["answers"][200]>;
type Flags = { readonly dataset?: string; readonly environment?: string; readonly classification?: string };

export function accessTable(access: Command, io: Io): void {
  examples(
    action(
      access
        .command("table")
        .description("show every cell of who decides: what data, where, to do what, for how long")
        .addOption(idOption("--dataset <id>", "of one dataset, with what its team tightened", DATASET))
        .option("--environment <name>", "only here")
        .option("--classification <name>", "only this class of data"),
      io,
      table,
    ),
    "tollgate access table --environment prod",
    "tollgate access table --dataset sales.orders --json",
    "tollgate access table --classification restricted --wide",
  );
}

async function table(run: Run<Flags>): Promise<void> {
  const { dataset, environment, classification } = run.flags;
  const answer = await run.plane().json<Table>({ path: "/v1/catalog/access-table", query: { dataset } });
  run.rows(
    answer.cells.filter(
      (cell) =>
        (environment ?? cell.environment) === cell.environment &&
        (classification ?? cell.classification) === cell.classification,
    ),
    [
      { head: "data", cell: (cell) => [cell.classification, ...cell.labels].join(" "), whole: true },
      { head: "in", cell: (cell) => cell.environment, whole: true },
      { head: "to", cell: (cell) => cell.access, whole: true },
      { head: "for", cell: (cell) => lengthText(cell.duration), right: true, whole: true },
      { head: "who decides", cell: (cell) => cell.says },
    ],
    "No such cell",
  );
}
