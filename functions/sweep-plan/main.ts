import { sweepPlan } from "#functions/sweep-plan/function.ts";
import { makeHandler } from "#functions/sweep-plan/handler.ts";
import { queuesOf } from "#shared/adapters/aws/queue-parts.ts";
import { stateParts } from "#shared/adapters/aws/state-parts.ts";
import { NO_RESOURCES } from "#shared/plane/no-cloud.ts";
import { platformPorts } from "#shared/plane/platform-ports.ts";
import { policyPorts } from "#shared/plane/policy-ports.ts";

// Parsed at cold start, so that a bad deployment fails before it takes a message.
const env = sweepPlan.env.parse(process.env);

export const handler = makeHandler({
  ...policyPorts(platformPorts(stateParts(env)), NO_RESOURCES),
  queues: queuesOf(env),
});
