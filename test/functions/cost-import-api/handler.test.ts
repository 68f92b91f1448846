import { describe, expect, test } from "vitest";

import { makeHandler } from "#functions/cost-import-api/handler.ts";
import { httpEventOf } from "#infra/local/http-event.ts";
import { silentLog } from "#shared/adapters/node/json-log.ts";
import { CostImportResult, CostImportView } from "#shared/contracts/http/cost-imports.ts";
import { personId } from "#shared/kernel/ids.ts";
import type { Identity } from "#shared/runtime/caller.ts";
import type { EpochSeconds } from "#shared/runtime/claims.ts";
import { csvOf, ingestWorld } from "#test/support/bills.ts";

const identity: Identity = {
  callerOf: async ({ subject }) => ({
    person: personId(subject),
    name: subject,
    groups: [],
    roles: subject === "fin" ? ["finance"] : ["requester"],
    signedInAt: 0 as EpochSeconds,
  }),
};

function plane() {
  const world = ingestWorld();
  const handler = makeHandler({ ingestDeps: world.deps, imports: world.imports, identity, log: silentLog });
  const call = async (method: string, path: string, given: { body?: unknown; as?: string } = {}) => {
    const url = new URL(path, "http://127.0.0.1");
    const event = httpEventOf(
      {
        method,
        url,
        headers: { "content-type": "application/json" },
        body: Buffer.from(given.body === undefined ? "" : JSON.stringify(given.body)),
        requestId: "req-1",
        claims: { sub: given.as ?? "fin", auth_time: "5" },
      },
      method === "GET" ? { id: url.pathname.slice("/v1/cost/imports/".length) } : {},
    );
    const answer = await handler(event, {} as Parameters<typeof handler>[1]);
    return { status: answer?.statusCode, body: JSON.parse(answer?.body ?? "null") as Record<string, unknown> };
  };
  return { world, call };
}

describe("POST /v1/cost/imports", () => {
  test("takes bills in, answers as its contract says, and the import is there to read", async () => {
    const { world, call } = plane();
    world.write("october.csv", csvOf([{}]));
    const { status, body } = await call("POST", "/v1/cost/imports", { body: { names: ["october.csv"] } });
    expect(status).toBe(200);
    const answer = CostImportResult.parse(body);
    expect(answer).toMatchObject({
      outcome: "taken-in",
      superseded: [],
      import: { rows: 1, totals: { billed: "1.25" } },
    });
    const read = await call("GET", `/v1/cost/imports/${answer.import.id}`);
    expect(CostImportView.parse(read.body)).toEqual(answer.import);
  });

  test("says what a corrected bill changed", async () => {
    const { world, call } = plane();
    world.write("first.csv", csvOf([{}]));
    world.write("second.csv", csvOf([{}, { BilledCost: "-0.25" }]));
    await call("POST", "/v1/cost/imports", { body: { names: ["first.csv"] } });
    const { body } = await call("POST", "/v1/cost/imports", { body: { names: ["second.csv"] } });
    expect(CostImportResult.parse(body).superseded).toMatchObject([
      { version: 2, difference: { rows: 1, totals: { billed: "-0.25" } } },
    ]);
  });

  test("names file, row and column of what it refuses", async () => {
    const { world, call } = plane();
    world.write("wrong.csv", csvOf([{}, { ChargeCategory: "usage" }]));
    expect(await call("POST", "/v1/cost/imports", { body: { names: ["wrong.csv"] } })).toMatchObject({
      status: 422,
      body: {
        detail:
          'Cannot take in "wrong.csv": row 2, column ChargeCategory: found "usage"; write one of Usage, Purchase, Tax, Credit, Adjustment',
        file: "wrong.csv",
        row: 2,
        column: "ChargeCategory",
      },
    });
  });

  test.each([
    { because: "a name that leads out of the folder", names: ["../../etc/passwd"] },
    { because: "an absolute one", names: ["/etc/passwd"] },
    { because: "one of a file that is not there, which nobody learns from it", names: ["/etc/no-such-file.csv"] },
  ])("refuses $because without looking", async ({ names }) => {
    const { call } = plane();
    const { status, body } = await call("POST", "/v1/cost/imports", { body: { names } });
    expect([status, body["detail"]]).toEqual([
      422,
      `Cannot take in "${names[0]}": it lies outside of the folder for bills; put it there`,
    ]);
  });

  test.each([
    { because: "no names", body: { names: [] } },
    { because: "a misspelt field", body: { names: ["a.csv"], rate: {} } },
    { because: "a rate of nothing", body: { names: ["a.csv"], rates: { EUR: "0" } } },
    { because: "a source that is a path", body: { names: ["a.csv"], source: "../x" } },
  ])("refuses a body with $because", async ({ body }) => {
    expect((await plane().call("POST", "/v1/cost/imports", { body })).status).toBe(422);
  });

  test("is not for everybody", async () => {
    expect((await plane().call("POST", "/v1/cost/imports", { body: { names: ["a.csv"] }, as: "ada" })).status).toBe(
      403,
    );
  });
});

test("an import that is not there is not found", async () => {
  expect((await plane().call("GET", `/v1/cost/imports/${"0".repeat(24)}`)).status).toBe(404);
});
