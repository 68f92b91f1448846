import { execFile } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { boot, type RunningPlane } from "#infra/local/boot.ts";
import { openHome } from "#infra/local/home.ts";
import { missingLine, outputsOf, scriptOf, stepsOf, untoldCodes } from "./tour-script.ts";

const ROOT = resolve(import.meta.dirname, "../..");

const DOCUMENTS = [
  "README.md",
  "docs/guides/requester.md",
  "docs/guides/approver.md",
  "docs/guides/platform-engineer.md",
  "docs/guides/finance-reviewer.md",
  "docs/guides/auditor.md",
];

/** Libraries that are not modules ask for `require`. */
const BUNDLE = {
  bundle: true,
  platform: "node",
  format: "esm",
  splitting: true,
  outExtension: { ".js": ".mjs" },
  logLevel: "error",
  banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
} as const;

const folder = mkdtempSync(join(tmpdir(), "tollgate-tour-"));

/** The sample company is loaded once; every document then starts on a copy of it, as `npm start` would make. */
beforeAll(async () => {
  await (await planeAt(join(folder, "first"))).close();
  // The command line in few files, where its own would be: a hundred commands start in half the time.
  const outdir = join(folder, "functions/cli");
  await build({ ...BUNDLE, entryPoints: [join(ROOT, "functions/cli/main.ts")], outdir });
  const main = join(outdir, "main.mjs");
  // What it reads beside itself: its version, and the sample's documents.
  for (const name of ["package.json", "infra"]) symlinkSync(join(ROOT, name), join(folder, name));
  mkdirSync(join(folder, "bin"));
  const npx = `#!/bin/sh\nshift\nexec "${process.execPath}" "${main}" "$@"\n`;
  writeFileSync(join(folder, "bin/npx"), npx);
  chmodSync(join(folder, "bin/npx"), 0o755);
}, 300_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const planeAt = (home: string): Promise<RunningPlane> =>
  boot({
    home: openHome(home),
    port: 0,
    sample: true,
    version: "0.0.0-test",
    tell: () => undefined,
    pageAt: () => undefined,
    wall: Date.now,
  });

test.concurrent.each(DOCUMENTS)(
  "%s works when its commands are pasted in order, and they print what it shows",
  async (path) => {
    const steps = stepsOf(readFileSync(join(ROOT, path), "utf8"));
    expect(steps.length).toBeGreaterThan(2);
    expect(untoldCodes(steps)).toEqual([]);
    const { code, output } = await ranOnFreshPlane(scriptOf(steps));
    expect(code, output.slice(-1_500)).toBe(0);
    const written = outputsOf(output);
    for (const { line, shown } of steps) {
      const found = written.get(line) ?? [];
      expect(missingLine(shown, found), `${path}:${line} wrote\n${found.join("\n")}`).toBeUndefined();
    }
  },
  600_000,
);

async function ranOnFreshPlane(script: string): Promise<{ code: number; output: string }> {
  const clone = mkdtempSync(join(folder, "clone-"));
  cpSync(join(folder, "first"), join(clone, ".tollgate"), { recursive: true });
  for (const name of ["infra", "docs"]) symlinkSync(join(ROOT, name), join(clone, name));
  const plane = await planeAt(join(clone, ".tollgate"));
  try {
    return await shell(script, clone);
  } finally {
    await plane.close();
  }
}

function shell(script: string, cwd: string): Promise<{ code: number; output: string }> {
  const { TOLLGATE_HOME: _home, TOLLGATE_URL: _url, TOLLGATE_AS: _as, TOLLGATE_TOKEN: _token, ...others } = process.env;
  const env = {
    ...others,
    PATH: [join(folder, "bin"), others["PATH"]].join(delimiter),
  };
  // Both streams in the order in which a person sees them.
  return new Promise((done) =>
    execFile("/bin/sh", ["-c", `exec 2>&1\n${script}`], { cwd, env, maxBuffer: 16_000_000 }, (fault, output) => {
      const code = fault === null ? 0 : typeof fault.code === "number" ? fault.code : 98;
      done({ code, output });
    }),
  );
}
