import { describe, expect, test } from "vitest";
import { CallFailure } from "#shared/adapters/aws/call-failure.ts";
import { dynamodbClient } from "#shared/adapters/aws/clients/dynamodb.ts";
import { DynamoDbTable } from "#shared/adapters/aws/dynamodb-table.ts";
import { Contention } from "#shared/kernel/contention.ts";
import type { Item, Write } from "#shared/storage/table.ts";
import { type Act, clientOf, refusal, scriptedEndpoint, serverFault } from "#test/support/scripted-endpoint.ts";

const item: Item = { pk: "a", sk: "ROW", kind: "thing", version: 1, revision: 1, body: "{}", indexes: {} };
const put: Write = { op: "put", item, expect: "absent" };
const check: Write = { op: "check", key: { pk: "b", sk: "ROW" }, expect: { revision: 4 } };

const done: Act = { status: 200, body: {} };

const cancelled = (...codes: readonly string[]): Act =>
  refusal("TransactionCanceledException", { CancellationReasons: codes.map((Code) => ({ Code })) });

async function open(...script: readonly Act[]) {
  const endpoint = await scriptedEndpoint(script);
  const table = new DynamoDbTable({ client: dynamodbClient(clientOf(endpoint)), table: "plane" });
  return { table, calls: endpoint.calls, tokens: () => endpoint.calls.map(({ body }) => body["ClientRequestToken"]) };
}

