import { policyApi } from "#functions/policy-api/function.ts";
import { makeHandler } from "#functions/policy-api/handler.ts";
import { queuesOf } from "#shared/adapters/aws/queue-parts.ts";
import { resourceCloudOf } from "#shared/adapters/aws/resource-parts.ts";
import { stateParts } from "#shared/adapters/aws/state-parts.ts";
import { platformPorts } from "#shared/plane/platform-ports.ts";
import { policyPorts } from "#shared/plane/policy-ports.ts";

// Parsed at cold start, so that a bad deployment fails before it takes a message.
const env = policyApi.env.parse(process.env);

export const handler = makeHandler({
  ...policyPorts(platformPorts(stateParts(env)), resourceCloudOf(policyApi.name, env)),
  queues: queuesOf(env),
});
