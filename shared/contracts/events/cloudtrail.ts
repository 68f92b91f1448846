import * as z from "zod";

import { doubledKey } from "#shared/kernel/doubled-key.ts";
import type { Json, JsonObject } from "#shared/kernel/json.ts";
import type { CallerIdentity, CloudRecord, ParsedRecord, Unreadable } from "#shared/policy/cloud-record.ts";

/**
 * The longest text read as a record, in characters. EventBridge and CloudTrail end at 256 KB; the rest
 * is room for a wrapper.
 */
export const LONGEST_RECORD = 1_048_576;

/** A record may lie under `detail` of an EventBridge event, itself under `event` of a collection. */
const DEEPEST_WRAPPER = 3;

const text = z.string("is not a text").nullish();

/**
 * The parts of a CloudTrail record that are read (AWS CloudTrail user guide, "Record contents").
 *
 * Loose, because AWS adds fields without notice; strict in what is read: a part of another shape makes
 * the whole record unreadable. `eventSource` must be a service's, so that DynamoDB stream and S3 notification
 * records, which look alike, are not taken for one.
 */
const CloudTrailRecord = z.object({
  eventSource: z.string("is missing").regex(/^[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.com(\.cn)?$/, "is no AWS service"),
  eventName: z.string("is not a text").trim().min(1, "is empty").max(128, "is longer than 128 characters"),
  awsRegion: text,
  recipientAccountId: text,
  eventTime: text,
  eventID: text,
  errorCode: text,
  readOnly: z.boolean("is neither true nor false").nullish(),
  userIdentity: z
    .object({
      type: text,
      arn: text,
      accountId: text,
      userName: text,
      invokedBy: text,
      sessionContext: z.object({ sessionIssuer: z.object({ userName: text, arn: text }).nullish() }).nullish(),
    })
    .nullish(),
});

type Parsed = z.infer<typeof CloudTrailRecord>;

/** Reads one line: a CloudTrail record, an EventBridge event, or an object that holds one. Throws nothing. */
export function parseCloudRecord(line: string): ParsedRecord {
  if (line.length > LONGEST_RECORD)
    return unreadable("too-long", `${line.length} characters, at most ${LONGEST_RECORD}`);
  const parsed = parseJson(line);
  if (parsed === undefined) return unreadable("not-json", "the line is not JSON");
  const twice = doubledKey(line);
  // Which of two error codes or names is true cannot be known.
  return twice === undefined ? readCloudRecord(parsed.value) : unreadable("not-a-record", `${twice} stands twice`);
}

/** {@link parseCloudRecord} of a value that came as JSON already, such as an EventBridge event in a queue message. */
export function readCloudRecord(value: unknown): ParsedRecord {
  const bare = unwrapped(value);
  if (bare === undefined) return unreadable("not-a-record", "neither it nor its `detail` or `event` has an eventName");
  const parsed = CloudTrailRecord.safeParse(bare);
  if (parsed.success) return { kind: "record", record: recordOf(parsed.data, bare) };
  const issue = parsed.error.issues[0];
  return unreadable("not-a-record", `${issue?.path.join(".") ?? "the record"}: ${issue?.message ?? "unknown shape"}`);
}

const unreadable = (reason: Unreadable["reason"], because: string): Unreadable => ({
  kind: "unreadable",
  reason,
  because,
});

function parseJson(line: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(line) as unknown };
  } catch {
    return undefined;
  }
}

function unwrapped(value: unknown): JsonObject | undefined {
  let inner = value;
  for (let depth = 0; depth < DEEPEST_WRAPPER; depth += 1) {
    if (!isObject(inner)) return undefined;
    if (Object.hasOwn(inner, "eventName")) return inner;
    inner = own(inner, "detail") ?? own(inner, "event");
  }
  return undefined;
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const own = (value: JsonObject, name: string): Json | undefined =>
  Object.hasOwn(value, name) ? value[name] : undefined;

function recordOf(parsed: Parsed, bare: JsonObject): CloudRecord {
  return {
    source: parsed.eventSource,
    name: parsed.eventName,
    ...given("region", parsed.awsRegion),
    ...given("recipientAccount", parsed.recipientAccountId),
    ...given("eventTime", parsed.eventTime),
    ...given("eventId", parsed.eventID),
    ...given("errorCode", parsed.errorCode),
    ...given("readOnly", parsed.readOnly),
    identity: identityOf(parsed.userIdentity),
    body: {
      requestParameters: own(bare, "requestParameters") ?? null,
      responseElements: own(bare, "responseElements") ?? null,
    },
  };
}

function identityOf(identity: Parsed["userIdentity"]): CallerIdentity {
  const issuer = identity?.sessionContext?.sessionIssuer;
  return {
    ...given("type", identity?.type),
    ...given("arn", identity?.arn),
    ...given("accountId", identity?.accountId),
    ...given("userName", identity?.userName),
    ...given("invokedBy", identity?.invokedBy),
    ...(issuer == null ? {} : { issuer: { ...given("userName", issuer.userName), ...given("arn", issuer.arn) } }),
  };
}

function given<Name extends string, Value>(
  name: Name,
  value: Value | null | undefined,
): { readonly [name in Name]?: Value } {
  return (value === null || value === undefined ? {} : { [name]: value }) as { readonly [name in Name]?: Value };
}
