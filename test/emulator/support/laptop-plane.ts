import { execFile, spawn } from "node:child_process";
import { join } from "node:path";
import { inject } from "vitest";
import { REGION } from "#infra/emulator/environment.ts";
import type { Ran } from "#test/scenario/journeys/journey-host.ts";

const ROOT = join(import.meta.dirname, "../../..");

/** This computer's environment as somebody has it who looks at one account: its root by access key, and an endpoint. */
export function shellOf(account: string): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^(AWS|TOLLGATE)_|^PORT$/.test(name));
  return {
    ...Object.fromEntries(own),
    AWS_ENDPOINT_URL: inject("emulator").url,
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: account,
    AWS_SECRET_ACCESS_KEY: "test",
  };
}

export type LaptopPlane = {
  /** What it has written to standard output so far. */
  readonly said: () => string;
  /** By Ctrl-C; answers its exit code, or the signal that ended it. */
  end(): Promise<number | NodeJS.Signals | null>;
};

/** `npm start -- …`, once it is ready. @throws what it wrote to standard error, when it ends before */
export async function startLaptop(flags: readonly string[], env: NodeJS.ProcessEnv): Promise<LaptopPlane> {
  const child = spawn(process.execPath, ["infra/local/main.ts", ...flags], { cwd: ROOT, env });
  let [out, err] = ["", ""];
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) =>
    child.on("close", (code, signal) => resolve(signal ?? code)),
  );
  child.stderr.on("data", (text: Buffer) => {
    err += text;
  });
  await new Promise<void>((resolve, reject) => {
    child.stdout.on("data", (text: Buffer) => {
      out += text;
      if (out.includes("Tollgate is ready at ")) resolve();
    });
    void ended.then((code) => reject(new Error(`It ended with ${code}: ${err}`)));
  });
  return {
    said: () => out,
    end() {
      child.kill("SIGINT");
      return ended;
    },
  };
}

/** The command line against the plane of a home, in a folder. */
export const tollgateIn = (
  { home, cwd }: { readonly home: string; readonly cwd: string },
  ...args: readonly string[]
): Promise<Ran> =>
  new Promise((resolve) => {
    const env = { ...process.env, TOLLGATE_HOME: home };
    execFile(process.execPath, [join(ROOT, "functions/cli/main.ts"), ...args], { cwd, env }, (fault, out, err) => {
      resolve({ code: typeof fault?.code === "number" ? fault.code : fault === null ? 0 : 1, out, err });
    });
  });
