import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import {
  type CancellationReason,
  type DynamoDBClient,
  QueryCommand,
  TransactionCanceledException,
  TransactionInProgressException,
  TransactWriteItemsCommand,
  type TransactWriteItemsCommandInput,
} from "@aws-sdk/client-dynamodb";
import { callFailure } from "#shared/adapters/aws/call-failure.ts";
import { joined } from "#shared/adapters/aws/joined.ts";
import { MOST_KEYS, readKeys } from "#shared/adapters/aws/table-gets.ts";
import { type Attributes, itemOf, transactItem } from "#shared/adapters/aws/table-items.ts";
import { placeIn, queryInput } from "#shared/adapters/aws/table-query.ts";
import { Contention } from "#shared/kernel/contention.ts";
import type { Page } from "#shared/kernel/page.ts";
import { err, ok, type Result } from "#shared/kernel/result.ts";
import type { Item, Key, Query, Refused, Table, Write } from "#shared/storage/table.ts";
import { cursorAt } from "#shared/storage/table-cursor.ts";
import { checkQuery, checkTransaction, isKey } from "#shared/storage/table-limits.ts";

/** A transaction is sent this often while others are in its way; the pauses add up to 1.6 s at most. */
const TRIES = 7;
const FIRST_PAUSE = 25;

type Names = { readonly client: DynamoDBClient; readonly table: string };

/** Why a transaction was not done, when it can be sent again as it is. */
type InTheWay = {
  readonly kind: "in-the-way";
  readonly why: "conflict" | "throttled";
  readonly fault: Error;
};

/** The table in one DynamoDB table with its indexes, as `shared/storage/table-attributes.ts` names them. */
export class DynamoDbTable implements Table {
  readonly #client: DynamoDBClient;
  readonly #table: string;
  readonly #read: (key: Key) => Promise<Attributes | undefined>;

  constructor(names: Names) {
    this.#client = names.client;
    this.#table = names.table;
    this.#read = joined({ fits: (keys) => keys.length <= MOST_KEYS, call: (keys) => readKeys(keys, names) });
  }

  async get(key: Key): Promise<Item | undefined> {
    if (!isKey(key)) return undefined;
    const found = await this.#read(key);
    return found === undefined ? undefined : itemOf(found);
  }

  async query(query: Query): Promise<Page<Item>> {
    checkQuery(query);
    // One more than asked for tells whether the list goes on, as a page of DynamoDB does not.
    const items = await this.#list(query, query.limit + 1);
    const page = items.slice(0, query.limit);
    const last = page.at(-1);
    if (items.length <= query.limit || last === undefined) return { items: page };
    return { items: page, cursor: cursorAt(query, placeIn(query, last)) };
  }

  async transact(writes: readonly Write[]): Promise<Result<void, Refused>> {
    checkTransaction(writes);
    if (writes.length === 0) return ok(undefined);
    const input: TransactWriteItemsCommandInput = {
      TransactItems: writes.map((write) => transactItem(this.#table, write)),
      // The same in every try of this call, so that a try whose answer was lost is not done twice nor refused for
      // what it did itself. Another in every other call: the same words may be written again after a deletion.
      ClientRequestToken: randomUUID(),
    };
    for (let tries = 1; ; tries += 1) {
      const outcome = await this.#sent(input, writes);
      if (outcome.kind === "written") return ok(undefined);
      if (outcome.kind === "condition-failed") return err(outcome);
      if (tries === TRIES) throw givenUp(writes, outcome);
      await pause(FIRST_PAUSE * 2 ** (tries - 1) * (0.5 + Math.random() / 2));
    }
  }

  /** Up to `count` items; DynamoDB ends a page after 1 MB, whatever was asked for. */
  async #list(query: Query, count: number): Promise<readonly Item[]> {
    const input = queryInput(this.#table, query);
    const items: Item[] = [];
    let start = input?.ExclusiveStartKey;
    while (input !== undefined && items.length < count) {
      const command = new QueryCommand({ ...input, Limit: count - items.length, ExclusiveStartKey: start });
      const page = await this.#asked(`list "${query.partition}"`, () => this.#client.send(command));
      items.push(...(page.Items ?? []).map(itemOf));
      start = page.LastEvaluatedKey;
      if (start === undefined) break;
    }
    return items;
  }

  async #sent(
    input: TransactWriteItemsCommandInput,
    writes: readonly Write[],
  ): Promise<{ readonly kind: "written" } | Refused | InTheWay> {
    try {
      await this.#client.send(new TransactWriteItemsCommand(input));
      return { kind: "written" };
    } catch (fault) {
      const cancelled = fault instanceof TransactionCanceledException ? cancelledBy(fault, writes) : undefined;
      if (cancelled !== undefined) return cancelled;
      // The SDK has asked again and again: an earlier try of this call goes on, and nobody knows how it will end.
      const unknown = fault instanceof TransactionInProgressException ? ", which may yet be written" : "";
      throw callFailure(`Cannot write ${namesOf(writes)}${unknown}`, fault);
    }
  }

  async #asked<Answer>(what: string, send: () => Promise<Answer>): Promise<Answer> {
    try {
      return await send();
    } catch (fault) {
      throw callFailure(`Cannot ${what}`, fault);
    }
  }
}

const PASSING: Readonly<Record<string, "conflict" | "throttled">> = {
  TransactionConflict: "conflict",
  ProvisionedThroughputExceeded: "throttled",
  ThrottlingError: "throttled",
};

/** Reasons come one per write, in order. A condition that failed is an answer, whatever else was in the way. */
function cancelledBy(fault: TransactionCanceledException, writes: readonly Write[]): Refused | InTheWay | undefined {
  const codes = (fault.CancellationReasons ?? []).map(({ Code }: CancellationReason) => Code ?? "None");
  const keys = writes.filter((_, at) => codes[at] === "ConditionalCheckFailed").map(keyOf);
  if (keys.length > 0) return { kind: "condition-failed", keys };
  const reasons = codes.filter((code) => code !== "None");
  const [why] = reasons.map((code) => PASSING[code]);
  // One reason that does not pass by itself, and sending it again is of no use.
  if (why === undefined || reasons.some((code) => PASSING[code] === undefined)) return undefined;
  return { kind: "in-the-way", why, fault };
}

function givenUp(writes: readonly Write[], { why, fault }: InTheWay): Error {
  const doing = `Cannot write ${namesOf(writes)}`;
  if (why === "conflict") {
    return new Contention(`${doing}: other transactions on these rows were in the way ${TRIES} times`, {
      cause: fault,
    });
  }
  return callFailure(`${doing}: the table was too busy ${TRIES} times`, fault);
}

const keyOf = (write: Write): Key =>
  write.op === "put" ? { pk: write.item.pk, sk: write.item.sk } : { pk: write.key.pk, sk: write.key.sk };

const namesOf = (writes: readonly Write[]): string => {
  const [first] = writes.map(keyOf);
  return `"${first?.pk}" "${first?.sk}"${writes.length > 1 ? ` and ${writes.length - 1} more` : ""}`;
};
