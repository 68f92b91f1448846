import { catalogApi } from "#functions/catalog-api/function.ts";
import { makeHandler } from "#functions/catalog-api/handler.ts";
import { blobsIn } from "#shared/adapters/aws/cost-parts.ts";
import { stateParts } from "#shared/adapters/aws/state-parts.ts";
import { personId } from "#shared/kernel/ids.ts";
import { withBootstrapOperators } from "#shared/plane/bootstrap-identity.ts";
import { catalogPorts } from "#shared/plane/catalog-ports.ts";
import { platformPorts } from "#shared/plane/platform-ports.ts";

// Parsed at cold start, so that a bad deployment fails before it takes a message.
const env = catalogApi.env.parse(process.env);

const platform = platformPorts(stateParts(env));

export const handler = makeHandler({
  ...catalogPorts(platform, blobsIn(env.REPORTS_BUCKET)),
  identity: withBootstrapOperators(platform.identity, {
    group: env.BOOTSTRAP_OPERATOR_GROUP,
    isKnown: async (subject) => (await platform.persons.find(personId(subject))) !== undefined,
  }),
});
