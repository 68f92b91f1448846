import { lateSink } from "#shared/adapters/aws/late-ports.ts";
import { logSink, sinkByKind } from "#shared/adapters/node/message-sinks.ts";
import type { MessageSink } from "#shared/findings/message-sink.ts";
import { late } from "#shared/kernel/late.ts";
import type { Log } from "#shared/runtime/log.ts";

export type MessageEnv = {
  readonly MAIL_FROM: string;
  readonly CONSOLE_URL: string;
  readonly CONNECTIONS_PARAMETER: string;
};

/** Mail by SES, webhooks by their connections; what has no way out yet is a line of the log. */
export const messageSink = (env: MessageEnv, log: Log): MessageSink =>
  sinkByKind(
    {
      mail: lateSink(late(async () => (await import("#shared/adapters/aws/mail-parts.ts")).mailSink(env))),
      webhook: lateSink(late(async () => (await import("#shared/adapters/aws/webhook-parts.ts")).webhookSink(env))),
    },
    logSink((message, fields) => log.info(message, fields)),
  );
