import type { CallReply, GrantCloud } from "#shared/access/cloud.ts";
import type { Clock } from "#shared/kernel/time.ts";

/**
 * The identity side of accounts in which a plane may grant nothing: nothing is sent, so what the plane ever put
 * there is nothing, and that is what every reading shows.
 *
 * @param because why nothing is granted, as a clause without a full stop
 */
export function noGrants(because: string, clock: Clock): GrantCloud {
  const refused = async (): Promise<CallReply> => ({
    kind: "refused",
    code: "ReadOnly",
    message: because,
    forGood: true,
  });
  const nothing = <Value>(value: Value) => ({
    kind: "read" as const,
    value,
    beganAt: clock.now(),
    requestId: "not-asked",
  });
  return {
    readOnly: because,
    fenceMargin: 0,
    ensureRole: refused,
    putPolicy: refused,
    deletePolicy: refused,
    readRole: async () => nothing("absent" as const),
    readPolicy: async () => nothing(undefined),
    listPolicies: async () => nothing([]),
    listRoles: async () => nothing([]),
    issueCredentials: async () => ({ kind: "unreadable", code: "ReadOnly", message: because }),
  };
}
