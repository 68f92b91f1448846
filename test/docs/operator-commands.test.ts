import { readdirSync, readFileSync } from "node:fs";
import type { Command } from "commander";
import { expect, test } from "vitest";
import type { Io } from "#functions/cli/io.ts";
import { programOf } from "#functions/cli/program.ts";
import { EnvironmentFile } from "#infra/aws/environment.ts";
import { FIGURES } from "#shared/contracts/figures.ts";

const IO: Io = { out: () => undefined, err: () => undefined, env: {}, cwd: "/", width: undefined, ask: undefined };
const program = programOf(IO);
const DOCUMENTS = ["docs/operations.md", ...readdirSync("docs/runbooks").map((name) => `docs/runbooks/${name}`)];

/** Spans and blocks of code: what people copy. */
const codeOf = (text: string): readonly string[] =>
  [...text.matchAll(/```[a-z]*\n([\s\S]*?)```|`([^`]+)`/g)].flatMap(([, block, span]) =>
    (block ?? span ?? "").replaceAll(/\n {2,}/g, " ").split("\n"),
  );

/** What is no command or no flag of it in a line, or undefined. */
function faultIn(line: string): string | undefined {
  const words = line
    .replace(/^npx /, "")
    .replaceAll(/"[^"]*"/g, "TEXT")
    .split(/\s+/);
  if (words.shift() !== "tollgate" || words.length === 0) return undefined;
  let command: Command = program;
  for (let next = named(command, words[0]); next !== undefined; next = named(command, words[0])) {
    command = next;
    words.shift();
  }
  if (command === program || (command.commands.length > 0 && words[0] !== undefined && !words[0].startsWith("-")))
    return `${line}: no such command`;
  const flags = words.filter((word) => word.startsWith("--"));
  const unknown = flags.filter((flag) => !command.options.some(({ long }) => long === flag));
  return unknown.length === 0 ? undefined : `${line}: no ${unknown.join(", ")}`;
}

const named = (command: Command, word: string | undefined): Command | undefined =>
  command.commands.find((each) => each.name() === word);

test("each command line of whoever operates the plane is one that the program has", () => {
  const lines = DOCUMENTS.flatMap((path) => codeOf(readFileSync(path, "utf8")));
  expect(lines.filter((line) => /^(npx )?tollgate /.test(line)).length).toBeGreaterThan(30);
  expect(lines.map(faultIn).filter((fault) => fault !== undefined)).toEqual([]);
});

test.each([
  { line: "npx tollgate access thaw", because: "no such verb" },
  { line: 'npx tollgate access freeze on --why "x"', because: "no such flag" },
  { line: "tollgate nothing", because: "no such noun" },
])("would be found: $because", ({ line }) => {
  expect(faultIn(line)).toBeDefined();
});

test.each([...Object.keys(EnvironmentFile.shape), ...Object.keys(FIGURES)])("operations says what %s is", (name) => {
  // A nested key stands as `mail.sender`.
  expect(readFileSync("docs/operations.md", "utf8")).toMatch(new RegExp(`\\| .*\`${name}[.\`]`));
});
