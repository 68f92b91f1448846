import { readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { parseCloudRecord } from "#shared/contracts/events/cloudtrail.ts";
import { compilePolicies } from "#shared/policy/compile-policies.ts";
import { type JudgedLine, judgeRecord } from "#shared/policy/judge-record.ts";
import type { FactsOf } from "#shared/policy/resource-facts.ts";
import { facts as factsWith, NOW, policyCatalog, retention, tagging } from "#test/shared/policy/governed.ts";

/** Where the data lies; the suite fails, not skips, where it is missing. */
const DATA = process.env["TOLLGATE_DATA"] ?? "../shared/data";

const lines = readFileSync(join(DATA, "cloudtrail/published-events.ndjson"), "utf8").trim().split("\n");

const judge = compilePolicies(
  policyCatalog({
    policies: [
      tagging({ id: "core-tags", tags: { team: {} } }),
      retention({
        id: "kept",
        rules: [
          { control: "rds.backup", min: 7 },
          { control: "s3.lifecycle.abortMultipart", max: 7 },
          { control: "sqs.retention", min: 4 },
        ],
      }),
    ],
  }),
);

const facts: FactsOf = (_, around) => ({ ...factsWith(), ...around });

const judged: readonly JudgedLine[] = lines.map((text, at) =>
  judgeRecord(text, { line: at + 1, parse: parseCloudRecord, judge, facts, now: NOW }),
);

/** `ignored rejected`: how many. */
const counts = (of: readonly JudgedLine[]): Readonly<Record<string, number>> =>
  Object.fromEntries(
    [...Map.groupBy(of, ({ outcome, reason }) => `${outcome} ${reason}`)].map(([key, all]) => [key, all.length]),
  );

const eventOf = (line: number): Readonly<Record<string, unknown>> => JSON.parse(lines[line - 1] ?? "").event;

describe("the 173 published CloudTrail records", () => {
  test("are all answered, line by line, with a reason", () => {
    expect(judged.map(({ line }) => line)).toEqual(Array.from({ length: 173 }, (_, at) => at + 1));
    expect(counts(judged)).toEqual({
      "judged create": 23,
      "judged change": 3,
      "ignored rejected": 7,
      "ignored read-only": 15,
      "ignored other-service": 9,
      "ignored not-watched": 109,
      "unreadable not-a-record": 7,
    });
  });

  test("hold no rejected call that is judged as a change", () => {
    const rejected = judged.filter(({ line }) => eventOf(line)["errorCode"] !== undefined);
    expect(rejected).toHaveLength(7);
    for (const line of rejected) expect(line).toMatchObject({ outcome: "ignored", reason: "rejected", findings: [] });
  });

  test("that cannot be read are stream and notification records, which only look alike", () => {
    const unreadable = judged.filter(({ outcome }) => outcome === "unreadable");
    expect(unreadable.map(({ line }) => eventOf(line)["eventSource"]).toSorted()).toEqual([
      ...Array.from({ length: 5 }, () => "aws:dynamodb"),
      "aws:sagemaker",
      "aws:sagemaker",
    ]);
  });

  test("name every resource by an ARN of its own service", () => {
    const arns = judged.flatMap(({ resource, resources }) => resources ?? resource ?? []);
    expect(arns).toHaveLength(27);
    for (const arn of arns) expect(arn).toMatch(/^arn:aws:[a-z0-9-]+:[a-z0-9-]*:(\d{12})?:[^:].*$/);
    expect(arns).toContain("arn:aws:s3:::custodian-create-bucket-v4");
    expect(arns).toContain("arn:aws:ec2:us-west-1:619193117841:instance/i-784cdacd");
    expect(arns).toContain("arn:aws:sqs:us-east-1:123456789012:misconfiguration_maker-bad");
  });

  test("of other services with the same event name are left alone", () => {
    const others = judged.filter(({ reason }) => reason === "other-service");
    expect(
      others.map(({ line }) => `${eventOf(line)["eventSource"]} ${eventOf(line)["eventName"]}`).toSorted(),
    ).toEqual([
      "apigateway.amazonaws.com TagResource",
      "cloudfront.amazonaws.com TagResource",
      "cloudhsm.amazonaws.com CreateCluster",
      "dax.amazonaws.com CreateCluster",
      "elasticloadbalancing.amazonaws.com AddTags",
      "kafka-cluster.amazonaws.com CreateTopic",
      "rbin.amazonaws.com TagResource",
      "rbin.amazonaws.com UntagResource",
      "sqlworkbench.amazonaws.com CreateConnection",
    ]);
  });

  test("lead to findings only by what they show", () => {
    const of = (resource: string) => judged.find((line) => line.resource === resource);
    // Tagged in the request, backups off in the response.
    expect(of("arn:aws:rds:us-east-1:123456789012:db:dbname")).toMatchObject({
      findings: [{ policy: "kept", rule: "retention.rds.backup" }],
      unknown: [],
    });
    // Made by CloudFormation, which tags later: not blamed, not acquitted.
    expect(of("arn:aws:rds:us-east-1:101010101111:db:onenessdb")).toMatchObject({
      unknown: [{ policy: "core-tags", rule: "tagging.tags.team" }],
    });
    // A day, and the team is tagged.
    expect(of("arn:aws:sqs:us-east-1:123456789012:remediator-resource-queue")).toMatchObject({
      findings: [{ policy: "kept", rule: "retention.sqs.retention" }],
      unknown: [],
    });
    // A change call shows no tags, and this one no retention either.
    expect(of("arn:aws:sqs:us-east-2:123456789012:MyQueue")).toBeDefined();
  });
});
