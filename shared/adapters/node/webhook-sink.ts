import { bounded, type Message, type MessageSink, type SinkReply } from "#shared/findings/message-sink.ts";
import { type Clock, isoOf, type Millis, seconds } from "#shared/kernel/time.ts";

/** Where a connection's webhook is. The key never leaves the signer. */
export type WebhookConnection = { readonly address: string };

export type WebhookDeps = {
  readonly connectionOf: (name: string) => WebhookConnection | undefined;
  /** HMAC-SHA-256 over the text with the connection's key, as hexadecimal digits. */
  readonly sign: (connection: string, text: string) => string;
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  /** Longest wait for an answer; absent: 5 s. */
  readonly patience?: Millis;
};

/**
 * Messages as signed webhooks: a JSON body, and its signature over `<time stamp>.<body>` in
 * `tollgate-signature`, so that a recorded call cannot be replayed later. A receiver tells a repeated
 * message by `tollgate-key`. Redirects are not followed: the address is the one that was configured.
 */
export class WebhookSink implements MessageSink {
  readonly #deps: WebhookDeps;

  constructor(deps: WebhookDeps) {
    this.#deps = deps;
  }

  async send(message: Message): Promise<SinkReply> {
    const { destination } = message;
    const name = destination.via === "webhook" ? destination.connection : "";
    const connection = this.#deps.connectionOf(name);
    if (connection === undefined) return { kind: "failed", because: `there is no connection "${name}"`, forGood: true };
    const { key, title, lines, path } = bounded(message);
    const body = JSON.stringify({ key, title, lines, path });
    const stamp = isoOf(this.#deps.clock.now());
    try {
      const answer = await this.#deps.fetch(connection.address, {
        method: "POST",
        redirect: "manual",
        signal: AbortSignal.timeout(this.#deps.patience ?? seconds(5)),
        headers: {
          "content-type": "application/json",
          "tollgate-key": encodeURIComponent(key),
          "tollgate-time": stamp,
          "tollgate-signature": `sha256=${this.#deps.sign(name, `${stamp}.${body}`)}`,
        },
        body,
      });
      // What it answers is not read: the status says all, and a body has no bound.
      await answer.body?.cancel();
      return replyOf(answer.status);
    } catch (fault) {
      return { kind: "failed", because: fault instanceof Error ? fault.name : "no answer", forGood: false };
    }
  }
}

/** What will not get better by trying again: a refusal other than "too many" and "too slow". */
function replyOf(status: number): SinkReply {
  if (status >= 200 && status < 300) return { kind: "delivered" };
  const forGood = status >= 300 && status < 500 && status !== 408 && status !== 429;
  return { kind: "failed", because: `answered ${status}`, forGood };
}
