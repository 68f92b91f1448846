import type { Item, Key } from "#shared/storage/table.ts";

/** What a process keeps, in characters of keys and bodies. Beyond it the oldest go. */
const MOST_CHARACTERS = 2_000_000;

/** A row as it was seen; undefined stands for a row that was not there. */
type Seen = { readonly item: Item | undefined };

const nameOf = ({ pk, sk }: Key): string => `${pk}\n${sk}`;

const weightOf = (name: string, { item }: Seen): number => name.length + (item?.body.length ?? 0);

/** Rows as a process read or wrote them last. Any of them may be another by now: who uses one says so at the write. */
export class RowMemory {
  readonly #seen = new Map<string, Seen>();
  #characters = 0;

  /** The row as it was seen last; undefined when it was never seen, or too long ago. */
  recall(key: Key): Seen | undefined {
    return this.#seen.get(nameOf(key));
  }

  /** The same as {@link keep}, of a list: it may be a moment old, and what is known may be newer. */
  keepListed(item: Item): void {
    if ((this.recall(item)?.item?.revision ?? 0) < item.revision) this.keep(item, item);
  }

  keep(key: Key, item: Item | undefined): void {
    const name = nameOf(key);
    this.#drop(name);
    const seen = { item };
    this.#seen.set(name, seen);
    this.#characters += weightOf(name, seen);
    for (const oldest of this.#seen.keys()) {
      if (this.#characters <= MOST_CHARACTERS) break;
      this.#drop(oldest);
    }
  }

  forget(key: Key): void {
    this.#drop(nameOf(key));
  }

  #drop(name: string): void {
    const seen = this.#seen.get(name);
    if (seen === undefined) return;
    this.#characters -= weightOf(name, seen);
    this.#seen.delete(name);
  }
}
