import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { planeFound } from "#functions/cli/plane-found.ts";
import { cliIn } from "#test/support/cli.ts";

const LAPTOP = "http://127.0.0.1:4400";
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "tollgate-found-"));
  mkdirSync(join(folder, ".tollgate"));
  mkdirSync(join(folder, "a", "b"), { recursive: true });
  writeFileSync(join(folder, ".tollgate", "address"), `${LAPTOP}\n`);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("by TOLLGATE_URL first, without the slash at its end", () => {
  const env = { TOLLGATE_URL: "https://tollgate.example.com/", TOLLGATE_HOME: folder };
  const url = "https://tollgate.example.com";
  expect(planeFound({ env, cwd: folder })).toEqual({ url, by: { variable: "TOLLGATE_URL", value: url } });
});

test.each([
  { because: "the nearest .tollgate upwards", env: {}, below: "a/b" },
  { because: "TOLLGATE_HOME, from the folder one is in", env: { TOLLGATE_HOME: ".tollgate" }, below: "" },
])("by $because, which is named whole for other folders", ({ env, below }) => {
  const home = join(folder, ".tollgate");
  expect(planeFound({ env, cwd: join(folder, below) })).toEqual({
    url: LAPTOP,
    by: { variable: "TOLLGATE_HOME", value: home },
  });
});

test.each(["tollgate.example.com", "ftp://example.com", "javascript:alert(1)", "\u001b[2J"])(
  "never at %j, which ends with 2",
  async (named) => {
    const told = await cliIn({ env: { TOLLGATE_URL: named } })("people");
    expect(told).toMatchObject({ exit: 2, err: expect.stringContaining("write an address such as") });
    expect(told.err).not.toContain("\u001b");
  },
);
