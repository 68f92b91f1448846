import { afterEach, beforeEach, describe, expect, type MockInstance, test, vi } from "vitest";
import { cliIn } from "#test/support/cli.ts";

let printed: MockInstance<typeof console.log>;
beforeEach(() => {
  printed = vi.spyOn(console, "log").mockImplementation(() => undefined);
});
afterEach(() => void printed.mockRestore());

async function completed(...words: readonly string[]): Promise<readonly string[]> {
  printed.mockClear();
  expect(await cliIn()("complete", "--", ...words)).toMatchObject({ exit: 0, err: "" });
  return printed.mock.calls.map(([line]) => String(line).split("\t")[0] ?? "");
}

describe("tollgate completion", () => {
  test.each([
    { shell: "bash", says: /^complete -F \S+ tollgate$/m },
    { shell: "zsh", says: /#compdef tollgate/ },
    { shell: "fish", says: /complete .*-c tollgate/ },
    { shell: "powershell", says: /Register-ArgumentCompleter[\s\S]*tollgate/ },
  ])("prints the script for $shell", async ({ shell, says }) => {
    expect(await cliIn()("completion", shell)).toMatchObject({ exit: 0, err: "" });
    expect(printed.mock.calls.flat().join("\n")).toMatch(says);
  });

  test("names the shells it knows when asked for another", async () => {
    const { exit, err } = await cliIn()("completion", "tcsh");
    expect(exit).toBe(2);
    expect(err).toContain("zsh, bash, fish, powershell");
  });
});

describe("what Tab offers", () => {
  test.each([
    { typed: ["fin"], offers: "findings", because: "nouns" },
    { typed: ["access", "req"], offers: "request", because: "the verbs of a noun" },
    { typed: ["policy", "plan", "--js"], offers: "--json", because: "flags that all commands take" },
    { typed: ["findings", "list", "--state", "RE"], offers: "REOPENED", because: "the words a flag takes" },
    { typed: ["policy", "kill-switch", "o"], offers: "off", because: "the words an argument takes" },
  ])("after $typed is $offers among others: $because", async ({ typed, offers }) => {
    expect(await completed(...typed)).toContain(offers);
  });
});
