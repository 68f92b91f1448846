import { createHash } from "node:crypto";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { resolveCatalog } from "#shared/catalog/resolve-catalog.ts";
import { readDocuments } from "#shared/contracts/documents/read-documents.ts";
import { parseCloudRecord } from "#shared/contracts/events/cloudtrail.ts";
import { parseCalendarDate } from "#shared/kernel/calendar.ts";
import { type Digest, sha256 } from "#shared/kernel/digest.ts";
import { compilePolicies } from "#shared/policy/compile-policies.ts";
import { judgeRecord } from "#shared/policy/judge-record.ts";
import { compileFacts } from "#shared/policy/resource-facts.ts";
import { NOW } from "#test/shared/policy/governed.ts";
import { governanceFiles } from "#test/support/governance-files.ts";

const design = process.env["TOLLGATE_DESIGN"] ?? "../shared/design";
const digest: Digest = (text) => sha256(createHash("sha256").update(text).digest("hex"));
const today = parseCalendarDate("2026-11-23") ?? expect.unreachable("a day");
const { documents } = readDocuments(governanceFiles(join(design, "examples/governance")), { today });
const { catalog } = resolveCatalog(documents, { revision: 1, digest });
const deps = { parse: parseCloudRecord, judge: compilePolicies(catalog), facts: compileFacts(catalog), now: NOW };

const made = (logGroupName: string, more: object) =>
  judgeRecord(
    JSON.stringify({
      eventSource: "logs.amazonaws.com",
      eventName: "CreateLogGroup",
      awsRegion: "eu-west-1",
      recipientAccountId: "111122223333",
      requestParameters: { logGroupName, ...more },
    }),
    { line: 1, ...deps },
  );

const rules = (found: readonly { readonly policy: string; readonly rule: string }[]): readonly string[] =>
  found.map(({ policy, rule }) => `${policy} ${rule}`);

describe("the policies of the example repository on a log group made in production", () => {
  test("find the tags it lacks; how long restricted data is kept is not asked of one that holds none", () => {
    expect(rules(made("/app/new", {}).findings)).toEqual([
      "core-tags tagging.tags.CostCenter",
      "core-tags tagging.tags.DataClassification",
      "core-tags tagging.tags.Environment",
      "core-tags tagging.tags.Workload",
    ]);
  });

  test("find that one of restricted data is kept for ever, unless it is exempt", () => {
    const tags = {
      DataClassification: "restricted",
      Workload: "orders-etl",
      CostCenter: "CC-4102",
      Environment: "prod",
    };
    expect(rules(made("/app/orders", { tags }).findings)).toEqual(["retention-restricted retention.logs.retention"]);
    expect(rules(made("/audit/payments", { tags }).findings)).toEqual([]);
  });

  test("leave alone what is in nobody's account", () => {
    const line = JSON.stringify({
      eventSource: "s3.amazonaws.com",
      eventName: "CreateBucket",
      awsRegion: "eu-west-1",
      recipientAccountId: "999999999999",
      requestParameters: { bucketName: "theirs" },
    });
    expect(judgeRecord(line, { line: 1, ...deps })).toMatchObject({ outcome: "judged", findings: [], unknown: [] });
  });
});
