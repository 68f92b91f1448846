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
  /** The role whose session made it, and the session's name; a builder's where absent. */
  readonly by?: { readonly role: string; readonly session: string };
};

const BUILDER = { role: "builder", session: "ada.berg" };

/** CloudTrail's word of a call: the same event however often the bus delivers it. */
export function trailWord({ source, at: time = new Date(), by: { role, session } = BUILDER, ...call }: Call) {
  const detail = {
    eventVersion: "1.11",
    userIdentity: {
      type: "AssumedRole",
      principalId: `AROAEXAMPLE:${session}`,
      arn: `arn:aws:sts::${MEMBER}:assumed-role/${role}/${session}`,
      accountId: MEMBER,
      sessionContext: {
        sessionIssuer: { type: "Role", arn: `arn:aws:iam::${MEMBER}:role/${role}`, userName: role },
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
  return {
    Source: source,
    DetailType: "AWS API Call via CloudTrail",
    Detail: JSON.stringify(detail),
    Time: time,
  };
}

/**
 * Lays it on the default bus of the account that the call was made in. The emulator keeps no trail: the record is laid
 * there as AWS would lay it, and everything behind it is the deployed plane's.
 */
export async function tellTrail(config: EventBridgeClientConfig, word: ReturnType<typeof trailWord>): Promise<void> {
  const { FailedEntryCount } = await new EventBridgeClient(config).send(new PutEventsCommand({ Entries: [word] }));
  if (FailedEntryCount !== 0) throw new Error(`Cannot tell of a call to ${word.Source}: the bus did not take it`);
}
