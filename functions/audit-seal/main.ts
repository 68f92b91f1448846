import { auditSeal } from "#functions/audit-seal/function.ts";
import { makeHandler } from "#functions/audit-seal/handler.ts";
import { auditParts } from "#shared/adapters/aws/audit-parts.ts";
import { stateParts } from "#shared/adapters/aws/state-parts.ts";
import { epochMillis } from "#shared/kernel/time.ts";
import { platformPorts } from "#shared/plane/platform-ports.ts";

// Parsed at cold start, so that a bad deployment fails before it takes a message.
const env = auditSeal.env.parse(process.env);

export const handler = makeHandler({
  ...platformPorts(stateParts(env)),
  ...auditParts(env),
  genesis: epochMillis(Date.parse(env.GENESIS)),
});
