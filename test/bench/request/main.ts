/*
 * What a request costs: submit and decide through the whole in-process host, beside the very same transactions, bare:
 * the same writes and conditions on a copy of the plane's file (SQLite, WAL, normal durability). Medians, warmed up.
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
import type { Write } from "#shared/storage/table.ts";
import { ASK, madeBy, posted } from "#test/bench/access-calls.ts";
import { sharesByLayer } from "#test/bench/request/layers.ts";

const DURABILITY = { durability: "normal" } as const;
const AIM = 5;

const smoke = process.argv.includes("--smoke");
const [warmUp, rounds] = smoke ? [5, 20] : [100, 500];
const folder = mkdtempSync(join(tmpdir(), "tollgate-request-"));

const database = openStateFile(join(folder, "state.sqlite"), DURABILITY);
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

/** What the round that runs wrote, transaction by transaction, and its milliseconds inside the table and on tokens. */
let round = { written: [] as (readonly Write[])[], write: 0, read: 0, token: 0 };
const { get, query, transact } = SqliteTable.prototype;
/** SQLite does its work before it returns the promise. */
function timed<Value>(which: "read" | "write", work: () => Value): Value {
  const began = performance.now();
  const value = work();
  round[which] += performance.now() - began;
  return value;
}
SqliteTable.prototype.get = function (key) {
  return timed("read", () => get.call(this, key));
};
SqliteTable.prototype.query = function (asked) {
  return timed("read", () => query.call(this, asked));
};
SqliteTable.prototype.transact = function (writes) {
  round.written.push(writes);
  return timed("write", () => transact.call(this, writes));
};

/**
 * The plane's file as it was before the first call, so that the same rows and conditions are there. Opened as the
 * plane's is.
 */
const bareFile = join(folder, "bare.sqlite");
database.prepare("VACUUM INTO ?").run(bareFile);
const bare = new SqliteTable(openStateFile(bareFile, DURABILITY));

type Call = { readonly path: string; readonly body: object; readonly headers: Record<string, string> };

/** One call from its bytes to its answer, in milliseconds. What a client does before and after is not the plane's. */
async function call(as: keyof typeof tokens, { path, body, headers }: Call) {
  const bytes = Buffer.from(JSON.stringify(body));
  const began = performance.now();
  const verified = await verify(`Bearer ${tokens[as]}`);
  round.token += performance.now() - began;
  const claims = verified.kind === "claims" ? { claims: verified.claims } : {};
  const answer = await api(posted({ path, headers, body: bytes, ...claims }));
  const ms = performance.now() - began;
  return { ...madeBy(path, answer), ms };
}

type Round = typeof round & { readonly whole: number };

/** One person asks, another decides. */
async function submitAndDecide(number: number): Promise<Round> {
  round = { written: [], write: 0, read: 0, token: 0 };
  const headers = { "idempotency-key": `key-${number}` };
  const asked = await call("jon", { path: "/v1/access/requests", body: ASK, headers });
  const decided = await call("ben", {
    path: `/v1/access/requests/${asked.id}/decisions`,
    body: { outcome: "reject", note: "Not now" },
    headers: { "if-match": `"${asked.revision}"` },
  });
  return { ...round, whole: asked.ms + decided.ms };
}

/** The very transactions of a round, conditions and all, on the other file; in milliseconds. */
async function sameBare({ written }: Round): Promise<number> {
  const began = performance.now();
  for (const writes of written) {
    const done = await transact.call(bare, writes);
    if (!done.ok) throw new Error("Cannot write the bare rows: a condition does not hold that held in the plane");
  }
  return performance.now() - began;
}

type Measured = Omit<Round, "written"> & { readonly bare: number };

async function oneRound(number: number): Promise<Measured> {
  const { written, ...times } = await submitAndDecide(number);
  return { ...times, bare: await sameBare({ written, ...times }) };
}

const median = (values: readonly number[]): number =>
  values.toSorted((left, right) => left - right)[values.length >> 1] ?? 0;

for (let number = 0; number < warmUp; number += 1) await oneRound(number);
const measured: Measured[] = [];
for (let number = 0; number < rounds; number += 1) measured.push(await oneRound(warmUp + number));
const shares = await sharesByLayer(async () => {
  for (let number = 0; number < rounds; number += 1) await submitAndDecide(warmUp + rounds + number);
});

const of = (which: (each: Measured) => number): number => median(measured.map(which));
const [whole, baseline] = [of((each) => each.whole), of((each) => each.bare)];
const rest = of(({ whole: all, token, read, write }) => all - token - read - write);
const line = (name: string, ms: number): void =>
  console.log(`  ${name.padEnd(36)} ${ms.toFixed(2).padStart(6)} ms ${(ms / baseline).toFixed(1).padStart(5)}x`);
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
line("all else, by samples:", rest);
for (const [name, share] of shares) line(`  ${name}`, share * rest);
line("all of it", whole);
line("the same transactions, bare", baseline);
console.log(`  ratio ${(whole / baseline).toFixed(1)}x (aim at most ${AIM}x)`);
database.close();
rmSync(folder, { recursive: true, force: true });
