import { costExplore } from "#functions/cost-explore/function.ts";
import { makeHandler } from "#functions/cost-explore/handler.ts";
import { explorerParts } from "#shared/adapters/aws/explorer-parts.ts";
import { stateParts } from "#shared/adapters/aws/state-parts.ts";
import { focusBillReader } from "#shared/adapters/focus/focus-bill-reader.ts";
import { costPorts } from "#shared/plane/cost-ports.ts";
import { platformPorts } from "#shared/plane/platform-ports.ts";

// Parsed at cold start, so that a bad deployment fails before it asks.
const env = costExplore.env.parse(process.env);

export const handler = makeHandler(
  costPorts(platformPorts(stateParts(env)), { ...explorerParts(env), bills: focusBillReader }),
);
