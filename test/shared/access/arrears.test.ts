import { describe, expect, test } from "vitest";
import { arrearsOf } from "#shared/access/arrears.ts";
import type { Grant } from "#shared/access/grant.ts";
import { begin } from "#shared/access/grant-begin.ts";
import { neverStart, startEnding } from "#shared/access/grant-end.ts";
import { minutes } from "#shared/kernel/time.ts";
import { digest, plannedGrant, START } from "#test/support/access/grant-world.ts";
import { at } from "#test/support/access/moment.ts";

// From 09:00 to 13:00; its fence is shortly after 09:00.
const permit = { now: START, fenceMargin: 60_000, retryIn: minutes(1), digest };
const provisioning = begin(plannedGrant(0), permit).value;
const ending = startEnding(provisioning, { now: at("2026-11-23T10:00:00Z"), reason: "revoked" }).value;
const altered = startEnding(provisioning, { now: at("2026-11-23T10:00:00Z"), reason: "tampered" }).value;
const empty = { emptyAt: at("2026-11-23T11:00:00Z") };

type Row = { because: string; grant: Grant; now: string; overdue: number; unproved: number };

describe("how late the end of a grant is", () => {
  test.each<Row>([
    { because: "nothing was done for it yet", grant: plannedGrant(0), now: "13:00:10", overdue: 0, unproved: 0 },
    {
      because: "nothing was ever done for it",
      grant: neverStart(plannedGrant(0), { now: START, because: "too-late" }).value,
      now: "13:00:10",
      overdue: 0,
      unproved: 0,
    },
    { because: "its end is to come", grant: provisioning, now: "12:59:59", overdue: 0, unproved: 0 },
    { because: "its end is now", grant: provisioning, now: "13:00:00", overdue: 0, unproved: 0 },
    { because: "off by its date, the proof missing", grant: provisioning, now: "13:00:10", overdue: 0, unproved: 10 },
    {
      because: "being taken back before its end: it may work",
      grant: ending,
      now: "12:00:00",
      overdue: 0,
      unproved: 0,
    },
    { because: "taken back at last by its date", grant: ending, now: "13:00:10", overdue: 0, unproved: 10 },
    {
      because: "a list was empty before its end",
      grant: { ...ending, ...empty },
      now: "11:00:10",
      overdue: 0,
      unproved: 10,
    },
    {
      because: "a list was empty long before its end: since then, not since the end",
      grant: { ...ending, ...empty },
      now: "13:00:10",
      overdue: 0,
      unproved: 7_210,
    },
    { because: "altered: its date proves nothing", grant: altered, now: "13:00:10", overdue: 10, unproved: 0 },
    { because: "altered, but its end is to come", grant: altered, now: "12:59:59", overdue: 0, unproved: 0 },
    {
      because: "altered, and a list was empty",
      grant: { ...altered, ...empty },
      now: "13:00:10",
      overdue: 0,
      unproved: 7_210,
    },
    {
      because: "over and proved",
      grant: { ...ending, state: "REVOKED", revokedAt: at("2026-11-23T11:00:00Z") },
      now: "13:00:10",
      overdue: 0,
      unproved: 0,
    },
  ])("at $now: $overdue s overdue, $unproved s unproved: $because", ({ grant, now, overdue, unproved }) => {
    expect(arrearsOf(grant, at(`2026-11-23T${now}Z`))).toEqual({ overdueSeconds: overdue, unprovedSeconds: unproved });
  });
});
