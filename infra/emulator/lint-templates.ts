import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { EmulatorError } from "./emulator-error.ts";
import { installPackage } from "./install.ts";
import { runTool } from "./run-tool.ts";

const ROOT = resolve(import.meta.dirname, "../..");

/** Synthesises the example environment under cdk-nag, and holds every template against cfn-lint; answers its exit code. */
async function lintTemplates(): Promise<number> {
  const { python } = installPackage(
    { what: "cfn-lint", lock: join(import.meta.dirname, "cfn-lint-requirements.txt") },
    { folder: join(ROOT, ".tollgate", "lint", "venv"), python: process.env["PYTHON"] || "python3" },
  );
  const assembly = mkdtempSync(join(tmpdir(), "tollgate-templates-"));
  try {
    const words = ["--no-install", "cdk", "synth", "--quiet", "--no-notices", "--output", assembly];
    await runTool("npx", words, { cwd: ROOT, env: process.env });
    const templates = readdirSync(assembly).filter((name) => name.endsWith(".template.json"));
    if (templates.length === 0) throw new EmulatorError("Cannot lint the templates: synthesis wrote none");
    const linted = spawnSync(
      join(dirname(python), "cfn-lint"),
      templates.map((name) => join(assembly, name)),
      { stdio: "inherit" },
    );
    if (linted.status === 0) process.stdout.write(`cfn-lint finds nothing in ${templates.join(", ")}\n`);
    return linted.status ?? 1;
  } finally {
    rmSync(assembly, { recursive: true, force: true });
  }
}

lintTemplates().then(
  (code) => {
    process.exitCode = code;
  },
  (fault: unknown) => {
    process.stderr.write(`${fault instanceof EmulatorError ? fault.message : String(fault)}\n`);
    process.exitCode = 1;
  },
);
