import type { Command } from "commander";
import { examples } from "#functions/cli/command.ts";
import { costFigures } from "#functions/cli/commands/cost/figures.ts";
import { costIngest } from "#functions/cli/commands/cost/ingest.ts";
import { costReport } from "#functions/cli/commands/cost/report.ts";
import { costVerify } from "#functions/cli/commands/cost/verify.ts";
import type { Io } from "#functions/cli/io.ts";

export function costCommands(program: Command, io: Io): void {
  const cost = program.command("cost").description("take bills in, report a month, see whose money it is");
  examples(
    cost,
    "tollgate cost ingest ./bills/focus-2026-10.csv",
    "tollgate cost report --month 2026-10 --out ./october",
    "tollgate cost verify ./october",
  );
  for (const add of [costIngest, costReport, costVerify, costFigures]) add(cost, io);
}
