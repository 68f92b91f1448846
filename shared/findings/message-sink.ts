import type { Destination } from "#shared/catalog/documents/route.ts";
import { canonicalJson } from "#shared/kernel/json.ts";

/** What is said, and to whom. `key` is the same when the same message is sent again. */
export type Message = {
  readonly key: string;
  readonly destination: Destination;
  readonly title: string;
  readonly lines: readonly string[];
  /** Below the address of the plane, such as `/findings/F-2202`. */
  readonly path: string;
  /** Messages with the same thread are about the same thing: a mailbox shows them as one conversation. */
  readonly thread?: string;
};

/** `forGood`: it was refused, and trying again will not help. Otherwise nobody answered, or it may work later. */
export type SinkReply =
  | { readonly kind: "delivered" }
  | { readonly kind: "failed"; readonly because: string; readonly forGood: boolean };

/**
 * Where messages go. A call delivers once or says why not; it never throws, and what it says holds no address,
 * key or token of a connection. Sending one twice is possible after a lost answer; receivers tell it by its `key`.
 */
export interface MessageSink {
  send(message: Message): Promise<SinkReply>;
}

/** One text per destination: routes that name the same one deliver once. */
export function destinationKey(destination: Destination): string {
  const { via, ...rest } = destination;
  return `${via}:${canonicalJson(rest)}`;
}

/** No message is larger than this when it leaves, whatever is in it and however it is written. In bytes. */
export const MOST_BYTES = 256 * 1_024;

const LONGEST_TITLE = 300;
const LONGEST_LINE = 500;
const MOST_LINES = 50;

/**
 * A message as it may leave: long texts are cut, lines beyond the fiftieth counted, and every text is well-formed
 * Unicode. A long key keeps its two ends, as ids stand in front and the turn stands behind.
 */
export function bounded(message: Message): Message {
  const lines = message.lines.slice(0, MOST_LINES).map((line) => cut(line, LONGEST_LINE));
  const left = message.lines.length - lines.length;
  return {
    ...message,
    key: bothEnds(message.key),
    title: cut(message.title, LONGEST_TITLE),
    lines: left > 0 ? [...lines, `and ${left} more lines`] : lines,
    path: cut(message.path, LONGEST_LINE),
  };
}

const cut = (text: string, longest: number): string =>
  (text.length <= longest ? text : `${text.slice(0, longest - 1)}…`).toWellFormed();

const bothEnds = (text: string): string =>
  (text.length <= LONGEST_LINE ? text : `${text.slice(0, 250)}…${text.slice(-249)}`).toWellFormed();
