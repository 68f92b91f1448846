import { costApi } from "#functions/cost-api/function.ts";
import { makeHandler } from "#functions/cost-api/handler.ts";
import { costParts } from "#shared/adapters/aws/cost-parts.ts";
import { stateParts } from "#shared/adapters/aws/state-parts.ts";
import { focusBillReader } from "#shared/adapters/focus/focus-bill-reader.ts";
import { costPorts } from "#shared/plane/cost-ports.ts";
import { platformPorts } from "#shared/plane/platform-ports.ts";

// Parsed at cold start, so that a bad deployment fails before it takes a message.
const env = costApi.env.parse(process.env);

export const handler = makeHandler(
  costPorts(platformPorts(stateParts(env)), { ...costParts(env), bills: focusBillReader }),
);
