import { type SESv2Client, SendEmailCommand } from "@aws-sdk/client-sesv2";
import { isForGood, serviceFaultOf } from "#shared/adapters/aws/faults.ts";
import type { Message, MessageSink, SinkReply } from "#shared/findings/message-sink.ts";

export type SesMailDeps = {
  readonly ses: SESv2Client;
  /** A sender that SES has verified. */
  readonly from: string;
  /** Where the paths of messages lead. */
  readonly console: string;
};

/** Longest subject that is shown whole anywhere; the text has all of it. */
const LONGEST_SUBJECT = 200;

/** Messages as plain mail; SES builds the MIME, so that no text of ours can become a header. */
export class SesMailSink implements MessageSink {
  readonly #deps: SesMailDeps;

  constructor(deps: SesMailDeps) {
    this.#deps = deps;
  }

  async send({ destination, title, lines, path, key }: Message): Promise<SinkReply> {
    const to = destination.via === "mail" && "address" in destination ? destination.address : undefined;
    if (to === undefined) return { kind: "failed", because: "it names no mail address", forGood: true };
    const { ses, from, console } = this.#deps;
    const text = [title, "", ...lines, "", new URL(path, console).href].join("\n");
    try {
      await ses.send(
        new SendEmailCommand({
          FromEmailAddress: from,
          Destination: { ToAddresses: [to] },
          Content: {
            Simple: {
              Subject: { Data: subjectOf(title), Charset: "UTF-8" },
              Body: { Text: { Data: text, Charset: "UTF-8" } },
              // By which a receiver tells a mail that was sent twice.
              Headers: [{ Name: "X-Tollgate-Key", Value: encodeURIComponent(key).slice(0, 850) }],
            },
          },
        }),
      );
      return { kind: "delivered" };
    } catch (fault) {
      const refusal = serviceFaultOf(fault);
      if (refusal === undefined) return { kind: "failed", because: "no answer from SES", forGood: false };
      return { kind: "failed", because: `SES refused it: ${refusal.code}`, forGood: isForGood(refusal) };
    }
  }
}

const subjectOf = (title: string): string => title.replaceAll(/\s+/g, " ").slice(0, LONGEST_SUBJECT);
