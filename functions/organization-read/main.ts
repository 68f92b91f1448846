import { organizationRead } from "#functions/organization-read/function.ts";
import { makeHandler } from "#functions/organization-read/handler.ts";
import { organizationSourceOf } from "#shared/adapters/aws/organization-parts.ts";
import { stateParts } from "#shared/adapters/aws/state-parts.ts";
import { NO_RESOURCES } from "#shared/plane/no-cloud.ts";
import { organizationPorts } from "#shared/plane/organization-ports.ts";
import { platformPorts } from "#shared/plane/platform-ports.ts";
import { policyPorts } from "#shared/plane/policy-ports.ts";

// Parsed at cold start, so that a bad deployment fails before it asks.
const env = organizationRead.env.parse(process.env);

export const handler = makeHandler(
  organizationPorts(policyPorts(platformPorts(stateParts(env)), NO_RESOURCES), organizationSourceOf(env)),
);
