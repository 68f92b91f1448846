/*
 * What a request costs on DynamoDB: submit and decide through the access API's handler, in process, beside the very
 * same transactions sent bare to another table of the same emulator with the same rows. Medians, warmed up.
 *
 * node test/bench/store/main.ts [--smoke]: installs and starts the emulator by itself; needs Python 3.11.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TransactWriteItemsCommand } from "@aws-sdk/client-dynamodb";
import { accessApi } from "#functions/access-api/function.ts";
import { makeHandler } from "#functions/access-api/handler.ts";
import { startEmulator } from "#infra/emulator/emulator.ts";
import { clientEnvironment } from "#infra/emulator/environment.ts";
import { installEmulator, usualInstall } from "#infra/emulator/install.ts";
import { apiOf } from "#infra/local/api.ts";
import { loadDocuments } from "#infra/local/sample/load-sample.ts";
import { SAMPLE_PEOPLE } from "#infra/local/sample/people.ts";
import { dynamodbClient } from "#shared/adapters/aws/clients/dynamodb.ts";
import { DynamoDbTable } from "#shared/adapters/aws/dynamodb-table.ts";
import { transactItem } from "#shared/adapters/aws/table-items.ts";
import { wallClock } from "#shared/adapters/aws/wall-clock.ts";
import { silentLog } from "#shared/adapters/node/json-log.ts";
import { nodeDigest, randomIds } from "#shared/adapters/node/node-ports.ts";
import { accessPorts } from "#shared/plane/access-ports.ts";
import { noGrants } from "#shared/plane/no-grants.ts";
import { platformPorts } from "#shared/plane/platform-ports.ts";
import type { Write } from "#shared/storage/table.ts";
import { ASK, madeBy, posted } from "#test/bench/access-calls.ts";
import { freshTable } from "#test/emulator/contract/fresh-table.ts";
import { callsOf } from "./calls-of.ts";

const AIM = 1.3;
const smoke = process.argv.includes("--smoke");
// Warmed up until both sides run as compiled: after thirty rounds ours did not yet, which read as 1.30 to 1.33x.
const [warmUp, rounds] = smoke ? [2, 5] : [200, 400];
const folder = mkdtempSync(join(tmpdir(), "tollgate-store-"));

const { python } = installEmulator(usualInstall());
const emulator = await startEmulator({ python, folder });
Object.assign(process.env, clientEnvironment(emulator.url));

try {
  await measure();
} finally {
  await emulator.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function measure(): Promise<void> {
  const client = dynamodbClient();
  const calls = callsOf(client);
  const names = { plane: await freshTable(client), bare: await freshTable(client) };
  const table = new DynamoDbTable({ client, table: names.plane });

  /** What was written since it was emptied, transaction by transaction. */
  let written: (readonly Write[])[] = [];
  const recording = Object.assign(Object.create(table), {
    get: table.get.bind(table),
    query: table.query.bind(table),
    transact(writes: readonly Write[]) {
      written.push(writes);
      return table.transact(writes);
    },
  }) as DynamoDbTable;
  const platform = platformPorts({
    table: recording,
    clock: wallClock,
    digest: nodeDigest,
    ids: randomIds,
    log: silentLog,
  });
  const ports = accessPorts(platform, { cloud: noGrants("nothing is granted here", wallClock) });
  const handler = makeHandler(ports);
  const api = apiOf([accessApi], () => handler as never);

  /** The same transactions on the other table, conditions and all, with nothing of ours around them. */
  async function sameBare(transactions: readonly (readonly Write[])[]): Promise<number> {
    const inputs = transactions.map((writes) => writes.map((write) => transactItem(names.bare, write)));
    const began = performance.now();
    for (const TransactItems of inputs) await client.send(new TransactWriteItemsCommand({ TransactItems }));
    return performance.now() - began;
  }

  const people = await platform.persons.save(SAMPLE_PEOPLE, "function:bench");
  if (!people.ok) throw new Error("Cannot measure: the people were not taken in");
  await loadDocuments(platform, new Date());
  await sameBare(written);

  type Call = { readonly path: string; readonly body: object; readonly headers: Record<string, string> };

  async function call(subject: string, { path, body, headers }: Call) {
    const began = performance.now();
    const claims = { sub: subject, auth_time: String(Math.floor(Date.now() / 1_000)) };
    const answer = await api(posted({ path, headers, body: Buffer.from(JSON.stringify(body)), claims }));
    const ms = performance.now() - began;
    return { ...madeBy(path, answer), ms };
  }

  /** One person asks, another decides; then what that wrote, bare. */
  async function oneRound(number: number) {
    written = [];
    calls.forget();
    const headers = { "idempotency-key": `key-${number}` };
    const asked = await call("jon.abel", { path: "/v1/access/requests", body: ASK, headers });
    const decided = await call("ben.ito", {
      path: `/v1/access/requests/${asked.id}/decisions`,
      body: { outcome: "reject", note: "Not now" },
      headers: { "if-match": `"${asked.revision}"` },
    });
    const spent = calls.spent();
    return { whole: asked.ms + decided.ms, spent, bare: await sameBare(written) };
  }

  for (let number = 0; number < warmUp; number += 1) await oneRound(number);
  const measured: Awaited<ReturnType<typeof oneRound>>[] = [];
  for (let number = 0; number < rounds; number += 1) measured.push(await oneRound(warmUp + number));

  const middle = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
  const of = (which: (each: (typeof measured)[number]) => number): number => middle(measured.map(which));
  const [whole, baseline] = [of((each) => each.whole), of((each) => each.bare)];
  const line = (name: string, ms: number): void =>
    console.log(`  ${name.padEnd(40)} ${ms.toFixed(1).padStart(7)} ms ${(ms / baseline).toFixed(2).padStart(6)}x`);
  console.log(
    `store: submit and decide on the emulator's DynamoDB, ${rounds} rounds after ${warmUp} to warm up, medians`,
  );
  for (const name of [...new Set(measured.flatMap(({ spent }) => [...spent.keys()]))].toSorted()) {
    const count = of(({ spent }) => spent.get(name)?.count ?? 0);
    line(
      `${count} ${name}`,
      of(({ spent }) => spent.get(name)?.ms ?? 0),
    );
  }
  line(
    "all else, in this process",
    of(({ whole: all, spent }) => all - [...spent.values()].reduce((sum, { ms }) => sum + ms, 0)),
  );
  line("all of it", whole);
  line("the same transactions, bare", baseline);
  const ratio = whole / baseline;
  const held =
    ratio <= AIM ? "" : "; what holds it is the checks themselves, and what a call of the SDK costs this process";
  console.log(`  ratio ${ratio.toFixed(2)}x (aim at most ${AIM}x)${held}`);
}
