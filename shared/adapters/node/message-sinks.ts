import type { Destination } from "#shared/catalog/documents/route.ts";
import { destinationKey, type Message, type MessageSink } from "#shared/findings/message-sink.ts";

/** A laptop's stand-in for mail, chat and pagers: the message is a line of the log. */
export const logSink = (
  write: (message: string, fields: { readonly [name: string]: string }) => void,
): MessageSink => ({
  async send(message: Message) {
    const { key, title, path, destination } = message;
    write("A message was sent", { key, title, path, to: destinationKey(destination) });
    return { kind: "delivered" };
  },
});

/** Sends each message by the sink of its kind of destination; what has none goes to the log. */
export const sinkByKind = (
  sinks: { readonly [via in Destination["via"]]?: MessageSink },
  otherwise: MessageSink,
): MessageSink => ({ send: (message) => (sinks[message.destination.via] ?? otherwise).send(message) });
