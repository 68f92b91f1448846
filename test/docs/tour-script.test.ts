import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { missingLine, outputsOf, scriptOf, stepsOf, untoldCodes } from "./tour-script.ts";

const document = (...lines: readonly string[]): string => lines.join("\n");

test("commands are what stands in sh blocks; what they print is the text block right after", () => {
  const steps = stepsOf(
    document(
      "```sh",
      "echo one",
      "```",
      "",
      "```text",
      "one",
      "```",
      "```console",
      "$ npm start",
      "```",
      "```sh",
      "true",
      "```",
    ),
  );
  expect(steps).toEqual([
    { line: 1, commands: "echo one", shown: ["one"] },
    { line: 11, commands: "true", shown: [] },
  ]);
});

test("a text block behind another block belongs to no command", () => {
  expect(
    stepsOf(document("```sh", "true", "```", "```yaml", "a: 1", "```", "```text", "one", "```"))[0]?.shown,
  ).toEqual([]);
});

const run = (script: string): { code: number; output: string } => {
  try {
    return { code: 0, output: execFileSync("/bin/sh", ["-c", script], { encoding: "utf8" }) };
  } catch (fault) {
    const { status, stdout } = fault as { status: number; stdout: string };
    return { code: status, output: stdout };
  }
};

describe("a script", () => {
  test.each([
    { because: "every command ends with 0", commands: "true", code: 0 },
    { because: "a command fails that should not", commands: "false\ntrue", code: 1 },
    { because: "a command fails that should", commands: '(exit 3) || echo "exit code $?"\ntrue', code: 0 },
    { because: "a name is used that was never set", commands: 'echo "$TOUR_NEVER_SET"', code: 2 },
  ])("ends with $code when $because", ({ commands, code }) => {
    expect(run(scriptOf([{ line: 1, commands, shown: [] }])).code).toEqual(code);
  });

  test("keeps what each step wrote apart", () => {
    const steps = [
      { line: 4, commands: "echo one", shown: [] },
      { line: 9, commands: "echo two; echo three", shown: [] },
    ];
    const written = outputsOf(run(scriptOf(steps)).output);
    expect(written.get(4)).toContain("one");
    expect(written.get(9)).toEqual(expect.arrayContaining(["two", "three"]));
    expect(written.get(9)).not.toContain("one");
  });
});

describe("what is shown", () => {
  test.each([
    { because: "the same words", shown: ["Denied: no"], written: ["Denied: no"], missing: undefined },
    {
      because: "another id and moment",
      shown: ["R-1abc at 2026-11-23T04:00:00Z"],
      written: ["R-9xyz at 2030-01-01T10:11:12.5Z"],
      missing: undefined,
    },
    {
      because: "the report of another month, as of the last one in the next",
      shown: ["finance-monthly-2026-10-v1 is FINAL"],
      written: ["finance-monthly-2026-12-v1 is FINAL"],
      missing: undefined,
    },
    {
      because: "another version of a report",
      shown: ["finance-monthly-2026-10-v1 is FINAL"],
      written: ["finance-monthly-2026-10-v2 is FINAL"],
      missing: "finance-monthly-2026-10-v1 is FINAL",
    },
    { because: "lines left out", shown: ["…", "three"], written: ["one", "two", "three"], missing: undefined },
    { because: "another amount", shown: ["10.30 USD"], written: ["10.31 USD"], missing: "10.30 USD" },
    { because: "another order", shown: ["two", "one"], written: ["one", "two"], missing: "one" },
    { because: "a line once, shown twice", shown: ["one", "one"], written: ["one"], missing: "one" },
  ])("$because: $missing is missing", ({ shown, written, missing }) => {
    expect(missingLine(shown, written)).toBe(missing);
  });
});

test("a command that must fail needs its exit code shown, and what is shown needs such a command", () => {
  const commands = 'false || echo "exit code $?"';
  expect(
    untoldCodes([
      { line: 1, commands, shown: ["Cannot do it", "exit code 1"] },
      { line: 2, commands, shown: ["Cannot do it"] },
      { line: 3, commands: "true", shown: ["exit code 1"] },
    ]),
  ).toEqual([2, 3]);
});
