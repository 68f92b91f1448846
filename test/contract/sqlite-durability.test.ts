import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, expect, test } from "vitest";
import { asStateFault, openStateFile, StateFileError } from "#shared/adapters/local/sqlite-file.ts";
import { SqliteTable } from "#shared/adapters/local/sqlite-table.ts";
import { eventKey, rowKey } from "#shared/storage/record.ts";

const folder = mkdtempSync(join(tmpdir(), "tollgate-durability-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const KILLS = 200;

/** Starts a writer and kills it a few milliseconds after its first acknowledged write. */
function writtenUntilKilled(file: string, round: number): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["test/support/write-until-killed.ts", file, String(round)], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let said = "";
    child.stdout.on("data", (chunk: Buffer) => {
      if (said === "") setTimeout(() => child.kill("SIGKILL"), round % 12);
      said += chunk.toString();
    });
    child.on("error", reject);
    child.on("exit", (code, signal) => {
      if (signal !== "SIGKILL") reject(new Error(`The writer ended by itself with ${code}`));
      // A line cut short by the kill was not acknowledged.
      else
        resolve(
          said
            .slice(0, said.lastIndexOf("\n") + 1)
            .split("\n")
            .filter(Boolean),
        );
    });
  });
}

test(`${KILLS} processes killed in mid-write lose no acknowledged change, and leave none half written`, async () => {
  const file = join(folder, "state.sqlite");
  const acknowledged: string[] = [];
  for (let round = 0; round < KILLS; round += 2) {
    const pair = await Promise.all([writtenUntilKilled(file, round), writtenUntilKilled(file, round + 1)]);
    acknowledged.push(...pair.flat());
  }
  const database = openStateFile(file, { durability: "normal" });
  const table = new SqliteTable(database);
  expect(acknowledged.length).toBeGreaterThanOrEqual(KILLS);
  for (const id of acknowledged) {
    expect(await table.get(rowKey("count", id)), id).toBeDefined();
    expect(await table.get(eventKey("count", id, 1)), id).toBeDefined();
  }
  const count = (sql: string) => Number(database.prepare(sql).get()?.["count"]);
  const rows = count("SELECT count(*) AS count FROM items WHERE kind = 'count'");
  expect(count("SELECT count(*) AS count FROM items WHERE kind = 'event'")).toBe(rows);
  expect(count("SELECT count(*) AS count FROM items WHERE pk LIKE '%-twin' AND sk = 'ROW'") * 2).toBe(rows);
  expect(database.prepare("PRAGMA integrity_check").get()?.["integrity_check"]).toBe("ok");
  database.close();
}, 120_000);

test("a state file of a newer version is refused by name, and left as it was", () => {
  const file = join(folder, "newer.sqlite");
  const database = openStateFile(file, { durability: "normal" });
  database.prepare("UPDATE meta SET value = '99' WHERE name = 'state-version'").run();
  database.close();
  expect(() => openStateFile(file, { durability: "normal" })).toThrow(StateFileError);
  expect(() => openStateFile(file, { durability: "normal" })).toThrow(
    "newer Tollgate (state version 99, this one reads 1)",
  );
});

test("a file that somebody only began to make is taken, any other file is refused", () => {
  const begun = join(folder, "begun.sqlite");
  writeFileSync(begun, "");
  openStateFile(begun, { durability: "normal" }).close();
  const other = join(folder, "other.sqlite");
  writeFileSync(other, "no database at all, but long enough to be looked at ".repeat(100));
  expect(() => openStateFile(other, { durability: "normal" })).toThrow("it is no state file of Tollgate");
  const foreign = new DatabaseSync(join(folder, "foreign.sqlite"));
  foreign.exec("CREATE TABLE things (id TEXT)");
  foreign.close();
  expect(() => openStateFile(join(folder, "foreign.sqlite"), { durability: "normal" })).toThrow("no state file");
});

test.each(["normal", "full"] as const)(
  "%s durability keeps a journal beside the file, which a kill cannot leave half",
  (durability) => {
    const database = openStateFile(join(folder, `${durability}-journal.sqlite`), { durability });
    expect(database.prepare("PRAGMA journal_mode").get()?.["journal_mode"]).toBe("wal");
    database.close();
  },
);

test("full durability is what a governed account asks for", () => {
  const database = openStateFile(join(folder, "full.sqlite"), { durability: "full" });
  expect(database.prepare("PRAGMA synchronous").get()?.["synchronous"]).toBe(2n);
  database.close();
});

test("a file that may not be written, or is damaged, is told in one sentence that names it", () => {
  const file = join(folder, "kept.sqlite");
  openStateFile(file, { durability: "normal" }).close();
  const reading = new DatabaseSync(file, { readOnly: true });
  const written = () => reading.exec("DELETE FROM meta");
  expect(asStateFault(thrownBy(written), file)).toMatchObject({
    name: "StateFileError",
    message: `Cannot open "${file}": it, or its folder, may not be written`,
  });
  reading.close();
  mkdirSync(join(folder, "a-folder.sqlite"));
  expect(() => openStateFile(join(folder, "a-folder.sqlite"), { durability: "normal" })).toThrow(
    `Cannot open "${join(folder, "a-folder.sqlite")}": it, or its folder, may not be read or written`,
  );
  const bytes = readFileSync(file);
  writeFileSync(file, bytes.fill(0xa5, 100, 4_096));
  expect(() => openStateFile(file, { durability: "normal" })).toThrow(`Cannot open "${file}": it is damaged`);
});

test("any other fault stays what it is", () => {
  const fault = new Error("no such table: meta");
  expect(asStateFault(fault, "state.sqlite")).toBe(fault);
});

function thrownBy(work: () => void): unknown {
  try {
    work();
  } catch (fault) {
    return fault;
  }
  throw new Error("It threw nothing");
}
