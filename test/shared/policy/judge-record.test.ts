import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { parseCloudRecord } from "#shared/contracts/events/cloudtrail.ts";
import { compilePolicies } from "#shared/policy/compile-policies.ts";
import { type JudgedLine, judgeRecord } from "#shared/policy/judge-record.ts";
import { exemption, facts, NOW, policyCatalog, retention, tagging } from "#test/shared/policy/governed.ts";

const judge = compilePolicies(
  policyCatalog({
    policies: [
      tagging({ tags: { Workload: { refersTo: "workload", inherit: ["parent"] } } }),
      retention({ id: "logs", rules: [{ control: "logs.retention", max: 731 }] }),
      retention({ id: "exempted", rules: [{ control: "logs.retention", max: 90 }] }),
    ],
    exemptions: [exemption({ until: "2027-01-01", policy: ["exempted"] })],
  }),
);

const judged = (text: string, by = judge): JudgedLine =>
  judgeRecord(text, {
    line: 7,
    parse: parseCloudRecord,
    judge: by,
    facts: (_, around) => ({ ...facts(), ...around }),
    now: NOW,
  });

const record = (more: object): string =>
  JSON.stringify({
    eventSource: "logs.amazonaws.com",
    eventName: "CreateLogGroup",
    awsRegion: "eu-west-1",
    recipientAccountId: "111122223333",
    requestParameters: { logGroupName: "/app" },
    ...more,
  });

const ARN = "arn:aws:logs:eu-west-1:111122223333:log-group:/app";

describe("one line of an event file", () => {
  test("of a new log group is judged by what was asked for: no tags, kept for ever", () => {
    expect(judged(record({}))).toEqual({
      line: 7,
      outcome: "judged",
      reason: "create",
      policies: 3,
      resource: ARN,
      findings: [
        { policy: "core-tags", rule: "tagging.tags.Workload", resource: ARN },
        { policy: "logs", rule: "retention.logs.retention", resource: ARN },
      ],
      unknown: [],
    });
  });

  test("of what no policy is about says so: no finding where nobody looked is not compliance", () => {
    const aboutLogs = retention({ id: "logs", rules: [{ control: "logs.retention", max: 731 }] });
    const narrow = compilePolicies(policyCatalog({ policies: [aboutLogs] }));
    const queue = { eventSource: "sqs.amazonaws.com", eventName: "CreateQueue", requestParameters: { queueName: "q" } };
    expect(judged(record(queue), narrow)).toMatchObject({
      outcome: "judged",
      policies: 0,
      because: "no policy is about sqs.queue in account 111122223333",
      findings: [],
    });
  });

  test("of a change is judged by what it shows, and the rest is unknown", () => {
    const change = {
      eventName: "PutRetentionPolicy",
      requestParameters: { logGroupName: "/app", retentionInDays: 30 },
    };
    expect(judged(record(change))).toMatchObject({
      reason: "change",
      findings: [],
      unknown: [{ policy: "core-tags", rule: "tagging.tags.Workload" }],
    });
  });

  test("of several resources lists them all", () => {
    const items = [{ instanceId: "i-1a" }, { instanceId: "i-2b" }];
    const line = judged(
      record({
        eventSource: "ec2.amazonaws.com",
        eventName: "RunInstances",
        responseElements: { instancesSet: { items } },
      }),
    );
    expect(line.resources).toHaveLength(2);
    expect(line.resource).toBe(line.resources?.[0]);
    expect(line.findings).toHaveLength(2);
  });

  test.each([
    { because: "it was rejected", text: record({ errorCode: "AccessDenied" }), outcome: "ignored", reason: "rejected" },
    { because: "it is no JSON", text: "oops", outcome: "unreadable", reason: "not-json" },
    { because: "its id is missing", text: record({ requestParameters: {} }), outcome: "unreadable", reason: "no-id" },
  ])("finds nothing: $because", ({ text, outcome, reason }) => {
    const line = judged(text);
    expect(line).toMatchObject({ line: 7, outcome, reason, findings: [], unknown: [] });
    expect(line).not.toHaveProperty("resource");
    expect("because" in line).toBe(outcome === "unreadable");
  });

  test("of any text gets one answer, and never an exception", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.jsonValue().map((requestParameters) => record({ requestParameters })),
        ),
        (text) => {
          expect(["judged", "ignored", "unreadable"]).toContain(judged(text).outcome);
        },
      ),
      { numRuns: 300 },
    );
  });
});
