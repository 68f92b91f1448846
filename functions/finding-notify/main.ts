import { findingNotify } from "#functions/finding-notify/function.ts";
import { makeHandler } from "#functions/finding-notify/handler.ts";
import { messageSink } from "#shared/adapters/aws/message-parts.ts";
import { stateParts } from "#shared/adapters/aws/state-parts.ts";
import { notifyPorts } from "#shared/plane/notify-ports.ts";
import { platformPorts } from "#shared/plane/platform-ports.ts";

// Parsed at cold start, so that a bad deployment fails before it takes a message.
const env = findingNotify.env.parse(process.env);
const platform = platformPorts(stateParts(env));

export const handler = makeHandler(notifyPorts(platform, messageSink(env, platform.log)));
