import { AssumeRoleCommand, type STSClient } from "@aws-sdk/client-sts";
import type { PeopleRole, Read, SessionCredentials } from "#shared/access/cloud.ts";
import { PEOPLE_PATH } from "#shared/access/people-role.ts";
import { stsClient } from "#shared/adapters/aws/clients/sts.ts";
import { serviceFaultOf, wordsOf } from "#shared/adapters/aws/faults.ts";
import { type Credentials, type MemberSessions, sessionIn } from "#shared/adapters/aws/member-sessions.ts";
import { type Clock, type EpochMillis, earliest, type Millis, since } from "#shared/kernel/time.ts";

export type PeopleSessionDeps = {
  readonly sessions: MemberSessions;
  readonly clock: Clock;
  readonly clientOf?: (credentials: Credentials) => STSClient;
};

/** Sessions of people's roles, through the account's broker. */
export interface PeopleSessions {
  /** Credentials that are said to end at `until` and never later; the policies inside end by their own dates. */
  open(
    role: PeopleRole,
    session: { readonly grant: string; readonly until: EpochMillis },
  ): Promise<Read<SessionCredentials>>;
}

/** In whole seconds: what AssumeRole takes, and the most that a role assumed from a role lasts (STS API reference). */
const SHORTEST = 900;
const LONGEST = 3_600;

/** One second more than is asked for, since STS tells an end in whole seconds: what is handed out ends at `until`. */
const lengthOf = (length: Millis): number => Math.min(LONGEST, Math.max(SHORTEST, Math.ceil(length / 1_000) + 1));

export function peopleSessions({ sessions, clock, clientOf = stsClient }: PeopleSessionDeps): PeopleSessions {
  return {
    async open(role, { grant, until }) {
      const beganAt = clock.now();
      if (until <= beganAt) {
        return { kind: "unreadable", code: "ValidationError", message: "The session would be over already" };
      }
      const arn = `arn:aws:iam::${role.account}:role${PEOPLE_PATH}${role.roleName}`;
      try {
        const sts = clientOf(await sessions.credentialsFor(role.account, "tollgate-broker"));
        const answer = await sts.send(
          new AssumeRoleCommand({
            RoleArn: arn,
            RoleSessionName: role.roleName,
            SourceIdentity: role.person,
            Tags: [{ Key: "tollgate:grant", Value: grant }],
            DurationSeconds: lengthOf(since(beganAt, until)),
          }),
        );
        const issued = sessionIn(answer.Credentials, arn);
        const value = { ...issued.credentials, expiration: earliest(until, issued.until) };
        return { kind: "read", value, beganAt, requestId: answer.$metadata.requestId ?? "" };
      } catch (fault) {
        const refusal = serviceFaultOf(fault);
        return { kind: "unreadable", code: refusal?.code ?? "no-answer", message: refusal?.message ?? wordsOf(fault) };
      }
    },
  };
}
