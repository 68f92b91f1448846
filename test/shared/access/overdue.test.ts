import { describe, expect, test } from "vitest";
import type { Grant } from "#shared/access/grant.ts";
import { begin } from "#shared/access/grant-begin.ts";
import { nothingSeen, retryEnding, startEnding } from "#shared/access/grant-end.ts";
import { latenessOf } from "#shared/access/overdue.ts";
import { minutes, plus } from "#shared/kernel/time.ts";
import { digest, plannedGrant, START } from "#test/support/access/grant-world.ts";
import { at } from "#test/support/access/moment.ts";

// From 09:00 to 13:00; its fence is shortly after 09:00.
const permit = { now: START, fenceMargin: 60_000, retryIn: minutes(1), digest };
const live = begin(plannedGrant(0), permit).value;
const ending = startEnding(live, { now: at("2026-11-23T10:00:00Z"), reason: "revoked" }).value;
const problem = { code: "AccessDenied", message: "no", at: at("2026-11-23T10:59:00Z") };
const retried = retryEnding(ending, { now: at("2026-11-23T10:59:00Z"), problem, retryIn: minutes(5) }).value;
const absent = {
  kind: "absent",
  prefix: "p",
  listBeganAt: at("2026-11-23T10:30:00Z"),
  fence: ending.fence,
  requestId: "r",
} as const;
const over = nothingSeen(ending, { now: at("2026-11-23T10:30:00Z"), seen: absent }).value;
const early = { ...absent, listBeganAt: ending.fence };
const off = nothingSeen(ending, { now: at("2026-11-23T10:30:00Z"), seen: early }).value;

type Row = { because: string; grant: Grant; now: string; overdue: number; unproved: number };

describe("how late the plane is with a grant", () => {
  test.each<Row>([
    { because: "it is due this second", grant: plannedGrant(0), now: "09:00:00", overdue: 0, unproved: 0 },
    {
      because: "it is due, and nobody did anything",
      grant: plannedGrant(0),
      now: "09:07:00",
      overdue: 420,
      unproved: 0,
    },
    { because: "its end was asked for just now", grant: ending, now: "10:00:00", overdue: 0, unproved: 0 },
    { because: "its end does not work, and it may", grant: ending, now: "10:20:00", overdue: 1_200, unproved: 0 },
    { because: "tried again later, so not due: as late", grant: retried, now: "11:00:00", overdue: 3_600, unproved: 0 },
    {
      because: "its date has ended it: the proof is late",
      grant: retried,
      now: "13:00:10",
      overdue: 6_970,
      unproved: 10,
    },
    { because: "proved: never late again", grant: over, now: "23:00:00", overdue: 0, unproved: 0 },
  ])("$because at $now", ({ grant, now, overdue, unproved }) => {
    expect(latenessOf(grant, at(`2026-11-23T${now}Z`))).toEqual({ overdueSeconds: overdue, unprovedSeconds: unproved });
  });

  test("off since the fence, the proof is due right after it: late from then on", () => {
    if (off.state === "REVOKED") return expect.unreachable("proved before its fence");
    expect(latenessOf(off, off.nextActionAt)).toEqual({ overdueSeconds: 0, unprovedSeconds: 0 });
    expect(latenessOf(off, plus(off.nextActionAt, minutes(2)))).toEqual({ overdueSeconds: 120, unprovedSeconds: 120 });
  });
});
