/*
 * What a request costs: submit and decide through the whole in-process host, beside the same bare
 * transactions on the same kind of file (SQLite, WAL, normal durability). Medians, warmed up.
 *
 * node test/bench/request/main.ts [--smoke]
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { apiOf } from "#infra/local/api.ts";
import { FUNCTIONS } from "#infra/local/functions.ts";
import { openIssuer } from "#infra/local/issuer.ts";
import { planeOn } from "#infra/local/plane.ts";
import { planePortsOf } from "#infra/local/plane-ports.ts";
import { loadSample } from "#infra/local/sample/load-sample.ts";
import { tokenVerifier, trustOwn } from "#infra/local/token-verifier.ts";
import { advancedWallClock } from "#shared/adapters/local/clocks.ts";
import { openStateFile } from "#shared/adapters/local/sqlite-file.ts";
import { SqliteTable } from "#shared/adapters/local/sqlite-table.ts";
import { silentLog } from "#shared/adapters/node/json-log.ts";
import { nodeDigest, nodeRandom, randomIds } from "#shared/adapters/node/node-ports.ts";
import { personId } from "#shared/kernel/ids.ts";
import type { Item, Write } from "#shared/storage/table.ts";

const smoke = process.argv.includes("--smoke");
const [warmUp, rounds] = smoke ? [5, 20] : [100, 500];
const folder = mkdtempSync(join(tmpdir(), "tollgate-request-"));

const database = openStateFile(join(folder, "state.sqlite"), { durability: "normal" });
const plane = planeOn({ database, clock: advancedWallClock(database, Date.now), log: silentLog });
const ports = planePortsOf({
  plane,
  specs: FUNCTIONS.map(({ spec }) => spec),
  ids: randomIds,
  random: nodeRandom,
  digest: nodeDigest,
  genesis: plane.clock.now(),
  version: "bench",
  files: join(folder, "files"),
});
await loadSample(ports, () => undefined);
// Made once, as a warm Lambda keeps its handler.
const handlers = new Map(FUNCTIONS.map(({ spec, makeHandler }) => [spec.name, makeHandler(ports)]));
const api = apiOf(
  FUNCTIONS.map(({ spec }) => spec),
  ({ name }) => {
    const handler = handlers.get(name);
    if (handler === undefined) throw new Error(`Cannot run "${name}"`);
    return handler;
  },
);
const issuer = await openIssuer({ url: "http://127.0.0.1/oidc", keyFile: join(folder, "key.pem"), clock: plane.clock });
const verify = tokenVerifier(trustOwn(issuer, plane.clock));
const tokens = { jon: await issuer.sign(personId("jon.abel")), ben: await issuer.sign(personId("ben.ito")) };

/** Milliseconds inside the table since it was last asked, by reading and writing. */
const inTable = { read: 0, write: 0 };
const original = {
  get: SqliteTable.prototype.get,
  query: SqliteTable.prototype.query,
  transact: SqliteTable.prototype.transact,
};
async function timed<Value>(which: "read" | "write", work: () => Promise<Value>): Promise<Value> {
  const began = performance.now();
  const value = await work();
  inTable[which] += performance.now() - began;
  return value;
}
SqliteTable.prototype.get = function (key) {
  return timed("read", () => original.get.call(this, key));
};
SqliteTable.prototype.query = function (query) {
  return timed("read", () => original.query.call(this, query));
};
SqliteTable.prototype.transact = function (writes) {
  return timed("write", () => original.transact.call(this, writes));
};

type Call = { readonly path: string; readonly body: object; readonly headers: Record<string, string> };

async function call(as: keyof typeof tokens, { path, body, headers }: Call) {
  const began = performance.now();
  const verified = await verify(`Bearer ${tokens[as]}`);
  const proved = performance.now();
  const answer = await api({
    method: "POST",
    url: new URL(`http://plane${path}`),
    headers: { "content-type": "application/json", ...headers },
    body: Buffer.from(JSON.stringify(body)),
    requestId: "bench",
    ...(verified.kind === "claims" ? { claims: verified.claims } : {}),
  });
  if ((answer.statusCode ?? 500) >= 400) throw new Error(`Cannot measure: ${path} was answered ${answer.body}`);
  const { id, revision } = JSON.parse(answer.body ?? "{}") as { id: string; revision: number };
  return { id, revision, token: proved - began, whole: performance.now() - began };
}

