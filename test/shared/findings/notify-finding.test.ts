import { describe, expect, test } from "vitest";
import { cleared, seen } from "#shared/findings/finding-change.ts";
import { notifyFinding } from "#shared/findings/notify-finding.ts";
import { sendDigests } from "#shared/findings/send-digests.ts";
import { at, findingOf, sightingOf } from "#test/support/findings.ts";
import { notifying, routeOf } from "#test/support/notify.ts";

const orders = routeOf("orders", { when: [{ team: ["orders"] }], immediately: "medium" });
const watch = routeOf("watch", { when: [{ severity: ["high", "critical"] }], immediately: "low" });
const everything = routeOf("everything");

describe("told at once", () => {
  test("once per destination, however often the news comes", async () => {
    const deps = notifying([orders, everything]);
    const finding = findingOf();
    await deps.put(finding);
    expect(await notifyFinding(finding.id, deps)).toEqual({ told: 1, again: false });
    expect(await notifyFinding(finding.id, deps)).toEqual({ told: 0, again: false });
    expect(deps.sent).toMatchObject([{ destination: { channel: "#orders" }, path: `/findings/${finding.id}` }]);
  });

  test("all routes that fit deliver, and one destination of two routes hears it once", async () => {
    const same = routeOf("same", {
      immediately: "low",
      send: [
        { via: "slack", channel: "#orders" },
        { via: "webhook", connection: "siem" },
      ],
    });
    const deps = notifying([orders, same, watch]);
    const finding = findingOf();
    await deps.put(finding);
    await notifyFinding(finding.id, deps);
    expect(deps.sent.map(({ destination }) => destination.via)).toEqual(["slack", "webhook"]);
  });

  test.each([
    { because: "it is of another team", over: { owner: "team:finance" }, told: 0 },
    { because: "it is not bad enough", over: { severity: "low" as const }, told: 0 },
    { because: "it is bad enough for the watch too", over: { severity: "high" as const }, told: 2 },
  ])("$told destinations: $because", async ({ over, told }) => {
    const deps = notifying([orders, watch, everything]);
    const finding = findingOf(over);
    await deps.put(finding);
    expect(await notifyFinding(finding.id, deps)).toMatchObject({ told });
  });

  test("again when it opens again, and when it gets worse", async () => {
    const deps = notifying([orders]);
    const finding = findingOf();
    await deps.put(finding);
    await notifyFinding(finding.id, deps);
    const closed = cleared(finding, "read-back", at("2026-11-23T09:00:00Z"))?.finding ?? finding;
    await deps.put(closed);
    expect(await notifyFinding(finding.id, deps)).toMatchObject({ told: 0 });
    const again = seen(closed, sightingOf(), at("2026-11-23T10:00:00Z"))?.finding ?? closed;
    await deps.put(again);
    expect(await notifyFinding(finding.id, deps)).toMatchObject({ told: 1 });
    await deps.put({ ...again, severity: "high" });
    expect(await notifyFinding(finding.id, deps)).toMatchObject({ told: 1 });
  });

  test("not while it flaps: that is for the digest", async () => {
    const deps = notifying([orders]);
    const turns = ["2026-11-23T07:00:00Z", "2026-11-23T07:20:00Z", "2026-11-23T07:40:00Z"].map(at);
    await deps.put({ ...findingOf(), state: "REOPENED", repeats: 3, turns });
    expect(await notifyFinding(findingOf().id, deps)).toEqual({ told: 0, again: false });
  });

  test("tried again when nobody took it, five times, and given up for good when it was refused for good", async () => {
    const deps = notifying([orders]);
    const finding = findingOf();
    await deps.put(finding);
    deps.answer({ kind: "failed", because: "answered 503", forGood: false });
    const tries = [];
    for (let count = 0; count < 6; count += 1) tries.push((await notifyFinding(finding.id, deps)).again);
    expect(tries).toEqual([true, true, true, true, false, false]);
    expect(deps.sent).toHaveLength(5);
    expect(new Set(deps.sent.map(({ key }) => key)).size).toBe(1);
    const other = notifying([orders]);
    await other.put(finding);
    other.answer({ kind: "failed", because: "answered 410", forGood: true });
    expect(await notifyFinding(finding.id, other)).toEqual({ told: 0, again: false });
    await notifyFinding(finding.id, other);
    expect(other.sent).toHaveLength(1);
  });
});

describe("a digest", () => {
  const weekly = routeOf("weekly", { digest: "0 9 * * 1" });

  test("counts what is open, new and resolved since the last one, and is sent once (c7n-3154)", async () => {
    const deps = notifying([weekly]);
    deps.dueAt("2026-11-23T09:00:00Z");
    expect(await sendDigests(deps)).toBe(0);
    await deps.put(findingOf({}, at("2026-11-24T08:00:00Z")));
    await deps.put(findingOf({ resource: "arn:aws:s3:::two" }, at("2026-11-25T08:00:00Z")));
    const third = findingOf({ resource: "arn:aws:s3:::three" }, at("2026-11-25T08:00:00Z"));
    await deps.put(cleared(third, "read-back", at("2026-11-26T08:00:00Z"))?.finding ?? third);
    deps.dueAt("2026-11-30T09:00:00Z");
    expect(await sendDigests(deps)).toBe(1);
    expect(await sendDigests(deps)).toBe(0);
    expect(deps.sent.map(({ title }) => title)).toEqual(["2 findings open, 2 new, 1 resolved by themselves"]);
  });

  test("is not sent when nothing changed", async () => {
    const deps = notifying([weekly]);
    deps.dueAt("2026-11-23T09:00:00Z");
    await sendDigests(deps);
    await deps.put(findingOf({}, at("2026-11-20T08:00:00Z")));
    deps.dueAt("2026-11-30T09:00:00Z");
    expect(await sendDigests(deps)).toBe(0);
  });
});