describe("a transaction that is cancelled", () => {
  test("names the keys whose condition failed, and is not sent again", async () => {
    const { table, calls } = await open(cancelled("None", "ConditionalCheckFailed"));
    const outcome = await table.transact([put, check]);
    expect(outcome).toEqual({ ok: false, error: { kind: "condition-failed", keys: [{ pk: "b", sk: "ROW" }] } });
    expect(calls).toHaveLength(1);
  });

  test("is refused when a condition failed, whatever else was in the way", async () => {
    const { table } = await open(cancelled("ConditionalCheckFailed", "TransactionConflict"));
    const outcome = await table.transact([put, check]);
    expect(outcome).toEqual({ ok: false, error: { kind: "condition-failed", keys: [{ pk: "a", sk: "ROW" }] } });
  });

  test.each([
    { because: "another transaction", act: cancelled("TransactionConflict", "None") },
    { because: "a busy partition", act: cancelled("None", "ThrottlingError") },
    { because: "a full partition", act: cancelled("ProvisionedThroughputExceeded", "TransactionConflict") },
    { because: "an earlier try of its own", act: refusal("TransactionInProgressException") },
  ])("by $because is sent again as the same transaction", async ({ act }) => {
    const { table, calls, tokens } = await open(act, act, done);
    expect(await table.transact([put, check])).toEqual({ ok: true, value: undefined });
    expect(calls).toHaveLength(3);
    expect(tokens()[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect(new Set(tokens()).size).toBe(1);
  });

  test("by others seven times is contention: nothing was written, and it can be tried again", async () => {
    const { table, calls } = await open(cancelled("TransactionConflict"));
    await expect(table.transact([put])).rejects.toThrow(Contention);
    expect(calls).toHaveLength(7);
  });

  test("bad day: table throttled: by a busy table seven times is a failure that names it", async () => {
    const { table } = await open(cancelled("ThrottlingError"));
    await expect(table.transact([put])).rejects.toThrow(/Cannot write "a" "ROW": the table was too busy 7 times/);
  });

  test("for what no second try mends fails at once, with the id of the request", async () => {
    const { table, calls } = await open(cancelled("ValidationError", "TransactionConflict"));
    await expect(table.transact([put, check])).rejects.toThrow(
      /^Cannot write "a" "ROW" and 1 more: TransactionCanceledException: .* \(request r-1, tries 1\)$/,
    );
    expect(calls).toHaveLength(1);
  });
});

test("the same words written again by another call are another transaction", async () => {
  const { table, tokens } = await open(done);
  await table.transact([put]);
  await table.transact([put]);
  expect(new Set(tokens()).size).toBe(2);
});

describe("a call that goes wrong", () => {
  test.each<{ because: string; act: Act }>([
    { because: "bad day: table throttled", act: refusal("ProvisionedThroughputExceededException") },
    { because: "met by a fault of the service", act: serverFault },
    { because: "never answered", act: "silent" },
  ])("$because is tried again, as the same transaction", { timeout: 20_000 }, async ({ act }) => {
    const { table, tokens } = await open(act, done);
    expect((await table.transact([put])).ok).toBe(true);
    expect(tokens()).toHaveLength(2);
    expect(new Set(tokens()).size).toBe(1);
  });

  test("still under way at the last try fails, and says that it may yet be written", async () => {
    const endpoint = await scriptedEndpoint([refusal("TransactionInProgressException")]);
    const client = dynamodbClient({ ...clientOf(endpoint), maxAttempts: 1 });
    await expect(new DynamoDbTable({ client, table: "plane" }).transact([put])).rejects.toThrow(
      /^Cannot write "a" "ROW", which may yet be written: TransactionInProgressException/,
    );
  });

  test("never answered is given up after four tries, each as short as it was told", { timeout: 20_000 }, async () => {
    const { table, calls } = await open("silent");
    await expect(table.get({ pk: "a", sk: "ROW" })).rejects.toThrow(/^Cannot read "a" "ROW": TimeoutError/);
    expect(calls).toHaveLength(4);
  });

  test("refused outright is not tried again, and fails with what was asked and the request's id", async () => {
    const { table, calls } = await open(refusal("AccessDeniedException"));
    const asking = table.query({ partition: "p", limit: 1 });
    await expect(asking).rejects.toThrow(CallFailure);
    await expect(asking).rejects.toThrow(
      'Cannot list "p": AccessDeniedException: AccessDeniedException it is (request r-1, tries 1)',
    );
    expect(calls).toHaveLength(1);
  });
});

describe("what is read", () => {
  test("is read strongly from the table; an index cannot be", async () => {
    const { table, calls } = await open(done);
    await table.get({ pk: "a", sk: "ROW" });
    await table.query({ partition: "a", limit: 1 });
    await table.query({ index: "due", partition: "a", limit: 1 });
    const [get, query, index] = calls.map(({ body }) => body);
    expect(get?.["RequestItems"]).toMatchObject({ plane: { ConsistentRead: true } });
    expect([query?.["ConsistentRead"], index?.["ConsistentRead"]]).toEqual([true, undefined]);
  });

  test("goes on over pages that hold less than was asked for, even nothing", async () => {
    const row = (sk: string) => ({
      pk: { S: "p" },
      sk: { S: sk },
      kind: { S: "thing" },
      version: { N: "1" },
      revision: { N: "9007199254740991" },
      body: { S: "{}" },
    });
    const key = (sk: string) => ({ pk: { S: "p" }, sk: { S: sk } });
    const { table, calls } = await open(
      { status: 200, body: { Items: [row("1")], LastEvaluatedKey: key("1") } },
      { status: 200, body: { Items: [], LastEvaluatedKey: key("2") } },
      { status: 200, body: { Items: [row("3")] } },
    );
    const page = await table.query({ partition: "p", limit: 5 });
    expect(page.items.map(({ sk }) => sk)).toEqual(["1", "3"]);
    expect(page.items[0]?.revision).toBe(9_007_199_254_740_991);
    expect(page.cursor).toBeUndefined();
    expect(calls.map(({ body }) => body["Limit"])).toEqual([6, 5, 5]);
    expect(calls[2]?.body["ExclusiveStartKey"]).toEqual(key("2"));
  });

  test("is refused by name when something else wrote it", async () => {
    const { table } = await open({
      status: 200,
      body: { Responses: { plane: [{ pk: { S: "a" }, sk: { S: "ROW" }, kind: { N: "1" } }] } },
    });
    await expect(table.get({ pk: "a", sk: "ROW" })).rejects.toThrow(
      'Cannot read item "a" "ROW": its attribute "kind" is not of type S',
    );
  });
});

describe("rows that are asked for at once", () => {
  const row = (pk: string) => ({
    pk: { S: pk },
    sk: { S: "ROW" },
    kind: { S: "thing" },
    version: { N: "1" },
    revision: { N: "1" },
    body: { S: "{}" },
  });
  const key = (pk: string) => ({ pk: { S: pk }, sk: { S: "ROW" } });
  const answer = (rows: readonly object[], left: readonly object[] = []): Act => ({
    status: 200,
    body: { Responses: { plane: rows }, UnprocessedKeys: left.length === 0 ? {} : { plane: { Keys: left } } },
  });
  const ask = (table: DynamoDbTable, ...pks: readonly string[]) =>
    Promise.all(pks.map((pk) => table.get({ pk, sk: "ROW" })));

  test("are read by one call, strongly, each once, and come back to whoever asked", async () => {
    const { table, calls } = await open(answer([row("b"), row("a")]));
    const found = await ask(table, "a", "absent", "b", "a");
    expect(found.map((item) => item?.pk)).toEqual(["a", undefined, "b", "a"]);
    const Keys = [key("a"), key("absent"), key("b")];
    expect(calls.map(({ body }) => body)).toEqual([{ RequestItems: { plane: { Keys, ConsistentRead: true } } }]);
  });

  test("bad day: table throttled: what a busy table left out is asked for again, and never passes for absent", async () => {
    const { table, calls } = await open(answer([row("a")], [key("b")]), answer([row("b")]));
    const found = await ask(table, "a", "b");
    expect(found.map((item) => item?.pk)).toEqual(["a", "b"]);
    expect(calls[1]?.body["RequestItems"]).toMatchObject({ plane: { Keys: [key("b")], ConsistentRead: true } });
  });

  test("bad day: table throttled: left out seven times is a failure that names them", async () => {
    const { table, calls } = await open(answer([], [key("a"), key("b")]));
    await expect(ask(table, "a", "b")).rejects.toThrow(
      'Cannot read "a" "ROW" and 1 more: the table was too busy 7 times',
    );
    expect(calls).toHaveLength(7);
  });
});

test("kind and body are strings in the item, as the function on the stream reads them", async () => {
  const { table, calls } = await open(done);
  await table.transact([{ ...put, item: { ...item, indexes: { due: { partition: "OPEN", sort: "1" } } } }]);
  expect(calls[0]?.body["TransactItems"]).toEqual([
    {
      Put: {
        TableName: "plane",
        ConditionExpression: "attribute_not_exists(#row)",
        ExpressionAttributeNames: { "#row": "pk" },
        Item: {
          pk: { S: "a" },
          sk: { S: "ROW" },
          kind: { S: "thing" },
          version: { N: "1" },
          revision: { N: "1" },
          body: { S: "{}" },
          duePk: { S: "OPEN" },
          dueSk: { S: "1" },
        },
      },
    },
  ]);
});
