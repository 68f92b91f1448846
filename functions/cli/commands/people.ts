import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Command } from "commander";
import { action, changing, examples, type Run } from "#functions/cli/command.ts";
import { CliError, type Io } from "#functions/cli/io.ts";
import { refuseDoubled } from "#functions/cli/refuse-doubled.ts";
import { decodeFile } from "#shared/contracts/documents/source.ts";
import { shown } from "#shared/kernel/shown-text.ts";

type Person = { readonly id: string; readonly name: string; readonly groups: readonly string[] };
type Brought = { readonly people: number; readonly changed: number; readonly unknownGroups: readonly string[] };

export function peopleCommand(program: Command, io: Io): void {
  const command = program.command("people").description("list the people one may act as on a laptop plane (--as ID)");
  examples(
    action(command, io, people),
    "tollgate people",
    "tollgate people --json",
    "tollgate access catalog --as ada.berg",
  );
  examples(
    changing(
      command
        .command("load")
        .argument("<file>", "JSON, as below")
        .description("bring the directory up to date from a file of the identity provider's people (operators)"),
      io,
      load,
    ),
    "tollgate people load people.json",
    "tollgate people load people.json --as eva.lind",
    "tollgate people load people.json --dry-run",
  ).addHelpText(
    "after",
    '\nThe file: {"people": [{"id": "ada.berg", "name": "Ada Berg", "groups": ["00g1…"], "active": true}]}\n' +
      "Groups by the Directory document's names or the provider's ids. Whoever is not named stays as they are.\n",
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
    "Nobody yet: tollgate init, plan and apply lay down the documents, then tollgate people load FILE brings the people",
  );
}

async function load(run: Run<object>, file: string): Promise<void> {
  const body = bodyIn(file, run.io.cwd);
  const brought = await run.plane().json<Brought>({ method: "PUT", path: "/v1/people", body });
  const { unknownGroups } = brought;
  const lines = [
    `${brought.people === 1 ? "1 person" : `${brought.people} people`}, ${brought.changed} changed`,
    ...(unknownGroups.length === 0
      ? []
      : [`No Directory document names these groups, so they count for nothing: ${unknownGroups.join(", ")}`]),
  ];
  run.say(brought, lines.map(shown).join("\n"));
}

function bodyIn(file: string, cwd: string): object {
  try {
    const decoded = decodeFile(file, readFileSync(resolve(cwd, file)));
    if (!decoded.ok) throw new CliError(2, decoded.error.message);
    const text = decoded.value.text.replace(/^\ufeff/, "");
    const parsed: unknown = JSON.parse(text);
    refuseDoubled(text, `people from "${shown(file)}"`);
    if (typeof parsed === "object" && parsed !== null) return parsed;
  } catch (fault) {
    if (fault instanceof CliError) throw fault;
    // Said below: a file that cannot be read and one that is no JSON have the same cure.
  }
  throw new CliError(2, `Cannot read people from "${shown(file)}": it is no file of JSON such as {"people": […]}`);
}
