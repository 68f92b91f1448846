import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Command } from "commander";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { offeredFor } from "#functions/cli/ids/named-ids.ts";
import type { Io } from "#functions/cli/io.ts";
import { byId, programOf } from "#functions/cli/program.ts";
import { SAMPLE_PEOPLE } from "#infra/local/sample/people.ts";
import { cliIn, shellWords } from "#test/support/cli.ts";

/** Nobody listens on port 1. */
const NOWHERE = { TOLLGATE_URL: "http://127.0.0.1:1" };

let cwd: string;
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), "tollgate-cli-"));
});
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const silent: Io = {
  out: () => undefined,
  err: () => undefined,
  env: {},
  cwd: "/",
  width: undefined,
  ask: undefined,
};

type Placed = { readonly path: readonly string[]; readonly command: Command };

/** Every command a person can see, with the words that lead to it. */
function everyCommand(command: Command, path: readonly string[] = []): readonly Placed[] {
  const shown = command.createHelp().visibleCommands(command);
  return [
    { path, command },
    ...shown.filter((sub) => sub.name() !== "help").flatMap((sub) => everyCommand(sub, [...path, sub.name()])),
  ];
}

const COMMANDS = everyCommand(programOf(silent)).map(({ path, command }) => ({
  named: ["tollgate", ...path].join(" "),
  path,
  about: command.description(),
}));

const examplesIn = (help: string): readonly string[] =>
  [...help.matchAll(/^ {2}\$ (.+)$/gm)].map(([, line = ""]) => line);

describe("the help of", () => {
  test.each(COMMANDS)("$named says in a sentence what it does, and shows three examples", async ({ path, about }) => {
    const { exit, out, err } = await cliIn({ cwd })(...path, "--help");
    expect({ exit, err }).toEqual({ exit: 0, err: "" });
    expect(about).toMatch(/^\w.{8,160}$/);
    expect(examplesIn(out).length).toBeGreaterThanOrEqual(3);
  });

  test.each(COMMANDS)("$named has examples that can be pasted", async ({ path }) => {
    const { out } = await cliIn({ cwd })(...path, "--help");
    for (const line of examplesIn(out)) {
      const [tollgate, ...words] = shellWords(line);
      expect(tollgate, line).toBe("tollgate");
      await expect(parsed(words), line).resolves.toBe("parsed");
    }
  });

  test.each(COMMANDS)("$named acts only as people of the sample company", async ({ path }) => {
    const { out } = await cliIn({ cwd })(...path, "--help");
    const people: readonly string[] = SAMPLE_PEOPLE.map(({ id }) => id);
    const acting = [...out.matchAll(/--as ([a-z]+\.[a-z]+)/g)].map(([, person]) => person ?? "");
    expect(acting.filter((person) => !people.includes(person))).toEqual([]);
  });
});

/** Parses the words with every action replaced by nothing. */
async function parsed(words: readonly string[]): Promise<"parsed"> {
  const program = programOf(silent);
  // `people` lists by itself, and has a command below it.
  const acts = everyCommand(program).filter(
    ({ command }) => command.commands.length === 0 || command.name() === "people",
  );
  for (const { command } of acts) command.action(() => undefined);
  await program.parseAsync([...byId(words)], { from: "user" });
  return "parsed";
}

/** Words that name a thing by id, and those that only look so: what is new, of another company, or of a file. */
const IDS: ReadonlySet<string> = new Set([
  "request",
  "grant",
  "finding",
  "policy",
  "plan",
  "report",
  "document",
  "id",
  "person",
]);
const NO_IDS: ReadonlySet<string> = new Set(["--team", "--ticket"]);

test.each(COMMANDS)("$named completes every id that it takes", ({ path }) => {
  const command = everyCommand(programOf(silent)).find((each) => each.path.join() === path.join())?.command;
  const named = [
    ...(command?.registeredArguments ?? []).map((of) => ({ of, name: of.name() })),
    ...(command?.options ?? []).map((of) => ({ of, name: /<(\w+)>/.exec(of.flags)?.[1] ?? "" })),
  ];
  const ids = named.filter(({ of, name }) => IDS.has(name) && !("long" in of && NO_IDS.has(of.long ?? "")));
  const people = ids.filter(({ of }) => "long" in of && of.long === "--as");
  expect(
    ids.filter((each) => !people.includes(each) && offeredFor(each.of) === undefined).map(({ name }) => name),
  ).toEqual([]);
});

