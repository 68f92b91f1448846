import { catalogSweep } from "#functions/catalog-sweep/function.ts";
import { makeHandler } from "#functions/catalog-sweep/handler.ts";
import { stateParts } from "#shared/adapters/aws/state-parts.ts";
import { planDeskPorts } from "#shared/plane/catalog-ports.ts";
import { platformPorts } from "#shared/plane/platform-ports.ts";

// Parsed at cold start, so that a bad deployment fails before it takes a message.
const env = catalogSweep.env.parse(process.env);

export const handler = makeHandler(planDeskPorts(platformPorts(stateParts(env))));
