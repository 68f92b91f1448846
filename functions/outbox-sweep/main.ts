import { outboxSweep } from "#functions/outbox-sweep/function.ts";
import { makeHandler } from "#functions/outbox-sweep/handler.ts";
import { busOf } from "#shared/adapters/aws/bus-parts.ts";
import { stateParts } from "#shared/adapters/aws/state-parts.ts";

// Parsed at cold start, so that a bad deployment fails before it takes a message.
const env = outboxSweep.env.parse(process.env);

export const handler = makeHandler({ ...stateParts(env), bus: busOf(env) });
