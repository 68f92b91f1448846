import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { LONGEST_RECORD, parseCloudRecord, readCloudRecord } from "#shared/contracts/events/cloudtrail.ts";
import { classifyRecord } from "#shared/policy/classify-record.ts";
import { watchedCalls } from "#shared/policy/resource-types/table.ts";

const RECORD = { eventSource: "s3.amazonaws.com", eventName: "CreateBucket", requestParameters: { bucketName: "a" } };

describe("a line", () => {
  test.each([
    { because: "a bare record", value: RECORD },
    { because: "an EventBridge event", value: { source: "aws.s3", detail: RECORD } },
    { because: "an object that holds one under event", value: { origin: "x", event: RECORD } },
    { because: "an EventBridge event in a collection", value: { event: { detail: RECORD } } },
  ])("is read: $because", ({ value }) => {
    expect(parseCloudRecord(JSON.stringify(value))).toMatchObject({
      kind: "record",
      record: { source: "s3.amazonaws.com", name: "CreateBucket", body: { requestParameters: { bucketName: "a" } } },
    });
  });

  test.each([
    { because: "not JSON", line: "{", reason: "not-json", says: "the line is not JSON" },
    { because: "empty", line: "", reason: "not-json", says: "the line is not JSON" },
    {
      because: "longer than any record",
      line: `"${"x".repeat(LONGEST_RECORD)}"`,
      reason: "too-long",
      says: "at most 1048576",
    },
    {
      because: "two error codes, of which the last says that nothing was refused",
      line: `{"detail":${JSON.stringify(RECORD).replace("{", '{"errorCode":"AccessDenied","errorCode":null,')}}`,
      reason: "not-a-record",
      says: "/detail/errorCode stands twice",
    },
    { because: "a list", line: "[1]", reason: "not-a-record", says: "has an eventName" },
    { because: "null", line: "null", reason: "not-a-record", says: "has an eventName" },
    {
      because: "wrapped too deep",
      line: JSON.stringify({ event: { event: { event: RECORD } } }),
      reason: "not-a-record",
      says: "has an eventName",
    },
    {
      because: "no service",
      line: JSON.stringify({ ...RECORD, eventSource: "aws:dynamodb" }),
      reason: "not-a-record",
      says: "eventSource: is no AWS service",
    },
    {
      because: "no source",
      line: JSON.stringify({ eventName: "x" }),
      reason: "not-a-record",
      says: "eventSource: is missing",
    },
    {
      because: "a name that is no text",
      line: JSON.stringify({ ...RECORD, eventName: 1 }),
      reason: "not-a-record",
      says: "eventName: is not a text",
    },
    {
      because: "an error code that is no text must not pass for success",
      line: JSON.stringify({ ...RECORD, errorCode: 403 }),
      reason: "not-a-record",
      says: "errorCode: is not a text",
    },
    {
      because: "a readOnly that is a text",
      line: JSON.stringify({ ...RECORD, readOnly: "true" }),
      reason: "not-a-record",
      says: "readOnly: is neither true nor false",
    },
  ])("is unreadable: $because", ({ line, reason, says }) => {
    const parsed = parseCloudRecord(line);
    expect(parsed).toMatchObject({ kind: "unreadable", reason });
    expect(parsed.kind === "unreadable" ? parsed.because : "").toContain(says);
  });

  test("with members named like JavaScript's own changes nothing but its own record", () => {
    const line = '{"__proto__": {"eventName": "x"}, "constructor": 1, "eventSource": "s3.amazonaws.com"}';
    expect(parseCloudRecord(line)).toMatchObject({ kind: "unreadable", reason: "not-a-record" });
    expect(({} as { eventName?: string }).eventName).toBeUndefined();
  });
});

const anyJson = fc.jsonValue({ maxDepth: 4 });
const calls = watchedCalls();
const keys = fc.constantFrom(
  "bucketName",
  "resourceArn",
  "tags",
  "instancesSet",
  "items",
  "queueUrl",
  "arn",
  "resourcesSet",
);

/** A record of a watched call, with parameters that nobody promised. */
const records = fc.record({
  call: fc.constantFrom(...calls),
  awsRegion: fc.oneof(fc.constant("eu-west-1"), anyJson),
  recipientAccountId: fc.oneof(fc.constant("111122223333"), anyJson),
  userIdentity: fc.oneof(fc.record({ type: fc.constant("AssumedRole"), arn: fc.string() }), anyJson),
  requestParameters: fc.oneof(fc.dictionary(keys, anyJson), anyJson),
  responseElements: anyJson,
});

describe("no input", () => {
  test("of any text makes the parser throw", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (line) => {
        expect(["record", "unreadable"]).toContain(parseCloudRecord(line).kind);
      }),
      { numRuns: 500 },
    );
  });

  test("of a watched call makes reading or classifying throw, and what is judged has a whole name", () => {
    fc.assert(
      fc.property(records, ({ call, ...rest }) => {
        const parsed = readCloudRecord({ ...rest, eventSource: call.source, eventName: call.name });
        if (parsed.kind !== "record") return;
        const outcome = classifyRecord(parsed.record);
        if (outcome.kind !== "judged") return;
        for (const { resource } of outcome.resources) {
          expect(resource.arn).toMatch(/^arn:aws[a-z-]*:[^\p{Cc}]+$/u);
          expect(resource.account).toMatch(/^\d{12}$/);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  test("with an error code is ever judged", () => {
    fc.assert(
      fc.property(records, fc.string(), ({ call, ...rest }, errorCode) => {
        const parsed = readCloudRecord({ ...rest, eventSource: call.source, eventName: call.name, errorCode });
        expect(parsed.kind === "record" ? classifyRecord(parsed.record).kind : "unreadable").not.toBe("judged");
      }),
      { numRuns: 300 },
    );
  });
});
