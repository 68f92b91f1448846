import { createHash, randomUUID } from "node:crypto";
import { link, mkdir, unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isMailbox, mailText } from "#shared/findings/mail-text.ts";
import { bounded, type Message, type MessageSink, type SinkReply } from "#shared/findings/message-sink.ts";
import { type Clock, isoOf } from "#shared/kernel/time.ts";

export type MailFolderDeps = {
  readonly folder: string;
  readonly clock: Clock;
  /** Where a click on a message's path leads. */
  readonly urlOf: (path: string) => string;
};

const FROM = "tollgate@tollgate.localhost";

/** So many mails of one moment and one key get names of their own. */
const MOST_NAMES = 1_000;

/**
 * A laptop's mail: each lands as a file that every mail program opens, named by its moment, and none is sent. A
 * mail is there whole or not at all: it is written aside, then linked under its name.
 */
export class MailFolder implements MessageSink {
  readonly #deps: MailFolderDeps;

  constructor(deps: MailFolderDeps) {
    this.#deps = deps;
  }

  async send(message: Message): Promise<SinkReply> {
    const { destination } = message;
    if (destination.via !== "mail" || !("address" in destination)) return refused("it names no mailbox");
    if (!isMailbox(destination.address)) return refused("its address is no mailbox");
    const { clock, urlOf } = this.#deps;
    const at = clock.now();
    const id = idOf(message.key);
    const text = mailText(message, {
      from: FROM,
      to: destination.address,
      at,
      id,
      ...(message.thread === undefined ? {} : { thread: idOf(message.thread) }),
      link: urlOf(bounded(message).path),
    });
    try {
      await this.#put(`${isoOf(at).replaceAll(":", "-")}-${id.slice(0, 8)}`, text);
      return { kind: "delivered" };
    } catch (fault) {
      const { code } = fault as NodeJS.ErrnoException;
      return { kind: "failed", because: `the folder cannot be written: ${code ?? "unknown"}`, forGood: false };
    }
  }

  async #put(name: string, text: string): Promise<void> {
    const { folder } = this.#deps;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const aside = join(folder, `.${randomUUID()}`);
    try {
      await writeFile(aside, text, { mode: 0o600, flag: "wx" });
      await linkedAs(aside, join(folder, name));
    } finally {
      await unlink(aside).catch(() => undefined);
    }
  }
}

async function linkedAs(aside: string, name: string): Promise<void> {
  for (let turn = 1; turn <= MOST_NAMES; turn += 1) {
    try {
      return await link(aside, `${name}${turn === 1 ? "" : `-${turn}`}.eml`);
    } catch (fault) {
      if ((fault as NodeJS.ErrnoException).code !== "EEXIST" || turn === MOST_NAMES) throw fault;
    }
  }
}

const refused = (because: string): SinkReply => ({ kind: "failed", because, forGood: true });

const idOf = (text: string): string =>
  createHash("sha256").update(text.toWellFormed(), "utf8").digest("hex").slice(0, 32);
