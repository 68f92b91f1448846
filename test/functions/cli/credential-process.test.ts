import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { credentialProcess } from "#functions/cli/credential-process.ts";

const program = { node: "/opt/node/bin/node", program: "/home/you/tollgate/functions/cli/main.ts" };
const by = { variable: "TOLLGATE_HOME", value: "/home/you/tollgate/.tollgate" } as const;
const words = ["access", "credentials", "G-1043-1", "--as", "jon.abel"];

describe("the line of a credential_process", () => {
  test("names the plane and the program whole, so that it works in every folder and asks no registry", () => {
    expect(credentialProcess(words, { program, by })).toBe(
      "env TOLLGATE_HOME=/home/you/tollgate/.tollgate /opt/node/bin/node /home/you/tollgate/functions/cli/main.ts" +
        " access credentials G-1043-1 --as jon.abel",
    );
  });

  test("calls the program by name where its file is bundled away", () => {
    expect(credentialProcess(words, { program: undefined, by })).toBe(
      "env TOLLGATE_HOME=/home/you/tollgate/.tollgate tollgate access credentials G-1043-1 --as jon.abel",
    );
  });

  test("comes through a shell as it was, with blanks in its paths", async () => {
    const line = credentialProcess(["-c", "%s|%s", "a b"], {
      program: { node: "/bin/echo", program: "/home/a b/main.ts" },
      by: { variable: "TOLLGATE_HOME", value: "/home/a b/.tollgate" },
    });
    expect(line).toContain('"TOLLGATE_HOME=/home/a b/.tollgate"');
    const { stdout } = await promisify(execFile)("/bin/sh", ["-c", line]);
    expect(stdout).toBe("/home/a b/main.ts -c %s|%s a b\n");
  });

  test.each(['"', "$HOME", "`id`", "\\", "\n"])(
    "is refused where a path holds %j, which shells read otherwise",
    (sign) => {
      const at = { program: { ...program, program: `/home/${sign}/main.ts` }, by };
      expect(() => credentialProcess(words, at)).toThrow(expect.objectContaining({ exitCode: 1 }));
    },
  );
});
