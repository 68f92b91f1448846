import { expect, test } from "vitest";
import { digestMessage, findingMessage } from "#shared/findings/finding-message.ts";
import { at, findingOf } from "#test/support/findings.ts";

const log = { type: "logs.log-group", name: "/etl/orders", account: "111122223333", region: "eu-west-1" };

test("a finding is told in one sentence, with whose it is and what will happen", () => {
  const finding = findingOf({ severity: "high", about: log, why: "keeps 7 days, rule says 90" });
  expect(findingMessage({ ...finding, next: { what: "Written when approved by team:security" } })).toEqual({
    title: "High: log group /etl/orders: keeps 7 days, rule says 90",
    lines: ["Of team:orders, because of account data-prod.", "Written when approved by team:security."],
  });
});

test.each([
  { repeats: 1, says: "Again, for the 2nd time." },
  { repeats: 2, says: "Again, for the 3rd time." },
  { repeats: 10, says: "Again, for the 11th time." },
  { repeats: 20, says: "Again, for the 21st time." },
])("one that is back after $repeats times says so", ({ repeats, says }) => {
  const { lines } = findingMessage({ ...findingOf(), state: "REOPENED", repeats });
  expect(lines[0]).toContain(says);
});

test("a finding about Tollgate speaks for itself", () => {
  const about = { type: "tollgate", name: "policy/core-tags" };
  const why = "Policy core-tags halted itself: 500 changes today, the cap. Nothing is half done";
  expect(findingMessage(findingOf({ about, why, severity: "high" })).title).toBe(`High: ${why}`);
});

test("no message has an ARN, an account number or a person in it, wherever they stood", () => {
  const secret = "arn:aws:s3:::x 111122223333 dana@example.com";
  const finding = findingOf({
    about: { ...log, name: secret },
    why: secret,
    owner: secret,
    ownerBecause: secret,
  });
  const message = findingMessage({
    ...finding,
    next: { what: secret },
    undo: { action: "A-1", until: at("2026-12-01T00:00:00Z"), cannot: secret },
  });
  const told = [message.title, ...message.lines].join(" ");
  for (const hidden of ["arn:", "111122223333", "dana@"]) expect(told).not.toContain(hidden);
});

test("a digest counts, and names what is new", () => {
  expect(digestMessage({ open: 12, fresh: 1, resolved: 5 }, [findingOf()])).toEqual({
    title: "12 findings open, 1 new, 5 resolved by themselves",
    lines: ["Medium: bucket orders-raw: tag Workload is missing"],
  });
});