describe("a command line", () => {
  test("says its version", async () => {
    expect(await cliIn()("--version")).toMatchObject({
      exit: 0,
      out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
      err: "",
    });
  });

  test("of nothing shows what there is, and ends with 2", async () => {
    expect(await cliIn()()).toMatchObject({ exit: 2, out: "", err: expect.stringContaining("Examples:") });
  });

  test.each([
    { words: ["accces"], near: "access", because: "a noun misspelt" },
    { words: ["access", "requst"], near: "request", because: "a verb misspelt" },
    { words: ["findings", "list", "--sate", "open"], near: "--state", because: "a flag misspelt" },
    { words: ["findings", "list", "--state", "opne"], near: "OPEN", because: "a state misspelt" },
    { words: ["findings", "list", "--severity", "hihg.."], near: "high", because: "a severity misspelt" },
    { words: ["show", "Wrokload", "x"], near: "Workload", because: "a kind misspelt" },
    { words: ["cost", "rows", "2026-10", "--figure", "biled"], near: "billed", because: "a figure misspelt" },
  ])("with $because is told the nearest right word and ends with 2", async ({ words, near }) => {
    const { exit, out, err } = await cliIn({ cwd, env: NOWHERE })(...words);
    expect({ exit, out }).toEqual({ exit: 2, out: "" });
    expect(err).toContain(near);
  });

  test.each([
    { because: "a note for a verb that says because", words: ["policy", "halt", "core-tags", "--note", "A wrong tag"] },
    {
      because: "because for one that says note",
      words: ["access", "revoke", "R-6aqvsub", "--because", "Left", "--yes"],
    },
    { because: "yes for one that never asks", words: ["policy", "halt", "core-tags", "--because", "A tag", "--yes"] },
    {
      because: "a note for a justification",
      words: ["access", "extend", "R-6aqvsub", "--duration", "2h", "--note", "Late"],
    },
  ])("takes a reason and a yes by any of their names: $because", async ({ words }) => {
    // Understood, and sent: that nobody is there is all that is wrong.
    expect(await cliIn({ cwd, env: NOWHERE })(...words)).toMatchObject({ exit: 3 });
  });

  test("takes one reason and not two", async () => {
    const twice = ["policy", "halt", "core-tags", "--because", "A wrong tag", "--note", "Another"];
    const { exit, err } = await cliIn({ cwd, env: NOWHERE })(...twice);
    expect(exit).toBe(2);
    expect(err).toContain("cannot be used with");
  });

  test.each([
    { words: ["access", "request"], flag: "--dataset" },
    { words: ["cost", "report"], flag: "--month" },
    { words: ["policy", "judge"], flag: "--events" },
    { words: ["policy", "promote", "core-tags"], flag: "--plan" },
    { words: ["policy", "halt", "core-tags"], flag: "--because" },
  ])("$words without $flag names it at once where nobody can be asked", async ({ words, flag }) => {
    const { exit, err } = await cliIn({ cwd, env: NOWHERE })(...words);
    expect(exit).toBe(2);
    expect(err).toContain(flag);
  });

  test.each([
    { because: "--no-input is given", words: ["--no-input"], env: {} },
    { because: "a build server runs it", words: [], env: { CI: "true" } },
  ])("asks nobody when $because", async ({ words, env }) => {
    const at = cliIn({ cwd, env: { ...NOWHERE, ...env }, answers: ["2026-10"] });
    expect(await at("cost", "report", ...words)).toMatchObject({ exit: 2, err: expect.not.stringContaining("?)") });
  });

  test.each([
    { words: ["access", "decide"], from: "tollgate access list, or todo" },
    { words: ["access", "evidence"], from: "tollgate access grants" },
    { words: ["findings", "ack"], from: "tollgate findings list" },
    { words: ["policy", "undo"], from: "tollgate policy actions" },
    { words: ["policy", "halt"], from: "tollgate policy list" },
    { words: ["cost", "sign-off"], from: "tollgate cost list" },
    { words: ["apply"], from: "tollgate plan" },
  ])("$words without its id says that it comes from $from", async ({ words, from }) => {
    const { exit, out, err } = await cliIn({ cwd, env: NOWHERE })(...words);
    expect({ exit, out }).toEqual({ exit: 2, out: "" });
    expect(err).toMatch(/missing required argument '\w+'/);
    expect(err).toContain(from);
  });

  test("asks a person for what is missing, and names the flag", async () => {
    const { exit, err } = await cliIn({ cwd, env: NOWHERE, answers: ["2026-10"] })("cost", "report");
    expect(err).toContain("Which month? (--month)");
    expect(exit).toBe(3);
  });

  test.each([
    { because: "nobody listens there", env: NOWHERE, words: "Cannot reach the plane at http://127.0.0.1:1" },
    { because: "no plane is near", env: { TOLLGATE_HOME: "/nowhere" }, words: "Cannot find a running plane" },
  ])("ends with 3 when $because", async ({ env, words }) => {
    const { exit, out, err } = await cliIn({ cwd, env })("people");
    expect({ exit, out }).toEqual({ exit: 3, out: "" });
    expect(err).toContain(words);
  });

  test.each([
    { id: "R-1043", path: "/v1/access/requests/R-1043" },
    { id: "G-1043-1", path: "/v1/access/grants/G-1043-1/evidence" },
    { id: "F-0123456789AB", path: "/v1/findings/F-0123456789AB" },
    { id: "P-4kz2r0q", path: "/v1/catalog/plans/P-4kz2r0q" },
  ])("of $id alone shows it", async ({ id, path }) => {
    const fetched = vi.spyOn(globalThis, "fetch").mockImplementation(async () => Response.json({ token: "t" }));
    await cliIn({ cwd, env: NOWHERE })(id, "--json");
    const asked = fetched.mock.calls.map(([address]) => new URL(String(address)).pathname);
    fetched.mockRestore();
    expect(asked).toContain(path);
  });
});

describe("no words whatsoever", () => {
  const vocabulary = COMMANDS.flatMap(({ path }) => path).filter((word) => word !== "completion");
  const flags = ["--json", "--as", "--plain", "--wide", "--no-input", "--help", "--state", "--severity", "--expect"];
  const junk = fc.string({ unit: fc.constantFrom("a", "=", "-", " ", "é", "\u001b", "{", '"', "0", "\u202e") });
  const word = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...vocabulary) },
    { weight: 3, arbitrary: fc.constantFrom(...flags) },
    { weight: 2, arbitrary: junk },
  );

  test("throw, or end in anything but 0, 1, 2 or 3, or send a control character to a terminal", async () => {
    const told = vi.spyOn(console, "log").mockImplementation(() => undefined);
    await fc.assert(
      fc.asyncProperty(fc.array(word, { maxLength: 5 }), async (words) => {
        const { exit } = await cliIn({ cwd, env: NOWHERE })(...words);
        expect([0, 1, 2, 3]).toContain(exit);
      }),
      { numRuns: 150 },
    );
    told.mockRestore();
  });
});
