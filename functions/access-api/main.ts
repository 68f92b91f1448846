import { accessApi } from "#functions/access-api/function.ts";
import { makeHandler } from "#functions/access-api/handler.ts";
import { peopleSessionsOf } from "#shared/adapters/aws/member-parts.ts";
import { stateParts } from "#shared/adapters/aws/state-parts.ts";
import { accessPorts } from "#shared/plane/access-ports.ts";
import { platformPorts } from "#shared/plane/platform-ports.ts";

// Parsed at cold start, so that a bad deployment fails before it takes a message.
const env = accessApi.env.parse(process.env);
const people = peopleSessionsOf(accessApi.name, env);

export const handler = makeHandler(
  accessPorts(platformPorts(stateParts(env)), {
    cloud: { issueCredentials: people.open },
  }),
);
