import type { Command } from "commander";
import { examples } from "#functions/cli/command.ts";
import { accessAsk } from "#functions/cli/commands/access/ask.ts";
import { accessCatalog } from "#functions/cli/commands/access/catalog.ts";
import { accessDecide } from "#functions/cli/commands/access/decide.ts";
import { accessEnd } from "#functions/cli/commands/access/end.ts";
import { accessFreeze } from "#functions/cli/commands/access/freeze.ts";
import { accessList } from "#functions/cli/commands/access/list.ts";
import { accessShow } from "#functions/cli/commands/access/show.ts";
import { accessTable } from "#functions/cli/commands/access/table.ts";
import { accessTodo } from "#functions/cli/commands/access/todo.ts";
import { accessUse } from "#functions/cli/commands/access/use.ts";
import { accessWait } from "#functions/cli/commands/access/wait.ts";
import type { Io } from "#functions/cli/io.ts";

export function accessCommands(program: Command, io: Io): void {
  const access = program.command("access").description("ask for access, decide on it, use it, give it back");
  examples(
    access,
    "tollgate access catalog --as jon.abel",
    'tollgate access request --as jon.abel --dataset sales.orders --account data-prod --duration 4h --justification "Why the October forecast was off"',
    "tollgate access todo --as ben.ito",
  );
  for (const add of [
    accessCatalog,
    accessTable,
    accessAsk,
    accessList,
    accessTodo,
    accessShow,
    accessDecide,
    accessEnd,
    accessUse,
    accessWait,
    accessFreeze,
  ])
    add(access, io);
}
