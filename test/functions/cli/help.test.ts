import type { Command } from "commander";
import { describe, expect, test } from "vitest";
import { programOf } from "#functions/cli/program.ts";
import { cliIn } from "#test/support/cli.ts";

const silent = { out: () => {}, err: () => {}, env: {}, cwd: "/", width: undefined, ask: undefined };

type Named = { readonly named: string; readonly about: string };

const argumentsIn = (command: Command, path: string): readonly Named[] => [
  ...command.registeredArguments.map((each) => ({ named: `${path} <${each.name()}>`, about: each.description })),
  ...command
    .createHelp()
    .visibleCommands(command)
    .flatMap((sub) => (sub.name() === "help" ? [] : argumentsIn(sub, `${path} ${sub.name()}`))),
];

describe("help", () => {
  test.each(argumentsIn(programOf(silent), "tollgate"))("says of $named what it is", ({ about }) => {
    expect(about).toMatch(/^\S.{5,}/);
  });

  test("without a word is the help of all, and exit code 0", async () => {
    const { exit, out } = await cliIn()("help");
    expect({ exit, usage: out.split("\n")[0] }).toEqual({
      exit: 0,
      usage: "Usage: tollgate <noun> <verb> [id] [options]",
    });
  });

  test.each([
    { words: ["access"], usage: "Usage: tollgate access [options] [command]" },
    { words: ["access", "request"], usage: "Usage: tollgate access request [options]" },
    { words: ["people", "load"], usage: "Usage: tollgate people load [options] <file>" },
    { words: ["policy", "kill-switch", "on"], usage: "Usage: tollgate policy kill-switch [options] [to]" },
    { words: ["completion", "fish"], usage: "Usage: tollgate completion [options] <shell>" },
  ])("of $words is that of the command they lead to, and does nothing else", async ({ words, usage }) => {
    const { exit, out, err } = await cliIn()("help", ...words);
    expect({ exit, err, usage: out.split("\n")[0] }).toEqual({ exit: 0, err: "", usage });
  });

  test.each([
    { words: ["acess"], says: 'Cannot show the help of "acess": there is no such command; did you mean access' },
    {
      words: ["access", "requset"],
      says: 'Cannot show the help of "requset": there is no such command; did you mean request',
    },
    {
      words: ["access", "xyzzy"],
      says: 'Cannot show the help of "xyzzy": there is no such command; tollgate access --help lists what there is',
    },
    {
      words: ["xyzzy"],
      says: 'Cannot show the help of "xyzzy": there is no such command; tollgate --help lists what there is',
    },
  ])("of $words, which lead to none, names the nearest or where to look, and ends with 2", async ({ words, says }) => {
    expect(await cliIn()("help", ...words)).toEqual({ exit: 2, out: "", err: `${says}\n` });
  });
});
