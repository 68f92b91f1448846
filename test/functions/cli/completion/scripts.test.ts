import { expect, test, vi } from "vitest";
import { printScript } from "#functions/cli/completion/scripts.ts";

function printed(asked: Parameters<typeof printScript>[1], shell: Parameters<typeof printScript>[0]): string {
  const told = vi.spyOn(console, "log").mockImplementation(() => undefined);
  let ours = "";
  printScript(shell, asked, (text) => {
    ours += text;
  });
  const all = [...told.mock.calls.flat(), ours].join("\n");
  told.mockRestore();
  return all;
}

test.each([
  {
    because: "both paths are plain",
    asked: { node: "/usr/bin/node", program: "/my work/main.ts" },
    calls: "'/usr/bin/node' '/my work/main.ts' complete --",
  },
  {
    because: "a path holds a quote",
    asked: { node: "/usr/bin/node", program: "/it's/main.ts" },
    calls: "tollgate complete --",
  },
  {
    because: "a path holds what a shell expands",
    asked: { node: "/usr/$(id)/node", program: "/main.ts" },
    calls: "tollgate complete --",
  },
  { because: "the program is not where it was written", asked: undefined, calls: "tollgate complete --" },
])("the script asks $calls where $because", ({ asked, calls }) => {
  for (const shell of ["bash", "zsh", "fish"] as const) expect(printed(asked, shell), shell).toContain(calls);
});

test("PowerShell asks by name", () => {
  expect(printed({ node: "/usr/bin/node", program: "/main.ts" }, "powershell")).not.toContain("/usr/bin/node");
});
