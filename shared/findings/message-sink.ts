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
};

export type SinkReply =
  | { readonly kind: "delivered" }
  | { readonly kind: "failed"; readonly because: string; readonly forGood: boolean };

/** Where messages go. Sending one twice is possible after a lost answer; receivers tell it by its `key`. */
export interface MessageSink {
  send(message: Message): Promise<SinkReply>;
}

/** One text per destination: routes that name the same one deliver once. */
export function destinationKey(destination: Destination): string {
  const { via, ...rest } = destination;
  return `${via}:${canonicalJson(rest)}`;
}
