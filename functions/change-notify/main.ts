import { changeNotify } from "#functions/change-notify/function.ts";
import { makeHandler } from "#functions/change-notify/handler.ts";
import { messageSink } from "#shared/adapters/aws/message-parts.ts";
import { stateParts } from "#shared/adapters/aws/state-parts.ts";
import { changeNotifyPorts } from "#shared/plane/catalog-ports.ts";
import { platformPorts } from "#shared/plane/platform-ports.ts";

// Parsed at cold start, so that a bad deployment fails before it takes a message.
const env = changeNotify.env.parse(process.env);
const platform = platformPorts(stateParts(env));

export const handler = makeHandler(changeNotifyPorts(platform, messageSink(env, platform.log)));
