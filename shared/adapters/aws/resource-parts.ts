import { lateCreationTrail, lateResourceCloud } from "#shared/adapters/aws/late-ports.ts";
import type { MemberEnv } from "#shared/adapters/aws/member-clouds.ts";
import { late } from "#shared/kernel/late.ts";
import type { ResourceCloud } from "#shared/policy/cloud.ts";

const governed = () => import("#shared/adapters/aws/resources/governed-resources.ts");

/** The resource side of governed accounts, for functions that look at resources or put them right. */
export const resourceCloudOf = (name: string, env: MemberEnv): ResourceCloud =>
  lateResourceCloud(late(async () => (await governed()).governedResources(name, env).cloud));

/** The same, and who made what is there, for the sweep. */
export function sweptCloudOf(name: string, env: MemberEnv) {
  const both = late(async () => (await governed()).governedResources(name, env));
  return {
    cloud: lateResourceCloud(async () => (await both()).cloud),
    trail: lateCreationTrail(async () => (await both()).trail),
  };
}
