import type { IAMClient } from "@aws-sdk/client-iam";
import { describe, expect, test } from "vitest";
import type { PeopleRole } from "#shared/access/cloud.ts";
import { dynamodbClient } from "#shared/adapters/aws/clients/dynamodb.ts";
import { DynamoDbTable } from "#shared/adapters/aws/dynamodb-table.ts";
import { IamCalls } from "#shared/adapters/aws/iam-calls.ts";
import { IamGrantCloud } from "#shared/adapters/aws/iam-grant-cloud.ts";
import { virtualClock } from "#shared/adapters/local/clocks.ts";
import { accountNumber, personId } from "#shared/kernel/ids.ts";
import { minutes, plus } from "#shared/kernel/time.ts";
import type { Write } from "#shared/storage/table.ts";
import { at } from "#test/support/findings.ts";
import { type Act, clientOf, refusal, scriptedEndpoint } from "#test/support/scripted-endpoint.ts";

const ROW = { pk: "a", sk: "ROW" };
const put: Write = {
  op: "put",
  item: { ...ROW, kind: "thing", version: 1, revision: 1, body: "{}", indexes: {} },
  expect: "absent",
};

async function tableOf(script: readonly Act[], options: { readonly systemClockOffset?: number } = {}) {
  const endpoint = await scriptedEndpoint(script);
  const client = dynamodbClient({ ...clientOf(endpoint), ...options });
  return { table: new DynamoDbTable({ client, table: "plane" }), calls: endpoint.calls };
}

describe("bad day: key disabled", () => {
  // DynamoDB answers so while the customer key of a table cannot be used.
  const words = "KMS key access denied error: the key is disabled";
  const disabled = refusal("AccessDeniedException", { message: words });

  test("reading fails with the words of AWS, and is never taken for an absent row or an empty list", async () => {
    const { table, calls } = await tableOf([disabled]);
    await expect(table.get(ROW)).rejects.toThrow(`Cannot read "a" "ROW": AccessDeniedException: ${words}`);
    await expect(table.query({ partition: "a", limit: 1 })).rejects.toThrow(words);
    expect(calls).toHaveLength(2);
  });

  test("writing fails at once, and is not taken for a condition that failed", async () => {
    const { table, calls } = await tableOf([disabled]);
    await expect(table.transact([put])).rejects.toThrow(`Cannot write "a" "ROW": AccessDeniedException: ${words}`);
    expect(calls).toHaveLength(1);
  });
});

describe("bad day: clock skew of a caller", () => {
  test("a clock of ours that is an hour wrong is put right by the time in AWS's refusal, and the call sent again", async () => {
    const tooOld = refusal("InvalidSignatureException", { message: "Signature expired" });
    const { table, calls } = await tableOf([tooOld, { status: 200, body: {} }], { systemClockOffset: -3_600_000 });
    expect(await table.get(ROW)).toBeUndefined();
    expect(calls).toHaveLength(2);
  });

  test("a call that is refused for its time again and again fails with the words of AWS", async () => {
    const { table } = await tableOf([refusal("InvalidSignatureException", { message: "Signature not yet current" })]);
    await expect(table.transact([put])).rejects.toThrow(/^Cannot write "a" "ROW": InvalidSignatureException: /);
  });
});

describe("bad day: a member account that left", () => {
  const NOW = at("2026-11-23T09:00:00Z");
  const role: PeopleRole = { account: accountNumber("111122223333"), person: personId("ana"), roleName: "ana" };
  const leftBehind = Object.assign(new Error("not authorized to perform: sts:AssumeRole"), {
    name: "AccessDenied",
    $fault: "client",
    $metadata: { requestId: "r-1" },
  });
  const calls = new IamCalls({
    sessions: { credentialsFor: () => Promise.reject(leftBehind) },
    clock: virtualClock(NOW),
    clientOf: (): IAMClient => expect.unreachable("nobody was let in"),
  });
  const cloud = new IamGrantCloud({ calls, people: { open: () => expect.unreachable("not asked for") } });

  test("what people hold there is unreadable, which proves neither that it is there nor that it is gone", async () => {
    const refused = { kind: "unreadable", code: "AccessDenied" };
    expect(await cloud.readRole(role)).toMatchObject(refused);
    expect(await cloud.readPolicy(role, "tollgate-g-1-1")).toMatchObject(refused);
    expect(await cloud.listPolicies(role, "tollgate-")).toMatchObject(refused);
    expect(await cloud.listRoles(role.account)).toMatchObject(refused);
  });

  test("nothing counts as taken back there, and it is worth another try", async () => {
    expect(await cloud.deletePolicy(role, "tollgate-g-1-1", plus(NOW, minutes(1)))).toMatchObject({
      kind: "refused",
      code: "AccessDenied",
      forGood: false,
    });
  });
});
