import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { decisionsOf, readDecisions } from "#infra/emulator/decisions.ts";

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "decisions-"));
  file = join(folder, "decisions.ndjson");
});

afterEach(() => rmSync(folder, { recursive: true }));

const line = (principal: string, more: object = {}): string =>
  `${JSON.stringify({ time: "2026-11-26T13:00:00.250Z", principal, action: "s3:GetObject", resource: "arn:aws:s3:::b/k", allowed: true, ...more })}\n`;

const ROLE = "arn:aws:sts::000000000000:assumed-role/sweep/tollgate-sweep";

describe("readDecisions", () => {
  test("reads each line, in order, with its time as a moment", () => {
    writeFileSync(file, line(ROLE) + line(ROLE, { allowed: false, reason: "Deny" }));
    const decision = {
      time: 1_795_698_000_250,
      principal: ROLE,
      action: "s3:GetObject",
      resource: "arn:aws:s3:::b/k",
    };
    expect(readDecisions(file)).toEqual([
      { ...decision, allowed: true },
      { ...decision, allowed: false, reason: "Deny" },
    ]);
  });

  test("reads nothing where nothing was decided yet", () => {
    expect(readDecisions(file)).toEqual([]);
    writeFileSync(file, "");
    expect(readDecisions(file)).toEqual([]);
  });

  test("leaves a line that is in the making for the next time", () => {
    writeFileSync(file, line(ROLE) + line(ROLE).slice(0, 40));
    expect(readDecisions(file)).toHaveLength(1);
    appendFileSync(file, line(ROLE).slice(40));
    expect(readDecisions(file)).toHaveLength(2);
  });

  test("refuses a time without a zone", () => {
    writeFileSync(file, line(ROLE, { time: "2026-11-26T13:00:00" }));
    expect(() => readDecisions(file)).toThrow('its time is "2026-11-26T13:00:00", not ISO 8601');
  });
});

test.each([
  { principal: ROLE, found: 1, why: "a session of the role" },
  { principal: "arn:aws:sts::222222222222:assumed-role/sweep/x", found: 1, why: "of the role in another account" },
  { principal: "arn:aws:sts::000000000000:assumed-role/sweep-plan/x", found: 0, why: "a role whose name begins alike" },
  { principal: "arn:aws:sts::000000000000:assumed-role/other/sweep", found: 0, why: "a session of that name" },
  { principal: "arn:aws:iam::000000000000:user/sweep", found: 0, why: "a user of that name" },
  { principal: "arn:aws:iam::000000000000:root", found: 0, why: "root" },
])("decisionsOf a role finds $found of $why", ({ principal, found }) => {
  writeFileSync(file, line(principal));
  expect(decisionsOf("sweep", readDecisions(file))).toHaveLength(found);
});
