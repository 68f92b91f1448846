import { sessionsOf } from "#shared/adapters/aws/member-parts.ts";
import { AwsResourceCloud } from "#shared/adapters/aws/resources/aws-resource-cloud.ts";
import { MemberClients } from "#shared/adapters/aws/resources/member-clients.ts";

/** The resource side of governed accounts, for functions that look at resources or put them right. */
export const resourceCloudOf = (name: string, env: { readonly MEMBER_EXTERNAL_ID: string }): AwsResourceCloud =>
  new AwsResourceCloud({ clients: new MemberClients(sessionsOf(name, env)) });
