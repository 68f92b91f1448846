import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { S3Client } from "@aws-sdk/client-s3";
import { inject } from "vitest";
import { MEMBER } from "#infra/emulator/deploy.ts";
import { REGION } from "#infra/emulator/environment.ts";

/** As whoever builds things in the governed account. */
const builder = () => ({
  endpoint: inject("emulator").url,
  region: REGION,
  credentials: { accessKeyId: MEMBER, secretAccessKey: "test" },
});

export const bucketsOfMember = (): S3Client => new S3Client({ ...builder(), forcePathStyle: true });

export const logsOfMember = (): CloudWatchLogsClient => new CloudWatchLogsClient(builder());

type Told = {
  readonly source: string;
  readonly eventName: string;
  readonly requestParameters: object;
  /** The call was refused: CloudTrail has it all the same. */
  readonly errorCode?: string;
};

/**
 * CloudTrail's word of a call, on the default bus of the account it was made in. The emulator keeps no trail: the
 * record is laid there as AWS would lay it, and everything behind it is the deployed plane's.
 */
export async function tellTrail({ source, ...call }: Told): Promise<string> {
  const time = new Date();
  const eventID = crypto.randomUUID();
  const detail = {
    eventVersion: "1.11",
    userIdentity: {
      type: "AssumedRole",
      principalId: "AROAEXAMPLE:ada.berg",
      arn: `arn:aws:sts::${MEMBER}:assumed-role/builder/ada.berg`,
      accountId: MEMBER,
      sessionContext: {
        sessionIssuer: { type: "Role", arn: `arn:aws:iam::${MEMBER}:role/builder`, userName: "builder" },
      },
    },
    eventTime: time.toISOString().replace(/\.\d+Z$/, "Z"),
    eventSource: source.replace(/^aws\.(.*)$/, "$1.amazonaws.com"),
    awsRegion: REGION,
    sourceIPAddress: "198.51.100.7",
    userAgent: "aws-cli/2",
    responseElements: null,
    requestID: crypto.randomUUID(),
    eventID,
    readOnly: false,
    eventType: "AwsApiCall",
    managementEvent: true,
    recipientAccountId: MEMBER,
    eventCategory: "Management",
    ...call,
  };
  const events = new EventBridgeClient(builder());
  const entry = {
    Source: source,
    DetailType: "AWS API Call via CloudTrail",
    Detail: JSON.stringify(detail),
    Time: time,
  };
  const { FailedEntryCount } = await events.send(new PutEventsCommand({ Entries: [entry] }));
  if (FailedEntryCount !== 0) throw new Error(`Cannot tell of ${call.eventName}: the bus did not take it`);
  return eventID;
}
