import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { StoredGrant } from "#shared/contracts/stored/access-grant.ts";
import { StoredKey } from "#shared/contracts/stored/access-key.ts";
import { StoredOrphan } from "#shared/contracts/stored/access-orphan.ts";
import { accessRequestFrom1, StoredAccessRequest } from "#shared/contracts/stored/access-request.ts";
import { plannedGrant, runningRequest } from "#test/support/access/grant-world.ts";
import { at } from "#test/support/access/moment.ts";
import { requestWorld } from "#test/support/access/request-world.ts";

const schemas = { StoredGrant, StoredAccessRequest, StoredKey, StoredOrphan } as const;

describe.each(Object.entries(schemas))("%s", (_name, schema) => {
  test("whatever is stored instead is refused as a shape, never with another fault", () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.anything()), (value) => {
        const read = schema.safeParse(value);
        expect(read.success).toBe(false);
        expect(read.error).toBeInstanceOf(z.ZodError);
      }),
      { numRuns: 100 },
    );
  });
});

test("every state that a life passes is read back as it was written", async () => {
  const world = await requestWorld();
  const id = await world.live();
  const seen: string[] = [];
  const look = async () => {
    for (const value of [await world.request(id), await world.grant(id)]) {
      const schema = value.id.startsWith("R-") ? StoredAccessRequest : StoredGrant;
      expect(schema.parse(JSON.parse(JSON.stringify(value)))).toEqual(value);
      seen.push(value.state);
    }
  };
  await look();
  world.cloud.deletes = "fail";
  world.clock.set(at("2026-11-23T13:00:00Z"));
  await world.sweep();
  await look();
  world.cloud.deletes = "work";
  await world.sweepUntil(at("2026-11-23T13:10:00Z"));
  await look();
  expect(seen).toEqual(["ACTIVE", "ACTIVE", "PARTIAL", "REVOKE_RETRY", "ENDED", "REVOKED"]);
});

test.each([
  { because: "a state holds only what is true in it", body: { ...plannedGrant(0), expiresAt: 1 } },
  { because: "a moment is a whole number", body: { ...plannedGrant(0), nextActionAt: 1.5 } },
  { because: "a grant's id has its form", body: { ...plannedGrant(0), id: "G-1" } },
  { because: "a grant without statements allows nothing and is none", body: { ...plannedGrant(0), statements: [] } },
  { because: "an account is 12 digits", body: { ...plannedGrant(0), role: { ...plannedGrant(0).role, account: "1" } } },
])("a grant is refused: $because", ({ body }) => {
  expect(StoredGrant.safeParse(plannedGrant(0)).success).toBe(true);
  expect(StoredGrant.safeParse(body).success).toBe(false);
});

test.each([
  { because: "more than 25 items", body: runningRequest(26) },
  { because: "no item", body: runningRequest(0) },
  { because: "an unknown state", body: { ...runningRequest(1), state: "DONE" } },
  { because: "a field of another state", body: { ...runningRequest(1), endedAt: 1 } },
])("a request is refused: $because", ({ body }) => {
  expect(StoredAccessRequest.safeParse(runningRequest(25)).success).toBe(true);
  expect(StoredAccessRequest.safeParse(body).success).toBe(false);
});

test("a request of version 1, whose effect was one text, is read", () => {
  const { effect: _now, ...rest } = runningRequest(1);
  const lifted = accessRequestFrom1({ ...rest, effect: "can read; for 4h" });
  expect(StoredAccessRequest.parse(lifted)).toMatchObject({
    id: "R-1",
    effect: { sentence: "can read; for 4h", short: "can read; for 4h" },
  });
  expect(() => accessRequestFrom1({ ...rest, effect: 1 })).toThrow(z.ZodError);
});
