import { sessionsOf } from "#shared/adapters/aws/member-parts.ts";
import { AwsCreationTrail } from "#shared/adapters/aws/resources/aws-creation-trail.ts";
import { AwsResourceCloud } from "#shared/adapters/aws/resources/aws-resource-cloud.ts";
import { MemberClients } from "#shared/adapters/aws/resources/member-clients.ts";
import { pacing } from "#shared/adapters/aws/resources/pacing.ts";
import { wallClock } from "#shared/adapters/aws/state-parts.ts";

type MemberEnv = { readonly MEMBER_EXTERNAL_ID: string };

/** The resource side of governed accounts, for functions that look at resources or put them right. */
export const resourceCloudOf = (name: string, env: MemberEnv): AwsResourceCloud =>
  new AwsResourceCloud({ clients: new MemberClients(sessionsOf(name, env)) });

/** AWS takes two look-ups a second of one account and region, and throttles more (CloudTrail API reference, LookupEvents). */
const LOOK_UPS_A_SECOND = 2;

export const creationTrailBy = (clients: MemberClients): AwsCreationTrail =>
  new AwsCreationTrail({ clients, clock: wallClock, turn: pacing(LOOK_UPS_A_SECOND) });

/** The same, and who made what is there, for the sweep. */
export function sweptCloudOf(name: string, env: MemberEnv) {
  const clients = new MemberClients(sessionsOf(name, env));
  return { cloud: new AwsResourceCloud({ clients }), trail: creationTrailBy(clients) };
}
