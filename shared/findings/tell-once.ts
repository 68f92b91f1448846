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
  readonly posts: Pick<RecordStore<Post>, "find" | "upsert">;
  readonly commit: Records["commit"];
  readonly sink: MessageSink;
  readonly clock: Clock;
};

/** `failed`: nobody took it yet, and it is to be tried later. */
export type Told = "delivered" | "failed" | "known";

/**
 * Sends messages, each between two writes of its row. The first claims it: while the claim is held nobody else sends
 * it. The second says what came of it, and is left out when the row moved meanwhile, as it then says more.
 */
export async function tellEach<Post>(
  tellings: readonly Telling<Post>[],
  deps: TellOnceDeps<Post>,
): Promise<readonly Told[]> {
  const from = deps.clock.now();
  const claims = await markEach(
    tellings.map((telling) => ({ ...telling, state: "SENDING" })),
    deps,
  );
  const sent = await Promise.all(
    tellings.map(async (telling, place): Promise<Told | ToMark<Post>> => {
      const claim = claims[place];
      // Another worker is telling it: its row moved.
      if (claim === undefined) return "known";
      // Held up for as long as a claim lasts: another may be telling it by now.
      if (!isHeld({ state: "SENDING", at: from }, deps.clock.now())) return "failed";
      const state = stateAfter(await reply(telling.message, deps.sink), telling.attempts);
      return { ...telling, stored: claim, state };
    }),
  );
  await markEach(
    sent.filter((each) => typeof each !== "string"),
    deps,
  );
  return sent.map((each) => (typeof each === "string" ? each : toldBy(each.state)));
}

type ToMark<Post> = Telling<Post> & { readonly state: PostMark["state"] };

const toldBy = (state: PostMark["state"]): Told =>
  state === "DELIVERED" ? "delivered" : state === "FAILED" ? "failed" : "known";

/** Of one transaction, two writes each (DynamoDB takes 100). */
const MOST_AT_ONCE = 50;

/** The rows as they then are, undefined where one moved. Written at once if none did, else each for itself. */
async function markEach<Post>(
  marks: readonly ToMark<Post>[],
  { posts, commit, clock }: TellOnceDeps<Post>,
): Promise<readonly (Stored<Post> | undefined)[]> {
  const rows = marks.map(({ id, stored, state, attempts, marked }) => {
    const { value, event } = marked({ state, attempts, at: clock.now() });
    return posts.upsert(id, stored, { value, event });
  });
  if (rows.length === 0) return [];
  if (rows.length <= MOST_AT_ONCE && (await commit(rows)).ok) return rows.map(({ row }) => row);
  if (rows.length === 1) return [undefined];
  return Promise.all(rows.map(async (change) => ((await commit([change])).ok ? change.row : undefined)));
}

/** A sink that breaks its promise and throws has not delivered, as far as anybody knows. */
async function reply(message: Message, sink: MessageSink): Promise<SinkReply> {
  try {
    return await sink.send(message);
  } catch (fault) {
    return { kind: "failed", because: fault instanceof Error ? fault.message : String(fault), forGood: false };
  }
}

function stateAfter(answer: SinkReply, attempts: number): PostMark["state"] {
  if (answer.kind === "delivered") return "DELIVERED";
  return answer.forGood || attempts >= MOST_ATTEMPTS ? "GIVEN-UP" : "FAILED";
}
