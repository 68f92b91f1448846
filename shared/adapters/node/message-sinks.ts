import type { Destination } from "#shared/catalog/documents/route.ts";
import {
  bounded,
  destinationKey,
  type Message,
  type MessageSink,
  type SinkReply,
} from "#shared/findings/message-sink.ts";

/** A laptop's stand-in for chat and pagers, and for mail to whom no mailbox is known: the message is a line of the log. */
export const logSink = (
  write: (message: string, fields: { readonly [name: string]: string }) => void,
): MessageSink => ({
  async send(message: Message): Promise<SinkReply> {
    const { key, title, path, destination } = bounded(message);
    try {
      write("A message was sent", { key, title, path, to: destinationKey(destination).slice(0, 500).toWellFormed() });
      return { kind: "delivered" };
    } catch (fault) {
      return { kind: "failed", because: fault instanceof Error ? fault.name : "no log", forGood: false };
    }
  },
});

/**
 * Sends each message by the sink of its kind of destination; what has none goes to the log, and so does mail to
 * people whose documents name no mailbox.
 */
export const sinkByKind = (
  sinks: { readonly [via in Destination["via"]]?: MessageSink },
  otherwise: MessageSink,
): MessageSink => ({
  send: (message) => {
    const { destination } = message;
    const nameless = destination.via === "mail" && !("address" in destination);
    return ((nameless ? undefined : sinks[destination.via]) ?? otherwise).send(message);
  },
});
