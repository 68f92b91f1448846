import { makeHandler } from "#functions/api-describe/handler.ts";
import { nodeParts } from "#shared/adapters/aws/node-parts.ts";
import { cloudDescription } from "#shared/contracts/http/cloud-description.ts";

const parts = nodeParts();

export const handler = makeHandler({
  ...parts,
  identity: { callerOf: async () => undefined },
  describe: () => cloudDescription(parts.version),
});
