import { openStateFile } from "#shared/adapters/local/sqlite-file.ts";
import { SqliteTable } from "#shared/adapters/local/sqlite-table.ts";
import { tableContract } from "#test/contract/table.ts";

tableContract("SqliteTable", async () => new SqliteTable(openStateFile(":memory:", { durability: "normal" })));
