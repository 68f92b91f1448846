import { makeHandler } from "#functions/api-describe/handler.ts";
import { nodeParts } from "#shared/adapters/aws/state-parts.ts";

export const handler = makeHandler({
  ...nodeParts(),
  identity: { callerOf: async () => undefined },
  alsoHere: [],
});
