import { apiDescribe } from "#functions/api-describe/function.ts";
import { makeHandler } from "#functions/api-describe/handler.ts";
import { nodeParts } from "#shared/adapters/aws/state-parts.ts";

// Parsed at cold start, so that a bad deployment fails before it takes a message.
const env = apiDescribe.env.parse(process.env);

export const handler = makeHandler({
  ...nodeParts(),
  identity: { callerOf: async () => undefined },
  version: env.TOLLGATE_VERSION,
  alsoHere: [],
});
