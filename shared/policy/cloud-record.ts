import type { Json, JsonObject } from "#shared/kernel/json.ts";

/** Who called, as CloudTrail writes it. Any part may be missing: services call without a user. */
export type CallerIdentity = {
  readonly type?: string;
  readonly arn?: string;
  readonly accountId?: string;
  readonly userName?: string;
  readonly invokedBy?: string;
  readonly issuer?: { readonly userName?: string; readonly arn?: string };
};

/** One CloudTrail record, read: what was called, by whom, where, and whether it was let through. */
export type CloudRecord = {
  /** `s3.amazonaws.com` */
  readonly source: string;
  readonly name: string;
  readonly region?: string;
  readonly recipientAccount?: string;
  readonly eventTime?: string;
  readonly eventId?: string;
  /** Present: the call was rejected, and nothing was made or changed. */
  readonly errorCode?: string;
  readonly readOnly?: boolean;
  readonly identity: CallerIdentity;
  /** `requestParameters` and `responseElements`, for the paths of the resource-type table. */
  readonly body: { readonly requestParameters: Json; readonly responseElements: Json } & JsonObject;
};

export type UnreadableReason =
  /** Not JSON, or longer than any record. */
  | "not-json"
  | "too-long"
  /** JSON, but not a CloudTrail record. */
  | "not-a-record"
  | "no-account"
  | "no-region"
  /** A call that makes a resource, but the record does not say which. */
  | "no-id"
  /** The resource's ARN has a part that AWS makes up, and it is not in the record. */
  | "no-arn";

/** A record that nobody may guess about: it becomes a finding about Tollgate. */
export type Unreadable = { readonly kind: "unreadable"; readonly reason: UnreadableReason; readonly because: string };

export type ParsedRecord = { readonly kind: "record"; readonly record: CloudRecord } | Unreadable;
