/*
 * Cold starts: import and first answer of each function as it is deployed, beside a bare function with one DynamoDB
 * client and one read, made by the same bundler: as esbuild makes it by itself, and with our settings. Every start is a
 * process of its own, in turn with one of each baseline; what AWS answers is an endpoint here that has nothing in it.
 * Ratios are of the time until the answer, then of the processor's time in it.
 * Sizes are of what is loaded with the entry, of all that is loaded by the first answer, and of all that is deployed.
 *
 * node test/bench/cold/main.ts [--smoke]
 */
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { bundleFunctions, bundleOptions } from "#infra/aws/bundles.ts";
import { CLOUD_FUNCTIONS, type EnvName } from "#infra/aws/functions.ts";
import type { FunctionSpec } from "#shared/runtime/function.ts";
import { firstEventOf } from "./first-event.ts";
import { bytesUntilAnswer, medians, middle, type Start, type Started } from "./processes.ts";

const smoke = process.argv.includes("--smoke");
const STARTS = smoke ? 1 : 9;
const ROOT = join(import.meta.dirname, "../../..");

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

const NONE: Start = { imported: Number.NaN, answered: Number.NaN, worked: Number.NaN };

/** An account with nothing in it: every list is empty, every row absent. */
const nothing = createServer((asked, answer) => {
  asked.resume();
  asked.on("end", () => answer.setHeader("content-type", "application/x-amz-json-1.0").end('{"Items":[],"Count":0}'));
});
await new Promise<void>((done) => nothing.listen(0, "127.0.0.1", done));

const ms = (value: number): string => value.toFixed(0).padStart(5);
const kB = (bytes: number): string => (bytes / 1_000).toFixed(0).padStart(5);
const line = (name: string, { imported, answered, worked }: Start, rest: string): void =>
  console.log(
    `  ${name.padEnd(20)} ${ms(imported)} ms imported ${ms(answered)} answered ${ms(worked)} worked  ${rest}`,
  );
/** How many times as long as a baseline. */
const times = (start: Start, beside: Start) => ({
  answered: start.answered / beside.answered,
  worked: start.worked / beside.worked,
});
type Times = ReturnType<typeof times>;
const ratio = ({ answered, worked }: Times): string => `${answered.toFixed(2)}x (${worked.toFixed(2)}x)`;

const folder = mkdtempSync(join(tmpdir(), "tollgate-cold-"));
try {
  const began = performance.now();
  const { outputs, bundles } = await bundleFunctions(ROOT, folder, "0.0.0");
  console.log(`cold: import and first answer, medians of ${STARTS} processes`);
  console.log(`  ${bundles.length} bundles made by one call in ${((performance.now() - began) / 1_000).toFixed(1)} s`);

  const bare = { ...bundleOptions(ROOT), entryPoints: { main: "test/bench/cold/bare.ts" } };
  await build({ ...bare, outdir: join(folder, "bare") });
  await build({ ...bare, outdir: join(folder, "plain"), plugins: [] });
  const env = {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(nothing.address() as AddressInfo).port}`,
    AWS_REGION: "eu-west-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_LAMBDA_FUNCTION_NAME: "cold",
  };
  const baseline = (name: string): Started => ({ main: join(folder, name, "main.mjs"), event: {}, env });
  const [plain, ours] = [baseline("plain"), baseline("bare")];
  const [plainStart = NONE, oursStart = NONE] = await medians(STARTS, plain, ours);
  line("bare, esbuild's own", plainStart, `${kB(await bytesUntilAnswer(plain))} kB`);
  line("bare, our settings", oursStart, `${kB(await bytesUntilAnswer(ours))} kB`);

  const ratios = { plain: [] as Times[], ours: [] as Times[] };
  const sizes: number[] = [];
  const specs: readonly FunctionSpec[] = smoke ? CLOUD_FUNCTIONS.slice(0, 3) : CLOUD_FUNCTIONS;
  for (const spec of specs) {
    const bundle = bundles.find(({ name }) => name === spec.name);
    if (bundle === undefined) throw new Error(`Cannot measure ${spec.name}: it has no bundle`);
    const own = Object.fromEntries(Object.keys(spec.env.shape).map((name) => [name, VALUES[name as EnvName]]));
    const started = {
      main: join(folder, spec.name, "main.mjs"),
      event: firstEventOf(spec),
      env: { ...env, ...own },
    };
    const [start = NONE, besidePlain = NONE, besideOurs = NONE] = await medians(STARTS, started, plain, ours);
    const [toPlain, toOurs] = [times(start, besidePlain), times(start, besideOurs)];
    ratios.plain.push(toPlain);
    ratios.ours.push(toOurs);
    const bytesOf = (files: ReadonlySet<string>) =>
      [...files].reduce((sum, path) => sum + (outputs[path]?.bytes ?? 0), 0);
    const answered = await bytesUntilAnswer(started);
    // What the first answer needs counts, whether it came with the entry or late.
    sizes.push(answered);
    const { start: atStart, all } = bundle.files;
    line(
      spec.name,
      start,
      `${ratio(toPlain)} ${ratio(toOurs)} ${kB(bytesOf(atStart))} kB at start in ${`${atStart.size}`.padStart(2)} files,` +
        `${kB(answered)} by the answer,${kB(bytesOf(all))} in all`,
    );
  }
  const over = (values: readonly number[], most: number): number => values.filter((value) => value > most).length;
  for (const [of, values] of [
    ["as esbuild makes it by itself", ratios.plain],
    ["with our settings", ratios.ours],
  ] as const) {
    for (const [what, measured] of [
      ["answered", values.map(({ answered }) => answered)],
      ["worked", values.map(({ worked }) => worked)],
    ] as const) {
      console.log(
        `  ${what} beside a bare function ${of}: middle ${middle(measured).toFixed(2)}x, worst ${Math.max(...measured).toFixed(2)}x` +
          ` (aim at most 1.0x: ${over(measured, 1)} of ${measured.length} above)`,
      );
    }
  }
  console.log(
    `  largest by the first answer ${kB(Math.max(...sizes)).trim()} kB (aim at most 450 kB: ${over(sizes, 450_000)} of ${sizes.length} above)`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
  nothing.close();
}
