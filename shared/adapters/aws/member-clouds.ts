import { stsClient } from "#shared/adapters/aws/clients/sts.ts";
import { IamCalls } from "#shared/adapters/aws/iam-calls.ts";
import { IamGrantCloud } from "#shared/adapters/aws/iam-grant-cloud.ts";
import { type MemberSessions, memberSessions } from "#shared/adapters/aws/member-sessions.ts";
import { type PeopleSessions, peopleSessions } from "#shared/adapters/aws/people-sessions.ts";
import { wallClock } from "#shared/adapters/aws/wall-clock.ts";

export type MemberEnv = { readonly MEMBER_EXTERNAL_ID: string };

/** Sessions in governed accounts, named after the function: our own writes are recognised by it. */
export const sessionsOf = (name: string, { MEMBER_EXTERNAL_ID }: MemberEnv): MemberSessions =>
  memberSessions({
    sts: stsClient(),
    externalId: MEMBER_EXTERNAL_ID,
    sessionName: `tollgate-${name}`,
    clock: wallClock,
  });

/** The identity side of governed accounts, for functions that manage people's roles. */
export function grantCloudOf(name: string, env: MemberEnv): IamGrantCloud {
  const sessions = sessionsOf(name, env);
  return new IamGrantCloud({
    calls: new IamCalls({ sessions, clock: wallClock }),
    people: peopleSessions({ sessions, clock: wallClock }),
  });
}

/** Sessions of people's roles alone, for the broker. */
export const peopleSessionsOf = (name: string, env: MemberEnv): PeopleSessions =>
  peopleSessions({ sessions: sessionsOf(name, env), clock: wallClock });
