import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BeyondCapabilities } from "#infra/local/acting.ts";
import { apiOf } from "#infra/local/api.ts";
import { deliveriesOf } from "#infra/local/deliveries.ts";
import { FUNCTIONS } from "#infra/local/functions.ts";
import { behindGate } from "#infra/local/gates.ts";
import { hostOf } from "#infra/local/host.ts";
import type { LambdaHandler } from "#infra/local/local-function.ts";
import { planeOn } from "#infra/local/plane.ts";
import { planePortsOf } from "#infra/local/plane-ports.ts";
import { loadSample } from "#infra/local/sample/load-sample.ts";
import { SAMPLE_PEOPLE } from "#infra/local/sample/people.ts";
import { nodeDigest, nodeRandom, randomIds } from "#shared/adapters/node/node-ports.ts";
import { EVERY_CONTRACT } from "#shared/contracts/http/every-contract.ts";
import { personId } from "#shared/kernel/ids.ts";
import { hours, minutes } from "#shared/kernel/time.ts";
import type { Capability, FunctionSpec } from "#shared/runtime/function.ts";
import type { Log } from "#shared/runtime/log.ts";
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

/** Lines that say a function was refused what its spec does not name. */
const refused: string[] = [];

const refusals: Log = {
  info: () => undefined,
  warn: () => undefined,
  error(message, fields) {
    if (fields?.["fault"] === BeyondCapabilities.name) refused.push(`${message}: ${fields["message"]}`);
  },
};

type Sent = {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  readonly revision?: number;
};

const ASK = {
  items: [{ dataset: "sales.orders", template: "s3-prefix-read", account: "data-prod" }],
  duration: "8h",
  justification: "To see what it takes",
};

const files = mkdtempSync(join(tmpdir(), "tollgate-capabilities-"));
const used = new Map<string, Set<string>>();

/** Days of the sample company in memory: schedules, events, sweeps and calls of every route, each watched. */
beforeAll(async () => {
  const { database, clock } = tinyPlane();
  const plane = planeOn({ database, clock, log: refusals });
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
  const sendAs = (sub: string, { method, path, body, revision = 1 }: Sent) =>
    api({
      method,
      url: new URL(path, "http://127.0.0.1"),
      headers: {
        "content-type": "application/json",
        "idempotency-key": `k-${path.length}`,
        "if-match": `"${revision}"`,
      },
      body: Buffer.from(body === undefined ? "" : JSON.stringify(body)),
      requestId: "req-1",
      claims: { sub },
    });
  const words = fc.constantFrom("sales.orders", "s3-prefix-read", "core-tags", "2026-10", "1h");
  for (const contract of EVERY_CONTRACT) {
    for (const { params, body } of fc.sample(callsOf(contract, words), { numRuns: 3, seed: 5 })) {
      const path = filledPath(contract.path, params as { [name: string]: unknown });
      await sendAs("finn.hale", { method: contract.method, path, body });
    }
  }
  // Findings are told by a digest once the moment of its route has come, the second time with what is new since.
  await host.advance(hours(24));
  await host.advance(hours(24));
  const asked = await sendAs("liv.sand", { method: "POST", path: "/v1/access/requests", body: ASK });
  const { id } = JSON.parse(asked.body ?? "") as { id: string };
  for (const [at, approver] of ["ben.ito", "hugo.vass"].entries()) {
    const path = `/v1/access/requests/${id}/decisions`;
    await sendAs(approver, { method: "POST", path, body: { outcome: "approve", note: "Fine" }, revision: at + 1 });
  }
  await host.advance(minutes(5));
  const states = async () => {
    const { items } = await ports.access.store.grantsOf(personId("liv.sand"), { limit: 10 });
    return items.map(({ value }) => value.state);
  };
  expect(await states()).toEqual(["ACTIVE"]);
  // Who has it leaves, and the event of that is lost: whoever compares the accounts with the rows ends it.
  const left = SAMPLE_PEOPLE.map((person) => (person.id === "liv.sand" ? { ...person, active: false } : person));
  expect(await ports.platform.persons.save(left, "function:test")).toMatchObject({ ok: true });
  for (let batch = plane.stream.next(100); batch !== undefined; batch = plane.stream.next(100)) {
    plane.stream.done(batch.end);
  }
  await host.advance(hours(2));
  expect(await states()).toEqual(["REVOKED"]);
}, 60_000);

afterAll(() => rmSync(files, { recursive: true, force: true }));

describe("a function", () => {
  test("is refused nothing that it asks of the table", () => {
    expect(refused).toEqual([]);
  });

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
