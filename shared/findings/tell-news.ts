import type { Destination } from "#shared/catalog/documents/route.ts";
import { mailboxesOf } from "#shared/catalog/mailboxes-of.ts";
import { destinationKey, type MessageSink } from "#shared/findings/message-sink.ts";
import type { News } from "#shared/findings/news.ts";
import { isSeenTo, type PostMark } from "#shared/findings/post.ts";
import { type Telling as OneTelling, tellEach } from "#shared/findings/tell-once.ts";
import type { Clock } from "#shared/kernel/time.ts";
import type { NewEvent } from "#shared/storage/event.ts";
import type { RecordStore } from "#shared/storage/record-store.ts";
import type { Records } from "#shared/storage/records.ts";

/** What became of it; `again`: some destination did not take it, and it is to be tried later. */
export type NewsTold = { readonly told: number; readonly again: boolean };

export const NOTHING_TOLD: NewsTold = { told: 0, again: false };

/** News, and what they are about: the beginning of the key of their rows, the page, the conversation. */
export type Telling<Post extends PostMark> = {
  readonly news: News;
  readonly about: string;
  readonly path: string;
  readonly thread: string;
  /** The row of one destination, under this mark. */
  readonly marked: (destination: string, mark: PostMark) => { readonly value: Post; readonly event: NewEvent };
};

export type TellNewsDeps<Post extends PostMark> = {
  readonly posts: Pick<RecordStore<Post>, "find" | "upsert">;
  readonly commit: Records["commit"];
  readonly sink: MessageSink;
  readonly clock: Clock;
};

/** Tells everybody whom news concern, each destination once: a row each, by `<about>#<turn>#<destination>`. */
export async function tellNews<Post extends PostMark>(
  telling: Telling<Post>,
  deps: TellNewsDeps<Post>,
): Promise<NewsTold> {
  const destinations = destinationsOf(telling.news);
  const tellings = await Promise.all(destinations.map((destination) => tellingTo(telling, destination, deps)));
  const outcomes = await tellEach(
    tellings.filter((each) => each !== undefined),
    deps,
  );
  return { told: outcomes.filter((each) => each === "delivered").length, again: outcomes.includes("failed") };
}

/** The role mailboxes of the teams meant, each once; where no document names one, mail to the words themselves. */
function destinationsOf({ hearers }: News): readonly Destination[] {
  const all = hearers.flatMap(({ who, asking }): readonly Destination[] => {
    const mailboxes = mailboxesOf(who, asking);
    return mailboxes.length === 0
      ? [{ via: "mail", who }]
      : mailboxes.map((address) => ({ via: "mail", address }) as const);
  });
  return [...new Map(all.map((each) => [destinationKey(each), each])).values()];
}

/** Undefined where the destination was told, or another worker is telling it. */
async function tellingTo<Post extends PostMark>(
  { news: { turn, title, lines }, about, path, thread, marked }: Telling<Post>,
  destination: Destination,
  deps: TellNewsDeps<Post>,
): Promise<OneTelling<Post> | undefined> {
  const to = destinationKey(destination);
  const key = `${about}#${turn}#${to}`;
  const stored = await deps.posts.find(key);
  if (stored !== undefined && isSeenTo(stored.value, deps.clock.now())) return undefined;
  const attempts = (stored?.value.attempts ?? 0) + 1;
  const message = { key, destination, title, lines, path, thread };
  return { message, id: key, stored, attempts, marked: (mark) => marked(to, mark) };
}
