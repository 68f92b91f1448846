import { expect, test } from "vitest";
import type { Grant } from "#shared/access/grant.ts";
import { begin, type PutPermit } from "#shared/access/grant-begin.ts";
import { confirm } from "#shared/access/grant-confirm.ts";
import { neverStart, startEnding } from "#shared/access/grant-end.ts";
import { rolledUp } from "#shared/access/roll-up.ts";
import { millis } from "#shared/kernel/time.ts";
import { digest, plannedGrant, runningRequest, START } from "#test/support/access/grant-world.ts";
import { at } from "#test/support/access/moment.ts";

const permit: PutPermit = { now: START, fenceMargin: 0, retryIn: millis(5_000), digest };
const present = { kind: "present", name: "n", hash: digest("x"), readAt: START, requestId: "r" } as const;

const planned = plannedGrant(0);
const provisioning = begin(planned, permit).value;
const active = confirm(provisioning, { now: START, evidence: present, alone: true, readStaleness: millis(0) }).value;
const ending = startEnding(active, { now: START, reason: "expired" }).value;
const { nextActionAt: _due, ...ended } = ending;
const revoked: Grant = { ...ended, state: "REVOKED", revokedAt: START };
const { confirmedAt: _never, ...neverSeen } = revoked;
const never = neverStart(planned, { now: START, because: "too-late" }).value;

type Row = {
  readonly because: string;
  readonly from: "ACTIVATING" | "ACTIVE" | "PARTIAL";
  readonly grants: readonly Grant[];
  readonly to: string | undefined;
};

test.each<Row>([
  { because: "nothing has begun", from: "ACTIVATING", grants: [planned, planned], to: undefined },
  { because: "one is still on its way", from: "ACTIVATING", grants: [active, provisioning], to: undefined },
  { because: "all are in effect", from: "ACTIVATING", grants: [active, active], to: "ACTIVE" },
  { because: "one is being taken back", from: "ACTIVE", grants: [active, ending], to: "PARTIAL" },
  { because: "one never began, the other is in effect", from: "ACTIVATING", grants: [active, never], to: "PARTIAL" },
  { because: "one is over, the other is being taken back", from: "PARTIAL", grants: [revoked, ending], to: undefined },
  { because: "all are over, and one had been in effect", from: "PARTIAL", grants: [revoked, never], to: "ENDED" },
  {
    because: "all are over, and none had ever been in effect",
    from: "ACTIVATING",
    grants: [neverSeen, never],
    to: "FAILED",
  },
  { because: "a grant cannot be read: nothing is concluded", from: "ACTIVE", grants: [revoked], to: undefined },
])("$from becomes $to: $because", ({ from, grants, to }) => {
  const request = { ...runningRequest(2), state: from };
  expect(rolledUp(request, grants, START)?.value.state).toBe(to);
});

test.each([
  { reason: "given-back", to: "ENDED" },
  { reason: "revoked", to: "REVOKED" },
  { reason: "off-boarded", to: "REVOKED" },
] as const)("once all is over, what was $reason is $to, and not before", ({ reason, to }) => {
  const request = { ...runningRequest(2), state: "REVOKING", reason, by: "sam" } as const;
  expect(rolledUp(request, [revoked, ending], START)).toBeUndefined();
  expect(rolledUp(request, [revoked, never], START)?.value).toMatchObject({ state: to, endedAt: START });
});

test("what somebody altered in the account does not say that its time was over", () => {
  const altered: Grant = { ...revoked, reason: "tampered" };
  const because = (grants: readonly Grant[]) => rolledUp(runningRequest(2), grants, START)?.value;
  expect(because([altered, never])).toMatchObject({
    state: "ENDED",
    because: "its access was altered or removed in the account",
  });
  expect(because([revoked, never])).toMatchObject({ state: "ENDED", because: "its time was over" });
});

test("an active request is looked at again at the first end of its grants, also after that has moved", () => {
  const request = { ...runningRequest(2), state: "ACTIVE" } as const;
  const longer = { ...active, expiresAt: at("2026-11-23T16:00:00Z") };
  const first = rolledUp(request, [active, longer], START);
  expect(first?.value).toMatchObject({ state: "ACTIVE", nextActionAt: at("2026-11-23T13:00:00Z") });
  const moved = rolledUp({ ...request, nextActionAt: at("2026-11-23T13:00:00Z") }, [longer, longer], START);
  expect(moved).toMatchObject({
    value: { nextActionAt: at("2026-11-23T16:00:00Z") },
    event: { type: "request.end-moved" },
  });
});
