import { describe, expect, test } from "vitest";
import { cleared } from "#shared/findings/finding-change.ts";
import { sendDigests } from "#shared/findings/send-digests.ts";
import { at, findingOf } from "#test/support/findings.ts";
import { notifying, routeOf } from "#test/support/notify.ts";

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

  test("each finding is news of one digest only, also one that came while the digest was late", async () => {
    const deps = notifying([weekly]);
    deps.dueAt("2026-11-23T09:00:00Z");
    await sendDigests(deps);
    const late = findingOf({}, at("2026-11-30T09:00:10Z"));
    await deps.put(findingOf({ resource: "arn:aws:s3:::two" }, at("2026-11-30T09:00:00Z")));
    await deps.put(late);
    deps.dueAt("2026-11-30T09:00:00Z");
    await sendDigests(deps);
    deps.dueAt("2026-12-07T09:00:00Z");
    await sendDigests(deps);
    await deps.put(cleared(late, "read-back", at("2026-12-07T09:00:01Z"))?.finding ?? late);
    await sendDigests(deps);
    deps.dueAt("2026-12-14T09:00:00Z");
    await sendDigests(deps);
    expect(deps.sent.map(({ title }) => title)).toEqual([
      "2 findings open, 1 new, 0 resolved by themselves",
      "2 findings open, 1 new, 0 resolved by themselves",
      "1 finding open, 0 new, 1 resolved by themselves",
    ]);
  });

  test("of a route counts its own findings only, and goes to each of its destinations once", async () => {
    const two = routeOf("two", {
      when: [{ team: ["orders"] }],
      digest: "0 9 * * 1",
      send: [
        { via: "slack", channel: "#a" },
        { channel: "#a", via: "slack" },
        { via: "slack", channel: "#b" },
      ],
    });
    const deps = notifying([two, routeOf("quiet")]);
    deps.dueAt("2026-11-23T09:00:00Z");
    await sendDigests(deps);
    await deps.put(findingOf({}, at("2026-11-24T08:00:00Z")));
    await deps.put(findingOf({ resource: "arn:aws:s3:::x", owner: "team:finance" }, at("2026-11-24T08:00:00Z")));
    deps.dueAt("2026-11-30T09:00:00Z");
    expect(await sendDigests(deps)).toBe(2);
    expect(deps.sent.map(({ title }) => title)).toEqual(
      Array.from({ length: 2 }, () => "1 finding open, 1 new, 0 resolved by themselves"),
    );
    expect(new Set(deps.sent.map(({ key }) => key)).size).toBe(2);
  });

  test("names at most ten findings, the worst first, and counts the rest", async () => {
    const deps = notifying([weekly]);
    deps.dueAt("2026-11-23T09:00:00Z");
    await sendDigests(deps);
    for (let index = 0; index < 12; index += 1) {
      const severity = index === 11 ? ("critical" as const) : ("low" as const);
      await deps.put(findingOf({ resource: `arn:aws:s3:::b${index}`, severity }, at("2026-11-24T08:00:00Z")));
    }
    deps.dueAt("2026-11-30T09:00:00Z");
    await sendDigests(deps);
    expect(deps.sent[0]?.title).toBe("12 findings open, 12 new, 0 resolved by themselves");
    expect(deps.sent[0]?.lines).toHaveLength(10);
    expect(deps.sent[0]?.lines[0]).toMatch(/^Critical: /);
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
