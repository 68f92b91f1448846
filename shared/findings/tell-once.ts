import type { Message, MessageSink, SinkReply } from "#shared/findings/message-sink.ts";
import { MOST_ATTEMPTS, type Post } from "#shared/findings/post.ts";

export type Telling = {
  readonly message: Message;
  /** With this one. */
  readonly attempts: number;
  /** Writes how it stands under the revision that was read; false: another worker is telling it, its row moved. */
  readonly mark: (state: Post["state"]) => Promise<boolean>;
};

/** `failed`: nobody took it yet, and it is to be tried later. */
export type Told = "delivered" | "failed" | "known";

/** Sends a message between two writes of its row: what was begun is there before it goes, what came of it after. */
export async function tellOnce({ message, attempts, mark }: Telling, sink: MessageSink): Promise<Told> {
  if (!(await mark("SENDING"))) return "known";
  const state = stateAfter(await sink.send(message), attempts);
  await mark(state);
  if (state === "SENDING") return "failed";
  return state === "DELIVERED" ? "delivered" : "known";
}

function stateAfter(reply: SinkReply, attempts: number): Post["state"] {
  if (reply.kind === "delivered") return "DELIVERED";
  return reply.forGood || attempts >= MOST_ATTEMPTS ? "GIVEN-UP" : "SENDING";
}
