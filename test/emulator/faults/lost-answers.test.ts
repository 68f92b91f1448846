import { expect, test } from "vitest";
import { REGION } from "#infra/emulator/environment.ts";
import { dynamodbClient } from "#shared/adapters/aws/clients/dynamodb.ts";
import { schedulerClient } from "#shared/adapters/aws/clients/scheduler.ts";
import { DynamoDbTable } from "#shared/adapters/aws/dynamodb-table.ts";
import { schedulerOneShots } from "#shared/adapters/aws/scheduler-one-shots.ts";
import { epochMillis } from "#shared/kernel/time.ts";
import type { Item, Write } from "#shared/storage/table.ts";
import { freshTable } from "#test/emulator/contract/fresh-table.ts";
import { type Act, clientOf, scriptedEndpoint } from "#test/support/scripted-endpoint.ts";

const emulator = process.env["AWS_ENDPOINT_URL"];
const direct = dynamodbClient();

const item: Item = { pk: "a", sk: "ROW", kind: "thing", version: 1, revision: 1, body: "{}", indexes: {} };
const put: Write = { op: "put", item, expect: "absent" };
const key = { pk: "a", sk: "ROW" };

async function open(...script: readonly Act[]) {
  const table = await freshTable(direct);
  const endpoint = await scriptedEndpoint(script, emulator);
  return {
    faulty: new DynamoDbTable({ client: dynamodbClient({ ...clientOf(endpoint), region: REGION }), table }),
    sound: new DynamoDbTable({ client: direct, table }),
    calls: endpoint.calls,
  };
}

test("a write whose answer was lost is told as written, not as refused for what it wrote itself", async () => {
  const { faulty, sound, calls } = await open("lost", "passed");
  expect(await faulty.transact([put])).toEqual({ ok: true, value: undefined });
  expect(calls).toHaveLength(2);
  expect(await sound.get(key)).toEqual(item);
});

test("a change and a deletion whose answers were lost are told as done", async () => {
  const { faulty, sound } = await open("lost", "passed", "lost", "passed");
  await sound.transact([put]);
  const change: Write = { op: "put", item: { ...item, revision: 2, body: "[]" }, expect: { revision: 1 } };
  expect((await faulty.transact([change])).ok).toBe(true);
  expect((await sound.get(key))?.body).toBe("[]");
  expect((await faulty.transact([{ op: "delete", key, expect: { revision: 2 } }])).ok).toBe(true);
  expect(await sound.get(key)).toBeUndefined();
});

test("of two writers of the same words, the one who was second is refused though the first one's answer was lost", async () => {
  const { faulty, sound } = await open("lost", "passed");
  const [first, second] = [await faulty.transact([put]), await sound.transact([put])];
  expect([first.ok, second.ok]).toEqual([true, false]);
});

test("a write whose every answer was lost fails, and nobody is told that it was refused", async () => {
  const { faulty, sound, calls } = await open("lost");
  await expect(faulty.transact([put])).rejects.toThrow(/^Cannot write "a" "ROW": TimeoutError/);
  expect(calls).toHaveLength(4);
  expect(await sound.get(key)).toEqual(item);
});

test("a schedule whose answers were lost, made and deleted, is made and deleted", async () => {
  const endpoint = await scriptedEndpoint(["lost", "passed"], emulator);
  const deleting = await scriptedEndpoint(["lost", "passed"], emulator);
  const oneShotsAt = (options: ReturnType<typeof clientOf>) =>
    schedulerOneShots({
      client: schedulerClient(options),
      clock: { now: () => epochMillis(Date.now()) },
      group: "default",
      roleArn: "arn:aws:iam::000000000000:role/tollgate-scheduler",
      targets: { "grant-converge": "arn:aws:lambda:us-east-1:000000000000:function:grant-converge" },
    });
  const name = `lost-${process.pid}-${Date.now()}`;
  const at = epochMillis(Date.parse("2036-11-23T09:00:00Z"));
  await oneShotsAt(clientOf(endpoint)).create({ name, at, target: "grant-converge", payload: {} });
  await oneShotsAt(clientOf(deleting)).delete(name);
  expect([endpoint.calls.length, deleting.calls.length]).toEqual([2, 2]);
});
