import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { cliIn, jsonOf } from "#test/support/cli.ts";

let cwd: string;
beforeEach(async () => {
  cwd = mkdtempSync(join(tmpdir(), "tollgate-check-"));
  expect(await tollgate("init")).toMatchObject({ exit: 0 });
  return () => rmSync(cwd, { recursive: true, force: true });
});

const tollgate = (...words: readonly string[]) => cliIn({ cwd })(...words);

describe("tollgate init", () => {
  test("writes a repository that loads", async () => {
    expect(await tollgate("check")).toMatchObject({
      exit: 0,
      err: "",
      out: expect.stringMatching(/documents load\n$/),
    });
  });

  test("writes over nothing", async () => {
    expect(await tollgate("init")).toMatchObject({ exit: 1, err: expect.stringContaining("Nothing was written") });
  });

  test("is not looked past a link, which may name any file of this computer", async () => {
    symlinkSync("/etc/hostname", join(cwd, "company/more.yaml"));
    expect(await tollgate("check")).toMatchObject({
      exit: 2,
      err: expect.stringContaining('more.yaml": it is a link; put the document itself there'),
    });
  });

  test.each(["dataset", "workload"])("adds a %s that loads, once", async (kind) => {
    const added = await tollgate("init", kind, "platform.notes", "--team", "platform", "--json");
    expect(jsonOf(added)).toMatchObject({ kind, name: "platform.notes" });
    expect(await tollgate("check", "--json")).toMatchObject({ exit: 0 });
    expect(await tollgate("init", kind, "platform.notes", "--team", "platform")).toMatchObject({ exit: 1 });
  });

  test.each([
    { words: ["init", "table", "x"], says: "write dataset or workload" },
    { words: ["init", "dataset"], says: "without a name" },
  ])("is told how to be used after $words", async ({ words, says }) => {
    expect(await tollgate(...words)).toMatchObject({ exit: 2, err: expect.stringContaining(says) });
  });

  test.each([
    { because: "its name is no id", words: ["Bad Name!", "--team", "platform"], says: "Bad Name!" },
    { because: "no folder and no flag says whose it is", words: ["platform.notes"], says: "--team <id>" },
    { because: "there is no such team", words: ["platform.notes", "--team", "nobody"], says: "nobody" },
  ])("writes nothing that check would refuse: $because", async ({ words, says }) => {
    const told = await tollgate("init", "dataset", ...words);
    expect(told).toMatchObject({ exit: 2, out: "", err: expect.stringContaining(says) });
    expect(told.err).toContain("nothing was written");
    expect(await tollgate("check")).toMatchObject({ exit: 0 });
  });

  test("takes the team from the folder it is called in", async () => {
    const inTeam = cliIn({ cwd: join(cwd, "teams/platform") });
    expect(await inTeam("init", "dataset", "platform.notes")).toMatchObject({ exit: 0 });
    expect(await tollgate("check")).toMatchObject({ exit: 0 });
    expect(readFileSync(join(cwd, "teams/platform/platform.notes.yaml"), "utf8")).toContain("id: platform.notes");
  });

  test("gives editors a schema", async () => {
    expect(jsonOf(await tollgate("schema"))).toMatchObject({ $schema: expect.stringContaining("json-schema.org") });
  });
});

describe("tollgate check", () => {
  test("names file, line and column, and ends with 1", async () => {
    mkdirSync(join(cwd, "teams", "web"), { recursive: true });
    writeFileSync(join(cwd, "teams/web/team.yaml"), "kind: Team\nid: web\ntitle: Web\nmembrs: [everybody]\n");
    const told = await tollgate("check");
    expect(told.exit).toBe(1);
    expect(told.out).toMatch(/^teams\/web\/team\.yaml:4:1 /m);
    const json = await tollgate("check", "teams/web", "--json");
    expect(jsonOf<{ problems: readonly object[] }>(json).problems).toContainEqual(
      expect.objectContaining({
        file: "teams/web/team.yaml",
        line: 4,
        column: 1,
        code: "unknown-key",
        message: 'Cannot read "membrs" in a Team: did you mean "members"',
      }),
    );
  });

  test("makes the sure corrections and leaves comments as they are", async () => {
    const file = join(cwd, "access/company.yaml");
    writeFileSync(file, readFileSync(file, "utf8").replace("pending: 24h", "pending: PT24H   # a day"));
    expect(await tollgate("check")).toMatchObject({ exit: 1 });
    expect(await tollgate("check", "--fix")).toMatchObject({ exit: 0, err: "Corrected 1 place\n" });
    expect(readFileSync(file, "utf8")).toMatch(/pending: (24h|1d) {3}# a day/);
    expect(await tollgate("check", "--fix")).toMatchObject({ exit: 0, err: "Nothing to correct\n" });
  });

  test("of nothing ends with 2", async () => {
    expect(await tollgate("check", "nowhere")).toMatchObject({
      exit: 2,
      err: 'Cannot read "nowhere": there is no such file or folder\n',
    });
  });

  test("of a file that is no document ends with 2, however clean the documents beside it are", async () => {
    const folder = mkdtempSync(join(tmpdir(), "tollgate-beside-"));
    expect((await cliIn({ cwd: folder })("init")).exit).toBe(0);
    writeFileSync(join(folder, "README.md"), "kind: Company\n");
    const told = await cliIn({ cwd: folder })("check", "README.md");
    expect(told).toEqual({
      exit: 2,
      out: "",
      err: 'Cannot read "README.md" as documents: they are in files that end in .yaml or .yml\n',
    });
    expect(await cliIn({ cwd: folder })("check", "tollgate.yaml")).toMatchObject({ exit: 0 });
    rmSync(folder, { recursive: true });
  });

  test("of a folder without documents ends with 2: a wrong path must not pass for a clean one", async () => {
    const empty = mkdtempSync(join(tmpdir(), "tollgate-empty-"));
    const told = await cliIn({ cwd: empty })("check", "--json");
    rmSync(empty, { recursive: true });
    expect(told).toMatchObject({ exit: 2, out: "", err: expect.stringContaining("it holds no document") });
  });
});
