import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, expect, test } from "vitest";
import { openStateFile } from "#shared/adapters/local/sqlite-file.ts";
import { SqliteTable } from "#shared/adapters/local/sqlite-table.ts";
import { Contention } from "#shared/kernel/contention.ts";

const folder = mkdtempSync(join(tmpdir(), "tollgate-busy-"));
afterAll(() => rmSync(folder, { recursive: true }));

const item = { pk: "a", sk: "ROW", kind: "thing", version: 1, revision: 1, body: "{}", indexes: {} };

test("a file that another process holds for too long is contention, and is written once it is let go", async () => {
  const path = join(folder, "state.sqlite");
  const other = openStateFile(path, { durability: "normal" });
  // As the plane's own connection, but for the five seconds that it waits.
  const impatient = new DatabaseSync(path, { timeout: 0, readBigInts: true });
  const table = new SqliteTable(impatient);
  other.exec("BEGIN IMMEDIATE");
  await expect(table.transact([{ op: "put", item, expect: "absent" }])).rejects.toThrow(Contention);
  other.exec("ROLLBACK");
  expect(await table.transact([{ op: "put", item, expect: "absent" }])).toEqual({ ok: true, value: undefined });
  impatient.close();
  other.close();
});
