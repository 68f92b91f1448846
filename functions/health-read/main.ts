import { healthRead } from "#functions/health-read/function.ts";
import { makeHandler } from "#functions/health-read/handler.ts";
import { stateParts } from "#shared/adapters/aws/state-parts.ts";
import { platformPorts } from "#shared/plane/platform-ports.ts";

// Parsed at cold start, so that a bad deployment fails before it takes a message.
const env = healthRead.env.parse(process.env);

export const handler = makeHandler(platformPorts(stateParts(env)));
