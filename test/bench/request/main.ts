/*
 * What a request costs: submit and decide through the in-process host, beside the same bare transactions on one file.
 *
 * node test/bench/request/main.ts [--smoke]
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openIssuer } from "#infra/local/issuer.ts";
import { tokenVerifier, trustOwn } from "#infra/local/token-verifier.ts";
import { openStateFile } from "#shared/adapters/local/sqlite-file.ts";
import { SqliteTable } from "#shared/adapters/local/sqlite-table.ts";
import { personId } from "#shared/kernel/ids.ts";
import type { Write } from "#shared/storage/table.ts";
import { openWorld } from "#test/simulation/world/world.ts";

const rounds = process.argv.includes("--smoke") ? 20 : 1_000;
const folder = mkdtempSync(join(tmpdir(), "tollgate-request-"));
const world = await openWorld(1);
const issuer = await openIssuer({ url: "http://127.0.0.1/oidc", keyFile: join(folder, "key.pem"), clock: world.clock });
const verify = tokenVerifier(trustOwn(issuer, world.clock));
const tokens = { ana: await issuer.sign(personId("ana")), owen: await issuer.sign(personId("owen")) };
const spent = { verify: 0, host: 0, bare: 0 };

type Call = { readonly path: string; readonly body: object; readonly headers: Record<string, string> };

async function call(as: keyof typeof tokens, { path, body, headers }: Call) {
  const began = performance.now();
  const verified = await verify(`Bearer ${tokens[as]}`);
  const proved = performance.now();
  const answer = await world.api({
    method: "POST",
    url: new URL(`http://plane${path}`),
    headers: { "content-type": "application/json", ...headers },
    body: Buffer.from(JSON.stringify(body)),
    requestId: "bench",
    ...(verified.kind === "claims" ? { claims: verified.claims } : {}),
  });
  spent.verify += proved - began;
  spent.host += performance.now() - proved;
  if ((answer.statusCode ?? 500) >= 400) throw new Error(`Cannot measure: ${path} was answered ${answer.body}`);
  return JSON.parse(answer.body ?? "{}") as { id: string; revision: number };
}

const ask = {
  items: [{ dataset: "sales.stock", template: "s3-prefix-read" }],
  duration: "1h",
  justification: "Looking into the missing stock of Friday",
};

const table = new SqliteTable(openStateFile(join(folder, "bare.sqlite"), { durability: "normal" }));
for (let round = 0; round < rounds; round += 1) {
  const { id, revision } = await call("ana", {
    path: "/v1/access/requests",
    body: ask,
    headers: { "idempotency-key": `key-${round}` },
  });
  const decision = { outcome: "reject", note: "Not now" };
  await call("owen", {
    path: `/v1/access/requests/${id}/decisions`,
    body: decision,
    headers: { "if-match": `"${revision}"` },
  });
  const items = world.database.prepare("SELECT pk, sk, kind, body FROM items WHERE pk = ?").all(`access-request#${id}`);
  const began = performance.now();
  for (const number of [1, 2]) await table.transact(bareWrites(items, number));
  spent.bare += performance.now() - began;
}

/** The row and its event, as the domain wrote them; the first time as new, the second over it. */
function bareWrites(items: readonly object[], revision: number): readonly Write[] {
  return (items as { pk: string; sk: string; kind: string; body: string }[])
    .filter(({ sk }) => sk === "ROW" || sk.endsWith(String(revision)))
    .map(({ pk, sk, kind, body }) => {
      const fresh = sk !== "ROW" || revision === 1;
      const item = { pk, sk, kind, body, version: 1, revision: sk === "ROW" ? revision : 1, indexes: {} };
      return { op: "put", item, expect: fresh ? "absent" : { revision: revision - 1 } };
    });
}

const each = (total: number): string => (total / rounds).toFixed(2);
console.log(`request: submit and decide, ${rounds} times`);
console.log(`  verify both tokens     ${each(spent.verify)} ms`);
console.log(`  host, contract, domain ${each(spent.host)} ms`);
console.log(`  bare transactions      ${each(spent.bare)} ms`);
console.log(`  ratio                  ${((spent.verify + spent.host) / spent.bare).toFixed(1)}x (aim at most 5x)`);
rmSync(folder, { recursive: true, force: true });
