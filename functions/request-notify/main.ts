import { requestNotify } from "#functions/request-notify/function.ts";
import { makeHandler } from "#functions/request-notify/handler.ts";
import { messageSink } from "#shared/adapters/aws/message-parts.ts";
import { stateParts } from "#shared/adapters/aws/state-parts.ts";
import { accessPorts } from "#shared/plane/access-ports.ts";
import { platformPorts } from "#shared/plane/platform-ports.ts";

// Parsed at cold start, so that a bad deployment fails before it takes a message.
const env = requestNotify.env.parse(process.env);
const platform = platformPorts(stateParts(env));

export const handler = makeHandler(accessPorts(platform, { sink: messageSink(env, platform.log) }));
