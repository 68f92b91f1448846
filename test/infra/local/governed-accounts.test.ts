import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { openStateOf } from "#infra/local/governed-accounts.ts";
import { openStateFile } from "#shared/adapters/local/sqlite-file.ts";

const room = mkdtempSync(join(tmpdir(), "tollgate-state-"));
afterAll(() => rmSync(room, { recursive: true, force: true }));

const homeOf = (name: string) => ({ folder: join(room, name), stateFile: join(room, `${name}.sqlite`) });

/** 1 is NORMAL, 2 is FULL (SQLite, "PRAGMA synchronous"). */
const synchronousOf = (database: ReturnType<typeof openStateOf>) =>
  Number(database.prepare("PRAGMA synchronous").get()?.["synchronous"]);

describe("the state of a laptop", () => {
  test("of real accounts is on the disk before a change is acknowledged; of the sandbox it need not be", () => {
    const real = openStateOf(homeOf("real"), "aws");
    const sandbox = openStateOf(homeOf("sandbox"), "sandbox");
    expect([synchronousOf(real), synchronousOf(sandbox)]).toEqual([2, 1]);
    real.close();
    sandbox.close();
  });

  test("is about one of them for good", () => {
    openStateOf(homeOf("one"), "aws").close();
    openStateOf(homeOf("one"), "aws").close();
    expect(() => openStateOf(homeOf("one"), "sandbox")).toThrow(
      `Cannot keep state in "${join(room, "one")}": what it holds is about AWS accounts, and this plane is about the sandbox; name another folder by --home`,
    );
  });

  test("that began before there was a choice is about the sandbox", () => {
    const home = homeOf("old");
    const old = openStateFile(home.stateFile, { durability: "normal" });
    old.exec("INSERT INTO meta (name, value) VALUES ('genesis', '1795000000000')");
    old.close();
    expect(() => openStateOf(home, "aws")).toThrow(/what it holds is about the sandbox, and this plane is about AWS/);
    openStateOf(home, "sandbox").close();
  });
});
