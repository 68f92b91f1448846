import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { authorizationFaults, type Services } from "#infra/aws/lint/authorization.ts";
import { forwardTemplate, memberTemplate, type Tree } from "#infra/aws/member-template.ts";
import { installPackage, usualPython } from "#infra/tools/python-package.ts";
import { runTool } from "#infra/tools/run-tool.ts";
import { ToolError } from "#infra/tools/tool-error.ts";

const ROOT = resolve(import.meta.dirname, "../../..");

/** What an operator copies, and one that asks for all there is: what is asked for shapes the hub's template too. */
const ENVIRONMENTS = [
  { name: "example", folder: "infra/aws/environments" },
  { name: "whole", folder: "test/infra/aws/environments" },
] as const;

/** Every stack is synthesised by one of them; one that is not would be linted by nobody. */
const STACKS = ["hub", "alarms", "organization", "billing", "member", "forward"] as const;

/** Synthesises both environments under cdk-nag, and holds every template against cfn-lint; answers its exit code. */
async function lintTemplates(): Promise<number> {
  const { python } = installPackage(
    { what: "cfn-lint", lock: join(import.meta.dirname, "cfn-lint-requirements.txt") },
    { folder: join(ROOT, ".tollgate", "lint", "venv"), python: usualPython() },
  );
  const room = mkdtempSync(join(tmpdir(), "tollgate-templates-"));
  try {
    const templates: string[] = [...writeMemberTemplates(room)];
    for (const environment of ENVIRONMENTS)
      templates.push(...(await synthesise(environment, join(room, environment.name))));
    const names = templates.map((file) => relative(room, file));
    const missing = STACKS.filter((stack) => !names.some((name) => name.startsWith(`whole/tollgate-${stack}`)));
    if (missing.length > 0) throw new ToolError(`Cannot lint all templates: none was made of ${missing.join(", ")}`);
    const linted = spawnSync(join(dirname(python), "cfn-lint"), templates, { stdio: "inherit" });
    if (linted.status === 0) process.stdout.write(`cfn-lint finds nothing in ${names.join(", ")}\n`);
    const faults = templates.flatMap((file) => authorizationFaults(treeIn(file), servicesOf(python)));
    if (faults.length === 0)
      process.stdout.write("Each action is granted as AWS's service authorization reference scopes it\n");
    for (const fault of new Set(faults)) process.stderr.write(`${fault}\n`);
    return linted.status === 0 && faults.length > 0 ? 1 : (linted.status ?? 1);
  } finally {
    rmSync(room, { recursive: true, force: true });
  }
}

const treeIn = (file: string): Tree => JSON.parse(readFileSync(file, "utf8")) as Tree;

/** The reference as the installed cfn-lint has it. */
function servicesOf(python: string): Services {
  const asked = spawnSync(python, ["-c", "import cfnlint; print(cfnlint.__path__[0])"], { encoding: "utf8" });
  return treeIn(join(asked.stdout.trim(), "data/AdditionalSpecs/Policies.json")) as Services;
}

async function synthesise({ name, folder }: (typeof ENVIRONMENTS)[number], output: string): Promise<readonly string[]> {
  const context = ["--context", `environment=${name}`, "--context", `environments=${join(ROOT, folder)}`];
  const words = ["--no-install", "cdk", "synth", "--quiet", "--no-notices", "--output", output, ...context];
  await runTool("npx", words, { cwd: ROOT, env: process.env });
  const templates = readdirSync(output).filter((file) => file.endsWith(".template.json"));
  return templates.map((file) => join(output, file));
}

/** As accounts without the CDK get them, and as StackSets roll them out. */
function writeMemberTemplates(folder: string): readonly string[] {
  const { context } = JSON.parse(readFileSync(join(ROOT, "cdk.json"), "utf8")) as { context: Tree };
  const templates = { member: memberTemplate(context), forward: forwardTemplate(context) };
  return Object.entries(templates).map(([name, template]) => {
    const file = join(folder, `${name}-template.json`);
    writeFileSync(file, JSON.stringify(template));
    return file;
  });
}

lintTemplates().then(
  (code) => {
    process.exitCode = code;
  },
  (fault: unknown) => {
    process.stderr.write(`${fault instanceof Error ? fault.message : String(fault)}\n`);
    process.exitCode = 1;
  },
);
