import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { STSClient } from "@aws-sdk/client-sts";
import { expect, onTestFinished, test } from "vitest";
import { callerOf } from "#shared/adapters/aws/caller.ts";
import { callerSessions } from "#shared/adapters/aws/caller-sessions.ts";
import { accountNumber } from "#shared/kernel/ids.ts";

const IDENTITY = `<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::111122223333:user/pia</Arn>
<UserId>AIDA</UserId><Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`;
const EXPIRED = `<ErrorResponse><Error><Type>Sender</Type><Code>ExpiredToken</Code>
<Message>The security token included in the request is expired</Message></Error><RequestId>r-1</RequestId></ErrorResponse>`;

const keys = { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "never-told" };

/** STS that answers every call so. */
async function answering(status: number, body: string): Promise<STSClient> {
  const server = createServer((_asked, answer) => answer.writeHead(status, { "content-type": "text/xml" }).end(body));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return new STSClient({ endpoint, region: "eu-west-1", credentials: keys, maxAttempts: 1 });
}

test("says the account and the ARN of whoever calls", async () => {
  expect(await callerOf(await answering(200, IDENTITY))).toEqual({
    ok: true,
    value: { account: "111122223333", arn: "arn:aws:iam::111122223333:user/pia" },
  });
});

test.each<{ because: string; sts: () => Promise<STSClient>; kind: string; says: RegExp }>([
  {
    because: "a session that is over is told from none",
    sts: () => answering(403, EXPIRED),
    kind: "refused",
    says: /^ExpiredToken: The security token included in the request is expired$/,
  },
  {
    because: "nobody answers at the address",
    sts: async () =>
      new STSClient({ endpoint: "http://127.0.0.1:9", region: "eu-west-1", credentials: keys, maxAttempts: 1 }),
    kind: "no-answer",
    says: /ECONNREFUSED/,
  },
  {
    because: "no credentials anywhere",
    sts: async () =>
      new STSClient({ region: "eu-west-1", credentials: () => Promise.reject(new Error("not signed in")) }),
    kind: "no-credentials",
    says: /not signed in/,
  },
  {
    because: "a client cannot be aimed without a region",
    sts: async () =>
      new STSClient({
        region: (): Promise<string> => Promise.reject(new Error("Region is missing")),
        credentials: keys,
      }),
    kind: "no-region",
    says: /Region is missing/,
  },
])("is nobody, with the reason and never a key, when $because", async ({ sts, kind, says }) => {
  const found = await callerOf(await sts());
  expect(found).toMatchObject({ ok: false, error: { kind, because: expect.stringMatching(says) } });
  expect(JSON.stringify(found)).not.toContain(keys.secretAccessKey);
});

test("own credentials serve the own account alone; every other asks for its role", async () => {
  const asked: string[] = [];
  const role = { accessKeyId: "ASIAROLE", secretAccessKey: "s", sessionToken: "t" };
  const sessions = callerSessions({
    caller: { account: accountNumber("111122223333") },
    credentials: async () => keys,
    members: {
      async credentialsFor(account, name) {
        asked.push(`${account} ${name}`);
        return role;
      },
    },
  });
  expect(await sessions.credentialsFor(accountNumber("111122223333"), "tollgate-policy")).toBe(keys);
  expect(await sessions.credentialsFor(accountNumber("222233334444"), "tollgate-policy")).toBe(role);
  expect(asked).toEqual(["222233334444 tollgate-policy"]);
});
