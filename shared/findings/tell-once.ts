import type { Message, MessageSink, SinkReply } from "#shared/findings/message-sink.ts";
import { isHeld, MOST_ATTEMPTS, type PostMark } from "#shared/findings/post.ts";
import type { Clock } from "#shared/kernel/time.ts";
import type { NewEvent } from "#shared/storage/event.ts";
import type { Stored } from "#shared/storage/record.ts";
import type { RecordStore } from "#shared/storage/record-store.ts";
import type { Records } from "#shared/storage/records.ts";

export type Telling<Post> = {
  readonly message: Message;
  /** Of its row. */
  readonly id: string;
  /** The row as it was read when it was found that there is something to tell. */
  readonly stored: Stored<Post> | undefined;
  /** With this one. */
  readonly attempts: number;
  readonly marked: (mark: PostMark) => { readonly value: Post; readonly event: NewEvent };
};

export type TellOnceDeps<Post> = {
  readonly posts: Pick<RecordStore<Post>, "find" | "create" | "change">;
  readonly commit: Records["commit"];
  readonly sink: MessageSink;
  readonly clock: Clock;
};

/** `failed`: nobody took it yet, and it is to be tried later. */
export type Told = "delivered" | "failed" | "known";

/**
 * Sends a message between two writes of its row. The first claims it: while the claim is held nobody else sends
 * it. The second says what came of it, and is left out when the row moved meanwhile, as it then says more.
 */
export async function tellOnce<Post>(telling: Telling<Post>, deps: TellOnceDeps<Post>): Promise<Told> {
  const { message, stored, attempts } = telling;
  const from = deps.clock.now();
  // Another worker is telling it: its row moved.
  if (!(await mark("SENDING", { ...telling, stored }, deps))) return "known";
  // Held up for as long as a claim lasts: another may be telling it by now.
  if (!isHeld({ state: "SENDING", at: from }, deps.clock.now())) return "failed";
  const state = stateAfter(await sent(message, deps.sink), attempts);
  const claim = await deps.posts.find(telling.id);
  if (claim?.revision === (stored?.revision ?? 0) + 1) await mark(state, { ...telling, stored: claim }, deps);
  if (state === "FAILED") return "failed";
  return state === "DELIVERED" ? "delivered" : "known";
}

async function mark<Post>(
  state: PostMark["state"],
  { id, stored, attempts, marked }: Telling<Post>,
  { posts, commit, clock }: TellOnceDeps<Post>,
): Promise<boolean> {
  const { value, event } = marked({ state, attempts, at: clock.now() });
  const row = stored === undefined ? posts.create(id, value, event) : posts.change(id, stored, { value, event });
  return (await commit([row])).ok;
}

/** A sink that breaks its promise and throws has not delivered, as far as anybody knows. */
async function sent(message: Message, sink: MessageSink): Promise<SinkReply> {
  try {
    return await sink.send(message);
  } catch (fault) {
    return { kind: "failed", because: fault instanceof Error ? fault.message : String(fault), forGood: false };
  }
}

function stateAfter(reply: SinkReply, attempts: number): PostMark["state"] {
  if (reply.kind === "delivered") return "DELIVERED";
  return reply.forGood || attempts >= MOST_ATTEMPTS ? "GIVEN-UP" : "FAILED";
}
