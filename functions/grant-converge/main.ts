import { grantConverge } from "#functions/grant-converge/function.ts";
import { makeHandler } from "#functions/grant-converge/handler.ts";
import { grantCloudOf } from "#shared/adapters/aws/member-parts.ts";
import { oneShotsOf } from "#shared/adapters/aws/one-shot-parts.ts";
import { stateParts } from "#shared/adapters/aws/state-parts.ts";
import { seconds } from "#shared/kernel/time.ts";
import { accessPorts } from "#shared/plane/access-ports.ts";
import { platformPorts } from "#shared/plane/platform-ports.ts";

// Parsed at cold start, so that a bad deployment fails before it takes a message.
const env = grantConverge.env.parse(process.env);

export const handler = makeHandler(
  accessPorts(platformPorts(stateParts(env)), {
    cloud: grantCloudOf(grantConverge.name, env),
    schedules: oneShotsOf(env),
    readStaleness: seconds(env.READ_STALENESS_SECONDS),
  }),
);
