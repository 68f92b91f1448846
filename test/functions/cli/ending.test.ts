import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Command } from "commander";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { endingOf } from "#functions/cli/ending.ts";
import { CliError, type Io } from "#functions/cli/io.ts";
import { programOf } from "#functions/cli/program.ts";
import { cliIn } from "#test/support/cli.ts";

/** Nobody listens on port 1. */
const NOWHERE = { TOLLGATE_URL: "http://127.0.0.1:1" };

const silent: Io = { out: () => {}, err: () => {}, env: {}, cwd: "/", width: undefined, ask: undefined };

/** The words of each command that takes --json. */
const commandsIn = (command: Command, path: readonly string[] = []): readonly (readonly string[])[] => [
  ...(command.options.some(({ long }) => long === "--json") ? [path] : []),
  ...command.commands.flatMap((sub) => commandsIn(sub, [...path, sub.name()])),
];

const COMMANDS = commandsIn(programOf(silent)).map((path) => ({ named: path.join(" "), path }));

let cwd: string;
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), "tollgate-cli-"));
  writeFileSync(join(cwd, "a-file"), "");
});
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

type Own = { readonly type: string; readonly title: string; readonly detail: string; readonly exitCode: number };

describe("under --json", () => {
  test.each(COMMANDS)("wrong use of $named is one object on stderr", async ({ path }) => {
    const { exit, out, err } = await cliIn({ cwd, env: NOWHERE })(...path, "--json", "--no-such-flag");
    const said = JSON.parse(err) as Own;
    expect({ exit, out, said }).toEqual({
      exit: 2,
      out: "",
      said: {
        type: "about:blank",
        title: "Wrong use",
        detail: "unknown option '--no-such-flag'",
        exitCode: 2,
        remedy: "add --help for what there is",
      },
    });
  });

  test.each<{ because: string; words: readonly string[]; exit: number; detail: RegExp; remedy?: RegExp }>([
    { because: "a misspelt verb", words: ["access", "reqest"], exit: 2, detail: /^unknown command/, remedy: /request/ },
    {
      because: "no id",
      words: ["access", "show"],
      exit: 2,
      detail: /^missing required argument/,
      remedy: /^request is R-/,
    },
    { because: "a value that is none", words: ["cost", "report", "--month", "2026-13"], exit: 2, detail: /--month/ },
    { because: "a flag that is missing", words: ["access", "request"], exit: 2, detail: /without --dataset/ },
    { because: "nobody listens", words: ["people"], exit: 3, detail: /^Cannot reach the plane/ },
    { because: "a file that is not there", words: ["check", "nowhere.yaml"], exit: 2, detail: /no such file/ },
    {
      because: "a list of records that is not there",
      words: ["policy", "judge", "--events", "x"],
      exit: 2,
      detail: /"x"/,
    },
    { because: "a report that is not there", words: ["cost", "verify", "nowhere"], exit: 2, detail: /no such folder/ },
    {
      because: "an export that is not there",
      words: ["audit", "verify", "nowhere"],
      exit: 2,
      detail: /no such folder/,
    },
    { because: "bills that are not there", words: ["cost", "ingest", "nowhere"], exit: 2, detail: /no such file/ },
    {
      because: "a file for a report",
      words: ["cost", "verify", "a-file"],
      exit: 2,
      detail: /^Cannot verify "a-file": it is no folder; a report is/,
    },
    {
      because: "a file for an export",
      words: ["audit", "verify", "a-file"],
      exit: 2,
      detail: /^Cannot verify "a-file": it is no folder; an export is/,
    },
    {
      because: "a folder without the files of an export, which somebody may have taken out",
      words: ["audit", "verify", "."],
      exit: 1,
      detail: /events\.ndjson" cannot be read/,
    },
  ])("$because is one object on stderr", async ({ words, exit, detail, remedy = /./ }) => {
    const told = await cliIn({ cwd, env: NOWHERE })(...words, "--json");
    expect({ exit: told.exit, out: told.out }).toEqual({ exit, out: "" });
    const said = JSON.parse(told.err) as Own & { readonly remedy?: string };
    expect(said).toMatchObject({ type: "about:blank", exitCode: exit, detail: expect.stringMatching(detail) });
    expect(said.remedy ?? "none").toMatch(remedy);
  });

  test("what a name was taken for stands before no error, and is told where all went well", async () => {
    const plane = vi.spyOn(globalThis, "fetch").mockImplementation(async (input) => {
      const { pathname } = new URL(String(input));
      if (pathname === "/v1/local/people") return Response.json({ people: [{ id: "ada.berg", name: "Ada Berg" }] });
      if (pathname === "/v1/access/catalog") return Response.json({ detail: "Cannot say now" }, { status: 503 });
      if (pathname === "/v1/policies") return Response.json({ policies: [], items: [] });
      return plane.mock.calls.filter(([to]) => String(to).endsWith("/sign-in")).length % 2 === 1
        ? Response.json({ detail: "Cannot find anybody" }, { status: 404 })
        : Response.json({ token: "t" });
    });
    const cli = cliIn({ cwd, env: NOWHERE });
    const failed = await cli("access", "catalog", "--as", "ada", "--json");
    expect(JSON.parse(failed.err)).toEqual({ detail: "Cannot say now" });
    const fine = await cli("policy", "list", "--as", "ada", "--json");
    expect(fine).toEqual({ exit: 0, out: "[]\n", err: "Acting as ada.berg: Ada Berg\n" });
    plane.mockRestore();
  });

  test("help is help", async () => {
    const { exit, out, err } = await cliIn({ cwd })("people", "--help", "--json");
    expect({ exit, err, out: out.slice(0, 6) }).toEqual({ exit: 0, err: "", out: "Usage:" });
  });
});

describe("a fault", () => {
  const json = { json: true, parser: "" };
  test("of the plane comes as the plane said it", () => {
    const problem = { status: 409, detail: "Changed" };
    expect(endingOf(new CliError(1, "Changed", problem), json)).toEqual({
      exitCode: 1,
      words: `${JSON.stringify(problem, null, 2)}\n`,
    });
  });

  test("that nobody foresaw is one object too", () => {
    const { exitCode, words } = endingOf(new TypeError("x is not a function"), json);
    expect(exitCode).toBe(1);
    expect(JSON.parse(words)).toMatchObject({ detail: "Cannot go on: x is not a function", exitCode: 1 });
  });

  test("whose words were told on stdout adds none", () => {
    expect(endingOf(new CliError(1, ""), json)).toEqual({ exitCode: 1, words: "" });
  });

  test("without --json is words", () => {
    expect(endingOf(new CliError(3, "Cannot reach it"), { json: false, parser: "" })).toEqual({
      exitCode: 3,
      words: "Cannot reach it\n",
    });
  });
});
