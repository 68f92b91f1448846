import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { StoredGrant } from "#shared/contracts/stored/access-grant.ts";
import { StoredKey } from "#shared/contracts/stored/access-key.ts";
import { StoredOrphan } from "#shared/contracts/stored/access-orphan.ts";
import {
  accessRequestFrom1,
  accessRequestFrom2,
  StoredAccessRequest,
} from "#shared/contracts/stored/access-request.ts";
import { postFrom1 } from "#shared/contracts/stored/finding-post.ts";
import { StoredRequestPost } from "#shared/contracts/stored/request-post.ts";
import { plannedGrant, runningRequest } from "#test/support/access/grant-world.ts";
import { at } from "#test/support/access/moment.ts";
import { requestWorld } from "#test/support/access/request-world.ts";

const schemas = { StoredGrant, StoredAccessRequest, StoredKey, StoredOrphan, StoredRequestPost } as const;

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

describe("a request of version 2, which knew no reminders", () => {
  // Asked at 09:00 on 23 November; owen said yes at 10:00, it was sent back, owen said yes again at 12:00.
  const word = { person: "owen", outcome: "approve", note: "", stage: 0, revision: 1 };
  const { approvedAt: _at, activatingAt: _then, grants: _grants, ...terms } = runningRequest(1);
  const pending = {
    ...terms,
    state: "PENDING",
    stage: 1,
    approvedUntil: at("2026-11-23T14:00:00Z"),
    nextActionAt: at("2026-11-24T09:00:00Z"),
  };
  const words = [
    { ...word, round: 1, at: at("2026-11-23T10:00:00Z") },
    { ...word, round: 2, at: at("2026-11-23T12:00:00Z") },
  ];

  test.each([
    { because: "nobody said anything", round: 1, decisions: [], roundAt: "09:00", askedAt: "09:00" },
    {
      because: "the first stage is decided",
      round: 1,
      decisions: words.slice(0, 1),
      roundAt: "09:00",
      askedAt: "10:00",
    },
    { because: "it is in its second round", round: 2, decisions: words, roundAt: "10:00", askedAt: "12:00" },
  ])("is read with its moments where $because", ({ round, decisions, roundAt, askedAt }) => {
    const moment = (time: string) => at(`2026-11-23T${time}:00Z`);
    const lifted = StoredAccessRequest.parse(accessRequestFrom2({ ...pending, round, decisions }));
    expect(lifted).toMatchObject({ roundAt: moment(roundAt), askedAt: moment(askedAt), reminded: 0 });
    expect(lifted).toMatchObject({ nextActionAt: at("2026-11-24T09:00:00Z") });
  });

  test("is read as it was when it is past its decision, and refused when it is none", () => {
    expect(StoredAccessRequest.parse(accessRequestFrom2(runningRequest(1)))).toEqual(runningRequest(1));
    expect(() => accessRequestFrom2({ ...pending, round: "1" })).toThrow(z.ZodError);
  });
});

test("a post of a request that version 1 left SENDING may be tried at once, as it said so of a failure too", () => {
  const body = { request: "R-1", turn: "asked#1#0", destination: "mail:{}", attempts: 1, at: 1_000 };
  expect(StoredRequestPost.parse(postFrom1({ ...body, state: "SENDING" }))).toMatchObject({ state: "FAILED" });
  expect(StoredRequestPost.parse(postFrom1({ ...body, state: "DELIVERED" }))).toMatchObject({ state: "DELIVERED" });
});