const ask = {
  items: [{ dataset: "sales.orders", template: "s3-prefix-read", account: "data-prod" }],
  duration: "1h",
  justification: "Looking into the missing orders of Friday",
};

/** The plane's own rows, past its gates. */
const direct = new SqliteTable(database);

const bare = new SqliteTable(openStateFile(join(folder, "bare.sqlite"), { durability: "normal" }));

/** What the two transactions of a round wrote: row, event, key and its event; then row and event. */
async function writesOf(id: string, key: string): Promise<readonly (readonly Write[])[]> {
  const find = (pk: string, sk: string) => original.get.call(direct, { pk, sk });
  const request = `access-request#${id}`;
  const keyRow = `access-key#${nodeDigest(`jon.abel\n${key}`)}`;
  const items = await Promise.all([
    ...["ROW", "EVENT#00000001", "EVENT#00000002"].map((sk) => find(request, sk)),
    ...["ROW", "EVENT#00000001"].map((sk) => find(keyRow, sk)),
  ]);
  const [row, asked, decided, ...keyed] = items.filter((item): item is Item => item !== undefined);
  if (row === undefined || asked === undefined || decided === undefined)
    throw new Error(`Cannot find what ${id} wrote`);
  const fresh = (item: Item): Write => ({ op: "put", item: { ...item, revision: 1 }, expect: "absent" });
  return [
    [fresh(row), fresh(asked), ...keyed.map(fresh)],
    [{ op: "put", item: { ...row, revision: 2 }, expect: { revision: 1 } }, fresh(decided)],
  ];
}

type Round = {
  readonly token: number;
  readonly whole: number;
  readonly read: number;
  readonly write: number;
  readonly bare: number;
};

async function oneRound(number: number): Promise<Round> {
  Object.assign(inTable, { read: 0, write: 0 });
  const key = `key-${number}`;
  const asked = await call("jon", { path: "/v1/access/requests", body: ask, headers: { "idempotency-key": key } });
  const decided = await call("ben", {
    path: `/v1/access/requests/${asked.id}/decisions`,
    body: { outcome: "reject", note: "Not now" },
    headers: { "if-match": `"${asked.revision}"` },
  });
  const { read, write } = inTable;
  const transactions = await writesOf(asked.id, key);
  const began = performance.now();
  for (const writes of transactions) {
    const written = await original.transact.call(bare, writes);
    if (!written.ok) throw new Error(`Cannot write the bare rows of ${asked.id}`);
  }
  const token = asked.token + decided.token;
  return { token, whole: asked.whole + decided.whole, read, write, bare: performance.now() - began };
}

const median = (values: readonly number[]): number =>
  values.toSorted((left, right) => left - right)[values.length >> 1] ?? 0;

for (let number = 0; number < warmUp; number += 1) await oneRound(number);
const measured: Round[] = [];
for (let number = 0; number < rounds; number += 1) measured.push(await oneRound(warmUp + number));

const of = (which: (round: Round) => number): number => median(measured.map(which));
const line = (name: string, ms: number): void => console.log(`  ${name.padEnd(34)} ${ms.toFixed(2).padStart(6)} ms`);
console.log(`request: submit and decide, ${rounds} rounds after ${warmUp} to warm up, medians`);
line(
  "two tokens verified (RS256)",
  of(({ token }) => token),
);
line(
  "the table read",
  of(({ read }) => read),
);
line(
  "the table written",
  of(({ write }) => write),
);
line(
  "HTTP, contract, domain, answer",
  of(({ whole, token, read, write }) => whole - token - read - write),
);
line(
  "all of it",
  of(({ whole }) => whole),
);
line(
  "the same transactions, bare",
  of(({ bare: ms }) => ms),
);
const ratio = of(({ whole }) => whole) / of(({ bare: ms }) => ms);
console.log(`  ratio ${ratio.toFixed(1)}x (aim at most 5x)`);
database.close();
rmSync(folder, { recursive: true, force: true });
