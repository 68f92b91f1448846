import type { Command } from "commander";
import { action, examples, type Run } from "#functions/cli/command.ts";
import type { Io } from "#functions/cli/io.ts";

type Person = { readonly id: string; readonly name: string; readonly groups: readonly string[] };

export function peopleCommand(program: Command, io: Io): void {
  const command = program.command("people").description("list the people one may act as on a laptop plane (--as ID)");
  examples(
    action(command, io, people),
    "tollgate people",
    "tollgate people --json",
    "tollgate access catalog --as ada.berg",
  );
}

async function people(run: Run<object>): Promise<void> {
  const answer = await run.plane().json<{ people: readonly Person[] }>({ path: "/v1/local/people" });
  run.rows(
    answer.people,
    [
      { head: "id", cell: ({ id }) => id, whole: true },
      { head: "name", cell: ({ name }) => name },
      { head: "groups", cell: ({ groups }) => groups.join(", ") },
    ],
    "Nobody yet: the plane was started empty",
  );
}
