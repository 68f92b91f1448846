/*
 * Cold starts: import and first answer of each function as it is deployed, beside a bare function with one DynamoDB
 * client and one read, made by the same bundler with the same settings and, for comparison, as esbuild makes it by
 * itself. Every start is a process of its own; what AWS answers is an endpoint here that has nothing in it.
 *
 * node test/bench/cold/main.ts [--smoke]
 */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { BUNDLE_OPTIONS, bundleFunctions } from "#infra/aws/bundles.ts";
import { CLOUD_FUNCTIONS, type EnvName } from "#infra/aws/functions.ts";
import type { FunctionSpec } from "#shared/runtime/function.ts";
import { firstEventOf } from "./first-event.ts";

const smoke = process.argv.includes("--smoke");
const STARTS = smoke ? 1 : 9;
const ROOT = join(import.meta.dirname, "../../..");
const run = promisify(execFile);

/** What the functions' environments hold when deployed, names that lead nowhere. */
const VALUES: { readonly [name in EnvName]: string } = {
  TABLE_NAME: "tollgate",
  BUS_NAME: "tollgate",
  SWEEP_SHARDS_QUEUE_URL: "http://127.0.0.1:9/000000000000/sweeps",
  SCHEDULE_GROUP: "tollgate",
  SCHEDULE_ROLE_ARN: "arn:aws:iam::000000000000:role/schedules",
  GRANT_CONVERGE_ARN: "arn:aws:lambda:eu-west-1:000000000000:function:grant-converge",
  MEMBER_EXTERNAL_ID: "cold-start-of-a-bench",
  READ_STALENESS_SECONDS: "60",
  BILLS_BUCKET: "bills",
  REPORTS_BUCKET: "reports",
  AUDIT_BUCKET: "audit",
  GENESIS: new Date(Date.now() - 3_600_000).toISOString(),
  MAIL_FROM: "tollgate@example.com",
  CONSOLE_URL: "https://tollgate.example.com",
  CONNECTIONS_PARAMETER: "/tollgate/connections",
  BOOTSTRAP_OPERATOR_GROUP: "operators",
  ORGANIZATION_READ: "off",
  COST_EXPLORER_ACCOUNT: "000000000000",
  COST_EXPLORER_DAILY_REQUESTS: "0",
};

type Start = { readonly imported: number; readonly answered: number };

const middle = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

const kilobytes = (main: string): number => statSync(main).size / 1_000;

async function start(main: string, event: object, env: { readonly [name: string]: string }): Promise<Start> {
  const { stdout } = await run(
    process.execPath,
    [join(import.meta.dirname, "first-response.ts"), main, JSON.stringify(event)],
    {
      env: { PATH: process.env["PATH"] ?? "", ...env },
    },
  );
  return JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "") as Start;
}

async function median(main: string, event: object, env: { readonly [name: string]: string }): Promise<Start> {
  const starts: Start[] = [];
  for (let count = 0; count < STARTS; count += 1) starts.push(await start(main, event, env));
  return {
    imported: middle(starts.map(({ imported }) => imported)),
    answered: middle(starts.map(({ answered }) => answered)),
  };
}

/** An account with nothing in it: every list is empty, every row absent. */
const nothing = createServer((asked, answer) => {
  asked.resume();
  asked.on("end", () => answer.setHeader("content-type", "application/x-amz-json-1.0").end('{"Items":[],"Count":0}'));
});
await new Promise<void>((done) => nothing.listen(0, "127.0.0.1", done));

const folder = mkdtempSync(join(tmpdir(), "tollgate-cold-"));
try {
  await bundleFunctions(ROOT, folder, "0.0.0");
  const bare = { absWorkingDir: ROOT, entryPoints: { "bare/main": "test/bench/cold/bare.ts" } };
  await build({ ...bare, outdir: folder, ...BUNDLE_OPTIONS });
  await build({ ...bare, ...BUNDLE_OPTIONS, outdir: join(folder, "plain"), plugins: [] });

  const env = {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(nothing.address() as AddressInfo).port}`,
    AWS_REGION: "eu-west-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_LAMBDA_FUNCTION_NAME: "cold",
  };
  type Line = { readonly name: string; readonly main: string; readonly start: Start };
  const line = ({ name, main, start: { imported, answered } }: Line, ratio?: number): void =>
    console.log(
      `  ${name.padEnd(20)} ${imported.toFixed(0).padStart(5)} ms imported ${answered.toFixed(0).padStart(5)} ms answered` +
        ` ${kilobytes(main).toFixed(0).padStart(6)} kB${ratio === undefined ? "" : `  ${ratio.toFixed(2)}x`}`,
    );

  console.log(`cold: import and first answer, medians of ${STARTS} processes`);
  const bareMain = join(folder, "bare/main.mjs");
  const plainMain = join(folder, "plain/bare/main.mjs");
  const base = await median(bareMain, {}, env);
  line({ name: "bare, our settings", main: bareMain, start: base });
  line({ name: "bare, esbuild's own", main: plainMain, start: await median(plainMain, {}, env) });
  const specs: readonly FunctionSpec[] = smoke ? CLOUD_FUNCTIONS.slice(0, 3) : CLOUD_FUNCTIONS;
  const ratios: number[] = [];
  const sizes: number[] = [];
  for (const spec of specs) {
    const main = join(folder, spec.name, "main.mjs");
    const own = Object.fromEntries(Object.keys(spec.env.shape).map((name) => [name, VALUES[name as EnvName]]));
    const measured = await median(main, firstEventOf(spec), { ...env, ...own });
    const ratio = measured.answered / base.answered;
    ratios.push(ratio);
    sizes.push(kilobytes(main));
    line({ name: spec.name, main, start: measured }, ratio);
  }
  const over = (values: readonly number[], most: number): number => values.filter((value) => value > most).length;
  console.log(
    `  middle ${middle(ratios).toFixed(2)}x, worst ${Math.max(...ratios).toFixed(2)}x (aim at most 1.0x: ${over(ratios, 1)} of ${ratios.length} above);` +
      ` largest ${Math.max(...sizes).toFixed(0)} kB (aim at most 450 kB: ${over(sizes, 450)} above)`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
  nothing.close();
}
