import { readCloudRecord } from "#shared/contracts/events/cloudtrail.ts";
import { classifyRecord, type RecordedResource, type RecordOutcome } from "#shared/policy/classify-record.ts";

export const IDENTITY = {
  type: "AssumedRole",
  arn: "arn:aws:sts::111122223333:assumed-role/engineer/ana",
  accountId: "111122223333",
  sessionContext: { sessionIssuer: { userName: "engineer", arn: "arn:aws:iam::111122223333:role/engineer" } },
};

export type Event = Readonly<Record<string, unknown>>;

const event = (more: Event): Event => ({
  eventSource: "s3.amazonaws.com",
  eventName: "CreateBucket",
  awsRegion: "eu-west-1",
  recipientAccountId: "111122223333",
  eventTime: "2026-11-23T12:00:00Z",
  userIdentity: IDENTITY,
  requestParameters: { bucketName: "sales" },
  responseElements: null,
  ...more,
});

export function outcome(more: Event): RecordOutcome {
  const parsed = readCloudRecord(event(more));
  return parsed.kind === "record" ? classifyRecord(parsed.record) : parsed;
}

/** `s3 CreateBucket` with its parameters and its answer. */
export const call = (name: string, request: Event, response: Event | null = null): Event => ({
  eventSource: `${name.split(" ")[0]}.amazonaws.com`,
  eventName: name.split(" ")[1],
  requestParameters: request,
  responseElements: response,
});

export const session = (name: string): Event => ({
  ...IDENTITY,
  arn: `arn:aws:sts::111122223333:assumed-role/engineer/${name}`,
});

/** The resources of a record that is judged, and nothing else. */
export const judged = (more: Event): readonly RecordedResource[] => {
  const found = outcome(more);
  if (found.kind !== "judged") throw new Error(`${found.kind} ${found.reason}`);
  return found.resources;
};
