import { EventBridgeClient, type EventBridgeClientConfig, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { MEMBER } from "#infra/emulator/deploy.ts";
import { REGION } from "#infra/emulator/environment.ts";

type Call = {
  readonly source: string;
  readonly eventName: string;
  readonly requestParameters: object;
  /** The call was refused: CloudTrail has it all the same. */
  readonly errorCode?: string;
  /** When it was made; now where absent. */
  readonly at?: Date;
};

/**
 * CloudTrail's word of a call, on the default bus of the account it was made in. The emulator keeps no trail: the
 * record is laid there as AWS would lay it, and everything behind it is the deployed plane's.
 */
export async function tellTrail(
  config: EventBridgeClientConfig,
  { source, at: time = new Date(), ...call }: Call,
): Promise<void> {
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
    eventID: crypto.randomUUID(),
    readOnly: false,
    eventType: "AwsApiCall",
    managementEvent: true,
    recipientAccountId: MEMBER,
    eventCategory: "Management",
    ...call,
  };
  const entry = {
    Source: source,
    DetailType: "AWS API Call via CloudTrail",
    Detail: JSON.stringify(detail),
    Time: time,
  };
  const { FailedEntryCount } = await new EventBridgeClient(config).send(new PutEventsCommand({ Entries: [entry] }));
  if (FailedEntryCount !== 0) throw new Error(`Cannot tell of ${call.eventName}: the bus did not take it`);
}
