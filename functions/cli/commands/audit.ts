import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import { action, examples, type Run } from "#functions/cli/command.ts";
import { nodeDigest } from "#functions/cli/digest.ts";
import { CliError, type Io } from "#functions/cli/io.ts";
import { makeFolder } from "#functions/cli/make-folder.ts";
import { namedFolder } from "#functions/cli/named-folder.ts";
import type { PlaneClient } from "#functions/cli/plane-client.ts";
import { counted } from "#functions/cli/words.ts";
import { type AuditFiles, verifyAuditFiles, writeAuditExport } from "#shared/contracts/audit-export.ts";
import { StoredEvent } from "#shared/contracts/events/stored-event.ts";
import { type CopyFile, isCopyName, verifySealedCopies } from "#shared/contracts/sealed-copies.ts";
import { StoredSeal } from "#shared/contracts/stored/seal.ts";
import { shown } from "#shared/kernel/shown-text.ts";

type ExportedEvent = ReturnType<typeof StoredEvent.parse>;

const FILES = ["events.ndjson", "seals.ndjson", "manifest.json"] as const;

const AN_EXPORT = `an export is a folder with ${FILES.join(", ")}, and a copy of the sealed log with seal-000000001.ndjson and so on`;

export function auditCommands(program: Command, io: Io): void {
  const audit = program.command("audit").description("take the audit log out, and verify it without the plane");
  examples(
    audit,
    "tollgate audit export ./audit --as gwen.ross",
    "tollgate audit verify ./audit",
    "tollgate audit verify ./audit --json",
  );

  examples(
    action(
      audit
        .command("export")
        .argument("<dir>", "the folder to write, made when it is not there")
        .description("write every event and seal into a folder"),
      io,
      exportTo,
    ),
    "tollgate audit export ./audit --as gwen.ross",
    "tollgate audit export ./audit --as gwen.ross --json",
    "tollgate audit export ./audit-2026 --as gwen.ross",
  );
  examples(
    action(
      audit
        .command("verify")
        .argument("<dir>", "the folder that tollgate audit export wrote, or one with copies of seals")
        .description("recompute every hash of an export, or of a copy of the sealed log, offline"),
      io,
      verify,
    ),
    "tollgate audit verify ./audit",
    "tollgate audit verify ./audit --json",
    "tollgate audit verify .tollgate/files/audit/sealed",
  );
}

async function exportTo(run: Run<object>, to = ""): Promise<void> {
  const dir = resolve(run.io.cwd, to);
  const plane = run.plane();
  const events = await allEvents(plane, (count) => run.io.width !== undefined && run.io.err(`\r${count} events…`));
  const answer = await plane.json<{ seals: unknown[] }>({ path: "/v1/audit/seals" });
  const seals = answer.seals.map((seal) => StoredSeal.parse(seal));
  const files = writeAuditExport(events, seals, nodeDigest);
  writeAll(dir, files);
  run.say(
    { events: events.length, seals: seals.length, dir: to },
    `Wrote ${counted(events.length, "event")} and ${counted(seals.length, "seal")} to ${to}`,
  );
}

/** @throws CliError 1 when the folder cannot be written */
function writeAll(dir: string, files: AuditFiles): void {
  try {
    makeFolder(dir);
    for (const name of FILES) writeFileSync(join(dir, name), files[name]);
  } catch (fault) {
    throw new CliError(1, `Cannot write the audit log into "${dir}": ${(fault as Error).message}`);
  }
}

async function allEvents(plane: PlaneClient, progress: (count: number) => void): Promise<readonly ExportedEvent[]> {
  const events: ExportedEvent[] = [];
  let hour: string | undefined;
  do {
    const page: { events: unknown[]; next?: string } = await plane.json({ path: "/v1/audit/events", query: { hour } });
    events.push(...page.events.map((event) => StoredEvent.parse(event)));
    progress(events.length);
    hour = page.next;
  } while (hour !== undefined);
  return events;
}

async function verify(run: Run<object>, dir = ""): Promise<void> {
  const path = namedFolder(dir, { cwd: run.io.cwd, is: AN_EXPORT });
  const copies = copiesIn(path);
  const found =
    copies.length > 0 ? verifySealedCopies(copies, nodeDigest) : verifyAuditFiles(filesIn(path), nodeDigest);
  if (!found.intact) {
    const words = `Not as it was: ${shown(found.where)} was ${found.what}: ${shown(found.why)}`;
    if (run.flags.json === true) run.say(found, words);
    throw new CliError(1, words);
  }
  const open = found.unsealed === 0 ? "" : ` ${found.unsealed} events are newer than the last seal.`;
  run.say(found, `${counted(found.events, "event")}, ${counted(found.seals, "seal")}, all match.${open}`);
}

/** The copies of seals in a folder, as they are downloaded; none where there is an export, or something else. */
function copiesIn(dir: string): readonly CopyFile[] {
  const names = readdirSync(dir).filter(isCopyName);
  return names.map((name) => ({ name, text: readFileSync(join(dir, name), "utf8") }));
}

function filesIn(dir: string): AuditFiles {
  const read = (name: (typeof FILES)[number]): string => {
    try {
      return readFileSync(join(dir, name), "utf8");
    } catch {
      throw new CliError(1, `Not verified: "${join(dir, name)}" cannot be read; ${AN_EXPORT}`);
    }
  };
  return {
    "events.ndjson": read("events.ndjson"),
    "seals.ndjson": read("seals.ndjson"),
    "manifest.json": read("manifest.json"),
  };
}
