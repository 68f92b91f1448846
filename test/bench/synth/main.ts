/*
 * How long the whole app takes to synthesise, bundles and the AWS Solutions rules included, beside an app with one
 * function, each a process of its own.
 *
 * node test/bench/synth/main.ts [--smoke]
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const runs = process.argv.includes("--smoke") ? 1 : 5;
const root = join(import.meta.dirname, "../../..");

/** As the CDK's command line passes it on. */
const { context } = JSON.parse(readFileSync(join(root, "cdk.json"), "utf8")) as { context: object };
const CDK_CONTEXT_JSON = JSON.stringify({ ...context, environment: "example" });

/** Seconds; the middle of all runs. */
function secondsOf(app: string): number {
  const taken: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const out = mkdtempSync(join(tmpdir(), "tollgate-synth-"));
    const began = performance.now();
    const env = { ...process.env, CDK_OUTDIR: out, CDK_CONTEXT_JSON };
    const { status, stderr } = spawnSync(process.execPath, [join(root, app)], { cwd: root, env, encoding: "utf8" });
    taken.push((performance.now() - began) / 1_000);
    rmSync(out, { recursive: true, force: true });
    if (status !== 0) throw new Error(`Cannot synthesise ${app}: ${stderr.slice(-2_000)}`);
  }
  return taken.toSorted((a, b) => a - b)[runs >> 1] ?? 0;
}

const bare = secondsOf("test/bench/synth/bare-app.ts");
const whole = secondsOf("infra/aws/app.ts");
console.log(`synth: middle of ${runs} runs`);
console.log(`  one function           ${bare.toFixed(1)} s`);
console.log(`  the plane              ${whole.toFixed(1)} s  ${(whole / bare).toFixed(1)}x`);
