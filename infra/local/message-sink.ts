import { MailFolder } from "#shared/adapters/local/mail-folder.ts";
import type { Connections } from "#shared/adapters/node/connections.ts";
import { logSink, sinkByKind } from "#shared/adapters/node/message-sinks.ts";
import { WebhookSink } from "#shared/adapters/node/webhook-sink.ts";
import type { MessageSink } from "#shared/findings/message-sink.ts";
import type { Clock } from "#shared/kernel/time.ts";
import type { Log } from "#shared/runtime/log.ts";

export type MessageSinkParts = {
  readonly connections: Connections;
  readonly clock: Clock;
  readonly log: Log;
  readonly mail?: { readonly folder: string; readonly urlOf: (path: string) => string };
};

/** On a laptop webhooks are sent, mail is put in a folder, and chat and pagers are lines of the log. */
export const messageSink = ({ connections, clock, log, mail }: MessageSinkParts): MessageSink =>
  sinkByKind(
    {
      webhook: new WebhookSink({ ...connections, fetch, clock }),
      ...(mail === undefined ? {} : { mail: new MailFolder({ ...mail, clock }) }),
    },
    logSink((message, fields) => log.info(message, fields)),
  );
