import { sweepShardFunction } from "#functions/sweep-shard/function.ts";
import { makeHandler } from "#functions/sweep-shard/handler.ts";
import { queuesOf } from "#shared/adapters/aws/queue-parts.ts";
import { sweptCloudOf } from "#shared/adapters/aws/resource-parts.ts";
import { stateParts } from "#shared/adapters/aws/state-parts.ts";
import { platformPorts } from "#shared/plane/platform-ports.ts";
import { policyPorts } from "#shared/plane/policy-ports.ts";

// Parsed at cold start, so that a bad deployment fails before it takes a message.
const env = sweepShardFunction.env.parse(process.env);

const { cloud, trail } = sweptCloudOf(sweepShardFunction.name, env);

export const handler = makeHandler({
  ...policyPorts(platformPorts(stateParts(env)), cloud),
  trail,
  queues: queuesOf(env),
});
