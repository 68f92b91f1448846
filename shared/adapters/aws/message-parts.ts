import { sesClient } from "#shared/adapters/aws/clients/ses.ts";
import { ssmClient } from "#shared/adapters/aws/clients/ssm.ts";
import { SesMailSink } from "#shared/adapters/aws/ses-mail-sink.ts";
import { ssmConnections } from "#shared/adapters/aws/ssm-connections.ts";
import { wallClock } from "#shared/adapters/aws/state-parts.ts";
import { logSink, sinkByKind } from "#shared/adapters/node/message-sinks.ts";
import { WebhookSink } from "#shared/adapters/node/webhook-sink.ts";
import type { MessageSink } from "#shared/findings/message-sink.ts";
import type { Log } from "#shared/runtime/log.ts";

type MessageEnv = { readonly MAIL_FROM: string; readonly CONSOLE_URL: string; readonly CONNECTIONS_PARAMETER: string };

/** Mail by SES, webhooks by their connections; what has no way out yet is a line of the log. */
export async function messageSink(env: MessageEnv, log: Log): Promise<MessageSink> {
  const connections = await ssmConnections(ssmClient(), env.CONNECTIONS_PARAMETER);
  return sinkByKind(
    {
      mail: new SesMailSink({ ses: sesClient(), from: env.MAIL_FROM, console: env.CONSOLE_URL }),
      webhook: new WebhookSink({ ...connections, fetch, clock: wallClock }),
    },
    logSink((message, fields) => log.info(message, fields)),
  );
}
