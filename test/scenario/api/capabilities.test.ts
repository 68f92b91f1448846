import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { apiOf } from "#infra/local/api.ts";
import { deliveriesOf } from "#infra/local/deliveries.ts";
import { FUNCTIONS } from "#infra/local/functions.ts";
import { behindGate } from "#infra/local/gates.ts";
import { hostOf } from "#infra/local/host.ts";
import type { LambdaHandler } from "#infra/local/local-function.ts";
import { planePortsOf } from "#infra/local/plane-ports.ts";
import { loadSample } from "#infra/local/sample/load-sample.ts";
import { nodeDigest, nodeRandom, randomIds } from "#shared/adapters/node/node-ports.ts";
import { EVERY_CONTRACT } from "#shared/contracts/http/every-contract.ts";
import { hours, minutes } from "#shared/kernel/time.ts";
import type { Capability, FunctionSpec } from "#shared/runtime/function.ts";
import { INDEXES } from "#shared/storage/table.ts";
import { callsOf, filledPath } from "#test/support/api/made-up.ts";
import { START, tinyPlane } from "#test/support/tiny-plane.ts";

/**
 * What a call of a port needs: any one of these. The sandbox reports its own calls on the bus while a
 * function runs, as a governed account would by itself, so the bus is not looked at here.
 */
const NEEDS: { readonly [call: string]: readonly Capability[] } = {
  "table.get": ["table.get"],
  // Which index it is, the table itself holds to the spec (infra/local/acting.ts).
  "table.query": ["table.query", ...INDEXES.map((name) => `index.${name}` as const)],
  "table.transact": ["table.write", "table.delete"],
  "queues.send": ["queue.send"],
  "oneShots.create": ["schedule.one-shot"],
  "oneShots.delete": ["schedule.cancel"],
  "grantCloud.issueCredentials": ["people-roles.broker"],
  "grantCloud.ensureRole": ["people-roles.manage"],
  "grantCloud.putPolicy": ["people-roles.manage"],
  "grantCloud.deletePolicy": ["people-roles.manage"],
  "grantCloud.readRole": ["people-roles.read", "people-roles.manage"],
  "grantCloud.readPolicy": ["people-roles.read", "people-roles.manage"],
  "grantCloud.listPolicies": ["people-roles.read", "people-roles.manage"],
  "grantCloud.listRoles": ["people-roles.read", "people-roles.manage"],
  "resourceCloud.list": ["resources.read"],
  "resourceCloud.read": ["resources.read"],
  "resourceCloud.write": ["resources.write"],
  "trail.whoMade": ["resources.read"],
  "organization.read": ["organization.read"],
  "blobs.put": ["reports.write"],
  "copies.put": ["audit.write"],
  "copies.open": ["audit.write"],
  "blobs.open": ["reports.read", "billing.read"],
  "messages.send": ["mail.send", "webhook.send"],
  "bus.publish": [],
};

const files = mkdtempSync(join(tmpdir(), "tollgate-capabilities-"));
const used = new Map<string, Set<string>>();

/** A day of the sample company in memory: schedules, events, sweeps and calls of every route, each watched. */
beforeAll(async () => {
  const plane = tinyPlane();
  const specs = FUNCTIONS.map(({ spec }) => spec);
  const ports = planePortsOf({
    plane,
    specs,
    ids: randomIds,
    random: nodeRandom,
    digest: nodeDigest,
    genesis: START,
    version: "0.0.0-test",
    files,
  });
  await loadSample(ports, () => undefined);
  const watched = (spec: FunctionSpec): LambdaHandler => {
    const calls = used.get(spec.name) ?? new Set<string>();
    used.set(spec.name, calls);
    const handler = FUNCTIONS.find((each) => each.spec.name === spec.name)?.makeHandler(ports);
    const note = async (call: string) => void calls.add(call.replace(/^(before|after) /, ""));
    return (...given) => behindGate(note, () => handler?.(...given));
  };
  const host = hostOf(plane, deliveriesOf(plane, FUNCTIONS, watched));
  await host.advance(minutes(2));
  const api = apiOf(specs, watched);
  const send = (method: string, path: string, body?: unknown) =>
    api({
      method,
      url: new URL(path, "http://127.0.0.1"),
      headers: { "content-type": "application/json", "idempotency-key": `k-${path.length}`, "if-match": '"1"' },
      body: Buffer.from(body === undefined ? "" : JSON.stringify(body)),
      requestId: "req-1",
      claims: { sub: "finn.hale" },
    });
  const words = fc.constantFrom("sales.orders", "s3-prefix-read", "core-tags", "2026-10", "1h");
  for (const contract of EVERY_CONTRACT) {
    for (const { params, body } of fc.sample(callsOf(contract, words), { numRuns: 3, seed: 5 })) {
      await send(contract.method, filledPath(contract.path, params as { [name: string]: unknown }), body);
    }
  }
  await send("POST", "/v1/access/requests", {
    items: [{ dataset: "sales.orders", template: "s3-prefix-read" }],
    duration: "1h",
    justification: "To see what it takes",
  });
  await host.advance(hours(1));
}, 60_000);

afterAll(() => rmSync(files, { recursive: true, force: true }));

describe("a function", () => {
  test("of every kind has run and called ports, so that there was something to see", () => {
    expect([...used.values()].filter((calls) => calls.size > 0).length).toBeGreaterThan(15);
    expect([...used.values()].flatMap((calls) => [...calls]).filter((call) => !(call in NEEDS))).toEqual([]);
  });

  test.each(FUNCTIONS.map(({ spec }) => ({ spec, name: spec.name })))(
    "$name calls no port whose capability its spec does not name: no cloud host would let it",
    ({ spec }) => {
      const named: readonly Capability[] = spec.capabilities;
      const beyond = [...(used.get(spec.name) ?? [])].filter((call) => {
        const needs = NEEDS[call] ?? [];
        return needs.length > 0 && !needs.some((need) => named.includes(need));
      });
      expect(beyond).toEqual([]);
    },
  );
});
