import { ssmClient } from "#shared/adapters/aws/clients/ssm.ts";
import type { MessageEnv } from "#shared/adapters/aws/message-parts.ts";
import { ssmConnections } from "#shared/adapters/aws/ssm-connections.ts";
import { wallClock } from "#shared/adapters/aws/wall-clock.ts";
import { WebhookSink } from "#shared/adapters/node/webhook-sink.ts";
import type { MessageSink } from "#shared/findings/message-sink.ts";

/** Messages to the connections of one parameter, which are read once. */
export const webhookSink = async ({ CONNECTIONS_PARAMETER }: MessageEnv): Promise<MessageSink> =>
  new WebhookSink({ ...(await ssmConnections(ssmClient(), CONNECTIONS_PARAMETER)), fetch, clock: wallClock });
