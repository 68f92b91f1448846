import { type MemberEnv, sessionsOf } from "#shared/adapters/aws/member-clouds.ts";
import { AwsCreationTrail } from "#shared/adapters/aws/resources/aws-creation-trail.ts";
import { AwsResourceCloud } from "#shared/adapters/aws/resources/aws-resource-cloud.ts";
import { MemberClients } from "#shared/adapters/aws/resources/member-clients.ts";
import { pacing } from "#shared/adapters/aws/resources/pacing.ts";
import { wallClock } from "#shared/adapters/aws/wall-clock.ts";

/** AWS takes two look-ups a second of one account and region, and throttles more (CloudTrail API reference, LookupEvents). */
const LOOK_UPS_A_SECOND = 2;

export const creationTrailBy = (clients: MemberClients): AwsCreationTrail =>
  new AwsCreationTrail({ clients, clock: wallClock, turn: pacing(LOOK_UPS_A_SECOND) });

/** The resource side of governed accounts, in the name of a function, and who made what is there. */
export function governedResources(name: string, env: MemberEnv) {
  const clients = new MemberClients(sessionsOf(name, env));
  return { cloud: new AwsResourceCloud({ clients }), trail: creationTrailBy(clients) };
}
