import { sesClient } from "#shared/adapters/aws/clients/ses.ts";
import type { MessageEnv } from "#shared/adapters/aws/message-parts.ts";
import { SesMailSink } from "#shared/adapters/aws/ses-mail-sink.ts";
import type { MessageSink } from "#shared/findings/message-sink.ts";

/** Messages as mail. */
export const mailSink = ({ MAIL_FROM: from, CONSOLE_URL: console }: MessageEnv): MessageSink =>
  new SesMailSink({ ses: sesClient(), from, console });
