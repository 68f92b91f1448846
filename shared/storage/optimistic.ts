import { AsyncLocalStorage } from "node:async_hooks";
import type { Result } from "#shared/kernel/result.ts";
import type { Item, Key, Refused, Write } from "#shared/storage/table.ts";
import { TABLE_LIMITS } from "#shared/storage/table.ts";

/** The condition that a row is as it was taken to be. */
type Condition = Extract<Write, { op: "check" }>;

/** A row as an attempt took it, and how the table is asked for it. */
export type Rested = {
  readonly key: Key;
  /** Undefined: taken for absent. */
  readonly item: Item | undefined;
  readonly ask: () => Promise<Item | undefined>;
};

type Attempt = {
  /** What it rests on without having asked the table, by the row's name. */
  readonly rested: Map<string, Rested>;
  /** From here on the table is asked: its first transaction was sent, and what comes after it has no condition. */
  sent: boolean;
  /** Something that it took for so is not so, as its transaction showed. */
  outdated: boolean;
};

const attempts = new AsyncLocalStorage<Attempt>();

/** What an attempt took for so is not so: nothing was written, and it is made anew. */
class Outdated extends Error {
  override readonly name = "Outdated";
}

function outdated(attempt: Attempt, because: string): Outdated {
  attempt.outdated = true;
  return new Outdated(`Cannot write: ${because}`);
}

const nameOf = ({ pk, sk }: Key): string => `${pk}\n${sk}`;

/**
 * Does `work` on rows as this process saw them last, where their kind allows it, instead of asking for each: every one
 * that it rested on is a condition of the first transaction that it writes, so that what is written was so.
 *
 * Where it comes to something else (a refusal, a fault, an answer without a write), the table is asked for these rows,
 * all at once, and what it came to stands if each is as it was taken. Where one is not, or a condition did not hold, it
 * counts for nothing: `work` is done once more, and asks the table for everything. So it must do nothing before its
 * first transaction that may not be done twice, and write one after the other. A fault after that transaction was sent
 * is told as it is, for nobody knows whether it was written.
 */
export async function optimistically<Value>(work: () => Promise<Value>): Promise<Value> {
  const attempt: Attempt = { rested: new Map(), sent: false, outdated: false };
  const [outcome] = await Promise.allSettled([attempts.run(attempt, work)]);
  if (attempt.outdated || !(attempt.sent || (await isSo(attempt)))) return work();
  if (outcome.status === "rejected") throw outcome.reason;
  return outcome.value;
}

/** Whether each row that an attempt rests on is still as it was taken, by what the table says now. */
async function isSo({ rested }: Attempt): Promise<boolean> {
  const now = await Promise.all([...rested.values()].map(async ({ item, ask }) => isAlike(await ask(), item)));
  return now.every((alike) => alike);
}

/** Also by what it says: a row that was taken away and made anew has the revisions of the one before. */
const isAlike = (left: Item | undefined, right: Item | undefined): boolean =>
  left === undefined || right === undefined
    ? left === right
    : left.revision === right.revision && left.version === right.version && left.body === right.body;

/** Whether a row may be taken as it was seen last. */
export const mayRest = (): boolean => attempts.getStore()?.sent === false;

/** From now on the attempt stands or falls with this row. */
export function restOn(row: Rested): void {
  attempts.getStore()?.rested.set(nameOf(row.key), row);
}

/** Sends a transaction, with a condition for each row that it rests on and does not name by itself. */
export async function vouchedFor(
  writes: readonly Write[],
  send: (writes: readonly Write[]) => Promise<Result<void, Refused>>,
): Promise<Result<void, Refused>> {
  const attempt = attempts.getStore();
  if (attempt === undefined || attempt.sent) return send(writes);
  const all = [...writes, ...conditionsBeside(writes, attempt)];
  attempt.sent = true;
  const outcome = await send(all);
  if (!outcome.ok && attempt.rested.size > 0) {
    attempt.sent = false;
    throw outdated(attempt, "a row that it rests on is another by now");
  }
  return outcome;
}

function conditionsBeside(writes: readonly Write[], attempt: Attempt): readonly Condition[] {
  const named = new Map(writes.map((write) => [nameOf(write.op === "put" ? write.item : write.key), write.expect]));
  const beside: Condition[] = [];
  for (const [name, row] of attempt.rested) {
    const condition = conditionOf(row);
    const expect = named.get(name);
    if (expect === undefined) beside.push(condition);
    // Listed since as another than it was taken for: its writer and what came before speak of different rows.
    else if (!isSame(expect, condition.expect)) throw outdated(attempt, "a row was seen as two");
  }
  if (writes.length + beside.length > TABLE_LIMITS.transactionWrites) {
    throw outdated(attempt, "there is no room for all that it rests on");
  }
  return beside;
}

const conditionOf = ({ key, item }: Rested): Condition => ({
  op: "check",
  key,
  expect: item === undefined ? "absent" : { revision: item.revision },
});

const isSame = (left: Write["expect"], right: Write["expect"]): boolean =>
  left === "absent" || right === "absent" ? left === right : left.revision === right.revision;
