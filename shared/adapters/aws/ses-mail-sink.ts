import { type SESv2Client, SendEmailCommand } from "@aws-sdk/client-sesv2";
import { isForGood, serviceFaultOf } from "#shared/adapters/aws/faults.ts";
import { nodeDigest } from "#shared/adapters/node/node-ports.ts";
import { isMailbox, oneLine } from "#shared/findings/mail-text.ts";
import { bounded, type Message, type MessageSink, type SinkReply } from "#shared/findings/message-sink.ts";

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

  async send(message: Message): Promise<SinkReply> {
    const { destination } = message;
    if (destination.via !== "mail" || !("address" in destination)) return refused("it names no mail address");
    const to = destination.address;
    if (!isMailbox(to)) return refused("its address is no mailbox");
    const { ses, from, console } = this.#deps;
    const { title, lines, path } = bounded(message);
    // Not resolved against the address: a path of two slashes would lead elsewhere.
    const link = `${console.replace(/\/+$/, "")}${path}`;
    const text = [title, "", ...lines, "", link].map(oneLine).join("\n");
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
              Headers: [{ Name: "X-Tollgate-Key", Value: nodeDigest(message.key.toWellFormed()) }],
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

const refused = (because: string): SinkReply => ({ kind: "failed", because, forGood: true });

const subjectOf = (title: string): string => oneLine(title).slice(0, LONGEST_SUBJECT).toWellFormed();
