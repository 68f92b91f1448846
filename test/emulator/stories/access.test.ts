import { GetRolePolicyCommand, IAMClient, ListRolePoliciesCommand } from "@aws-sdk/client-iam";
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { MEMBER } from "#infra/emulator/deploy.ts";
import { REGION } from "#infra/emulator/environment.ts";
import { asPerson, layCompany, tokenOf, tollgateBy, until } from "#test/emulator/support/deployed.ts";

const BUCKET = "brightwater-sales-prod";
const KEY = "orders/2026/10/part-0001.csv";

type Request = {
  readonly id: string;
  readonly state: string;
  readonly revision: number;
  readonly grants: readonly { readonly id: string; readonly state: string; readonly expiresAt: string }[];
};

const root = () => ({
  endpoint: inject("emulator").url,
  region: REGION,
  credentials: { accessKeyId: MEMBER, secretAccessKey: "test" },
});

const ask = (duration: string) =>
  asPerson<Request>(
    "liv.sand",
    ...["access", "request", "--dataset", "sales.orders", "--template", "s3-prefix-read"],
    ...["--duration", duration, "--justification", "Why the October forecast was off"],
  );

async function active(duration: string): Promise<Request> {
  const { id } = await ask(duration);
  await asPerson("ben.ito", "access", "decide", id, "--approve", "--note", "Fine for the close");
  await asPerson("hugo.vass", "access", "decide", id, "--approve", "--note", "Agreed");
  return stateOf(id, "ACTIVE");
}

const stateOf = (id: string, state: string, seconds = 90): Promise<Request> =>
  until(
    () => asPerson<Request>("liv.sand", "access", "show", id),
    (request) => request.state === state,
    seconds,
  );

beforeAll(async () => {
  await layCompany();
  const s3 = new S3Client({ ...root(), forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
  await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: KEY, Body: "order,amount\n1,9.90\n" }));
});

describe("access on the deployed plane", () => {
  test("asked, decided by two, usable with the handed-out credentials, given back and proved", async () => {
    const request = await active("1h");
    expect(request.state).toBe("ACTIVE");
    const grant = request.grants[0] ?? expect.unreachable("no grant");

    const iam = new IAMClient(root());
    const { PolicyNames: names = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName: "liv.sand" }));
    expect(names).toEqual([`tollgate-${grant.id.toLowerCase()}-1`]);
    const policy = await iam.send(new GetRolePolicyCommand({ RoleName: "liv.sand", PolicyName: names[0] }));
    const document = JSON.parse(decodeURIComponent(policy.PolicyDocument ?? "")) as {
      Statement: { Condition: { [operator: string]: { [key: string]: string } } }[];
    };
    for (const { Condition } of document.Statement) {
      expect(Condition["DateLessThan"]?.["aws:CurrentTime"]).toBe(grant.expiresAt.replace(/\.\d+Z$/, "Z"));
      expect(Object.keys(Condition)).toContain("DateGreaterThanEquals");
    }

    const handed = await tollgateBy(await tokenOf("liv.sand"), "access", "credentials", grant.id);
    expect(handed.err).toBe("");
    const credentials = JSON.parse(handed.out) as {
      AccessKeyId: string;
      SecretAccessKey: string;
      SessionToken: string;
    };
    const hers = new S3Client({
      ...root(),
      forcePathStyle: true,
      credentials: {
        accessKeyId: credentials.AccessKeyId,
        secretAccessKey: credentials.SecretAccessKey,
        sessionToken: credentials.SessionToken,
      },
    });
    const read = () => hers.send(new GetObjectCommand({ Bucket: BUCKET, Key: KEY }));
    expect(await (await read()).Body?.transformToString()).toContain("9.90");
    await expect(hers.send(new PutObjectCommand({ Bucket: BUCKET, Key: KEY, Body: "x" }))).rejects.toThrow(
      /not authorized|denied/i,
    );

    await asPerson("liv.sand", "access", "give-back", request.id);
    await expect(read()).rejects.toThrow(/not authorized|denied/i);
    const over = await stateOf(request.id, "ENDED");
    expect(over.grants[0]?.state).toBe("REVOKED");
    const left = await iam.send(new ListRolePoliciesCommand({ RoleName: "liv.sand" }));
    expect(left.PolicyNames ?? []).toEqual([]);
  });

  test("nobody decides on what they asked for", async () => {
    const { id } = await ask("1h");
    const own = await tollgateBy(await tokenOf("liv.sand"), "access", "decide", id, "--approve");
    expect(own.code).toBe(1);
    expect(own.err).toContain("nobody decides on what they asked for");
    await asPerson("liv.sand", "access", "cancel", id);
  });

  test("a decision on an older revision is refused, and changes nothing", async () => {
    const { id, revision } = await ask("1h");
    await asPerson("ben.ito", "access", "decide", id, "--approve", "--note", "Fine");
    const stale = await fetch(`${inject("plane").url}/v1/access/requests/${id}/decisions`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${await tokenOf("hugo.vass")}`,
        "content-type": "application/json",
        "if-match": `"${revision}"`,
        "idempotency-key": "stale-decision-1",
      },
      body: JSON.stringify({ outcome: "approve", note: "Agreed" }),
    });
    expect([stale.status, (await stateOf(id, "PENDING", 1)).state]).toEqual([409, "PENDING"]);
    await asPerson("liv.sand", "access", "cancel", id);
  });

  test("who has no token is 401, and who is unknown is 403", async () => {
    const url = `${inject("plane").url}/v1/access/catalog`;
    expect((await fetch(url)).status).toBe(401);
    const nobody = await fetch(url, { headers: { authorization: `Bearer ${await tokenOf("nobody")}` } });
    expect(nobody.status).toBe(403);
  });
});
