import { AsyncLocalStorage } from "node:async_hooks";
import type { Result } from "#shared/kernel/result.ts";
import type { Item, Key, Refused, Write } from "#shared/storage/table.ts";
import { TABLE_LIMITS } from "#shared/storage/table.ts";

/** The condition that a row is as it was taken to be. */
type Condition = Extract<Write, { op: "check" }>;

type Attempt = {
  /** What it rests on without having asked the table, by the row's name. */
  readonly rested: Map<string, Condition>;
  /** From here on the table is asked: its first transaction was sent, and what comes after it has no condition. */
  sent: boolean;
};

const attempts = new AsyncLocalStorage<Attempt>();

/** What an attempt took for so is not so: nothing was written, and it is made anew. */
class Outdated extends Error {
  override readonly name = "Outdated";
}

const nameOf = ({ pk, sk }: Key): string => `${pk}\n${sk}`;

/**
 * Does `work` on rows as this process saw them last, where their kind allows it, instead of asking for each: every one
 * that it rested on is a condition of the first transaction that it writes, so that what is written was so.
 *
 * Whatever else it comes to (a refusal, a fault, an answer without a write, a condition that does not hold) counts for
 * nothing if it rested on any such row: `work` is then done once more, and asks the table for everything. So it must do
 * nothing before its first transaction that may not be done twice, and write one after the other. A fault after that
 * transaction was sent is told as it is, for nobody knows whether it was written.
 */
export async function optimistically<Value>(work: () => Promise<Value>): Promise<Value> {
  const attempt: Attempt = { rested: new Map(), sent: false };
  const [outcome] = await Promise.allSettled([attempts.run(attempt, work)]);
  if (attempt.rested.size > 0 && !attempt.sent) return work();
  if (outcome.status === "rejected") throw outcome.reason;
  return outcome.value;
}

/** Whether a row may be taken as it was seen last. */
export const mayRest = (): boolean => attempts.getStore()?.sent === false;

/** From now on the attempt stands or falls with this row: as `item`, or not there at all. */
export function restOn(key: Key, item: Item | undefined): void {
  const expect = item === undefined ? "absent" : { revision: item.revision };
  attempts.getStore()?.rested.set(nameOf(key), { op: "check", key, expect });
}

/** Sends a transaction, with a condition for each row that it rests on and does not name by itself. */
export async function vouchedFor(
  writes: readonly Write[],
  send: (writes: readonly Write[]) => Promise<Result<void, Refused>>,
): Promise<Result<void, Refused>> {
  const attempt = attempts.getStore();
  if (attempt === undefined || attempt.sent) return send(writes);
  const all = [...writes, ...conditionsBeside(writes, attempt.rested)];
  attempt.sent = true;
  const outcome = await send(all);
  if (!outcome.ok && attempt.rested.size > 0) {
    attempt.sent = false;
    throw new Outdated("Cannot write: a row that it rests on is another by now");
  }
  return outcome;
}

function conditionsBeside(writes: readonly Write[], rested: ReadonlyMap<string, Condition>): readonly Condition[] {
  const named = new Map(writes.map((write) => [nameOf(write.op === "put" ? write.item : write.key), write.expect]));
  const beside: Condition[] = [];
  for (const [name, condition] of rested) {
    const expect = named.get(name);
    if (expect === undefined) beside.push(condition);
    // Listed since as another than it was taken for: its writer and what came before speak of different rows.
    else if (!isSame(expect, condition.expect)) throw new Outdated("Cannot write: a row was seen as two");
  }
  if (writes.length + beside.length > TABLE_LIMITS.transactionWrites) {
    throw new Outdated("Cannot write: there is no room for all that it rests on");
  }
  return beside;
}

const isSame = (left: Write["expect"], right: Write["expect"]): boolean =>
  left === "absent" || right === "absent" ? left === right : left.revision === right.revision;
