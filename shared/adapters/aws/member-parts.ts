import type { GrantCloud } from "#shared/access/cloud.ts";
import { FENCE_MARGIN } from "#shared/adapters/aws/fence-margin.ts";
import { lateGrantCloud, latePeopleSessions } from "#shared/adapters/aws/late-ports.ts";
import type { MemberEnv } from "#shared/adapters/aws/member-clouds.ts";
import type { PeopleSessions } from "#shared/adapters/aws/people-sessions.ts";
import { late } from "#shared/kernel/late.ts";

const clouds = () => import("#shared/adapters/aws/member-clouds.ts");

/** The identity side of governed accounts, for functions that manage people's roles. */
export const grantCloudOf = (name: string, env: MemberEnv): GrantCloud =>
  lateGrantCloud(
    FENCE_MARGIN,
    late(async () => (await clouds()).grantCloudOf(name, env)),
  );

/** Sessions of people's roles alone, for the broker. */
export const peopleSessionsOf = (name: string, env: MemberEnv): PeopleSessions =>
  latePeopleSessions(late(async () => (await clouds()).peopleSessionsOf(name, env)));
