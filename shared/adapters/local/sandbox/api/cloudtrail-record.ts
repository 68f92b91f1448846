import { sessionArnOf } from "#shared/adapters/local/sandbox/access.ts";
import type { ApiAction } from "#shared/adapters/local/sandbox/api/action.ts";
import type { ApiCall, SandboxRole } from "#shared/adapters/local/sandbox/state.ts";
import type { JsonObject } from "#shared/kernel/json.ts";
import { type EpochMillis, isoOf } from "#shared/kernel/time.ts";

export type Recorded = {
  readonly call: ApiCall;
  readonly event: NonNullable<ApiAction["event"]>;
  readonly role: SandboxRole | undefined;
  readonly at: EpochMillis;
  readonly requestId: string;
  readonly eventId: string;
  readonly request: JsonObject | null;
  readonly response: JsonObject | null;
  readonly error?: { readonly code: string; readonly message: string };
};

/** A call as CloudTrail writes it down (CloudTrail user guide, "Record contents"). */
export function cloudTrailRecord({ call, event, role, at, error, ...recorded }: Recorded): JsonObject {
  return {
    eventVersion: "1.11",
    userIdentity: identityOf(call, role, at),
    eventTime: seconds(at),
    eventSource: event.source,
    eventName: event.name,
    awsRegion: event.region ?? call.region,
    sourceIPAddress: "203.0.113.10",
    userAgent: call.caller.session.startsWith("tollgate-") ? "tollgate" : "aws-cli/2.31.0",
    ...(error === undefined ? {} : { errorCode: error.code, errorMessage: error.message }),
    requestParameters: recorded.request,
    responseElements: recorded.response,
    requestID: recorded.requestId,
    eventID: recorded.eventId,
    readOnly: false,
    eventType: "AwsApiCall",
    managementEvent: true,
    recipientAccountId: call.account,
    eventCategory: "Management",
  };
}

function identityOf({ caller }: ApiCall, role: SandboxRole | undefined, at: EpochMillis): JsonObject {
  const principalId = `AROA${caller.role
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, "")
    .padEnd(16, "X")
    .slice(0, 16)}`;
  return {
    type: "AssumedRole",
    principalId: `${principalId}:${caller.session}`,
    arn:
      role === undefined
        ? `arn:aws:sts::${caller.account}:assumed-role/${caller.role}/${caller.session}`
        : sessionArnOf(role, caller.session),
    accountId: caller.account,
    sessionContext: {
      sessionIssuer: {
        type: "Role",
        principalId,
        arn: role?.arn ?? `arn:aws:iam::${caller.account}:role/${caller.role}`,
        accountId: caller.account,
        userName: caller.role,
      },
      attributes: { creationDate: seconds(at), mfaAuthenticated: "false" },
    },
  };
}

const seconds = (at: EpochMillis): string => isoOf(at).replace(/\.\d{3}Z$/, "Z");
