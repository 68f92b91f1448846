import { describe, expect, test } from "vitest";
import type { Sandbox } from "#shared/adapters/local/sandbox/sandbox.ts";
import { personId } from "#shared/kernel/ids.ts";
import type { JsonObject } from "#shared/kernel/json.ts";
import { ACCOUNT, at, DANA, DANAS_ROLE, LATER, OTHER_ACCOUNT, readPrefix, testSandbox } from "#test/support/sandbox.ts";

const FROM = "2026-11-23T04:00:00Z";
const UNTIL = "2026-11-23T08:00:00Z";
const OBJECT = "arn:aws:s3:::orders/curated/1.parquet";
const SECRET = "arn:aws:s3:::orders/secret/1.parquet";

/** The bucket `orders` with two objects, and Dana's role with one dated grant on its prefix. */
async function withGrant(bucket: JsonObject = {}) {
  const under = testSandbox();
  const { plant, grants } = under.sandbox;
  plant.resource({ type: "s3.bucket", account: ACCOUNT, id: "orders", settings: bucket });
  plant.object({ bucket: "orders", key: "curated/1.parquet", size: 5_000_000, body: "order 1" });
  await grants.ensureRole(DANAS_ROLE, LATER);
  await grants.putPolicy(
    { role: DANAS_ROLE, name: "tollgate-g1-1", document: readPrefix("orders/curated/", FROM, UNTIL) },
    LATER,
  );
  return under;
}

const mayRead = (sandbox: Sandbox, object = OBJECT) => sandbox.try({ person: DANA }, "s3:GetObject", object);

describe("a dated grant", () => {
  test.each([
    { time: "2026-11-23T03:59:59Z", allowed: false, because: "before the window" },
    { time: "2026-11-23T04:00:00Z", allowed: false, because: "the window is open at both ends" },
    { time: "2026-11-23T04:00:01Z", allowed: true, because: "within it" },
    { time: "2026-11-23T07:59:59Z", allowed: true, because: "still within it" },
    { time: "2026-11-23T08:00:00Z", allowed: false, because: "after it, with nothing of ours having run" },
  ])("at $time reading is allowed: $allowed, $because", async ({ time, allowed }) => {
    const { sandbox, clock } = await withGrant();
    clock.set(time);
    expect(mayRead(sandbox).allowed).toBe(allowed);
  });

  test("tells why in a sentence", async () => {
    const { sandbox, clock } = await withGrant();
    clock.set("2026-11-23T09:00:00Z");
    expect(mayRead(sandbox)).toEqual({
      allowed: false,
      because:
        "denied: the policy tollgate-g1-1 allows s3:GetObject on arn:aws:s3:::orders/curated/1.parquet only until 2026-11-23T08:00:00Z (aws:CurrentTime)",
    });
    clock.set("2026-11-23T05:00:00Z");
    expect(mayRead(sandbox).because).toBe(
      "allowed: the policy tollgate-g1-1 allows s3:GetObject on arn:aws:s3:::orders/curated/1.parquet until 2026-11-23T08:00:00Z",
    );
    expect(mayRead(sandbox, SECRET).because).toBe(
      "denied: the policy tollgate-g1-1 allows s3:GetObject, but not on arn:aws:s3:::orders/secret/1.parquet",
    );
  });

  test("covers the listing of its prefix and of no other", async () => {
    const { sandbox, clock } = await withGrant();
    clock.set("2026-11-23T05:00:00Z");
    const list = (arn: string) => sandbox.try({ person: DANA }, "s3:ListBucket", arn).allowed;
    expect(list("arn:aws:s3:::orders/curated/")).toBe(true);
    expect(list("arn:aws:s3:::orders/secret/")).toBe(false);
    expect(list("arn:aws:s3:::orders")).toBe(false);
  });

  test("ends at once for running sessions when its policy is deleted", async () => {
    const { sandbox, clock } = await withGrant();
    clock.set("2026-11-23T05:00:00Z");
    const issued = await sandbox.grants.issueCredentials(DANAS_ROLE, { grant: "G-1-1", until: at(UNTIL) });
    if (issued.kind !== "read") throw new Error(issued.message);
    expect(sandbox.tryWith(issued.value, "s3:GetObject", OBJECT).allowed).toBe(true);
    await sandbox.grants.deletePolicy(DANAS_ROLE, "tollgate-g1-1", LATER);
    expect(sandbox.tryWith(issued.value, "s3:GetObject", OBJECT).allowed).toBe(false);
  });

  test("gives nobody else anything", async () => {
    const { sandbox, clock } = await withGrant();
    clock.set("2026-11-23T05:00:00Z");
    const eve = sandbox.try({ person: personId("eve") }, "s3:GetObject", OBJECT);
    expect(eve).toEqual({ allowed: false, because: "denied: eve has no Tollgate role here" });
  });

  test("can be used: the object's text is read within the window only", async () => {
    const { sandbox, clock } = await withGrant();
    const input = { bucket: "orders", key: "curated/1.parquet" };
    expect(sandbox.perform({ person: DANA }, "s3:GetObject", input)).toMatchObject({
      kind: "refused",
      code: "AccessDenied",
    });
    clock.set("2026-11-23T05:00:00Z");
    expect(sandbox.perform({ person: DANA }, "s3:GetObject", input)).toEqual({
      kind: "done",
      response: { key: "curated/1.parquet", size: 5_000_000, body: "order 1" },
    });
    const listed = sandbox.perform({ person: DANA }, "s3:ListObjectsV2", { bucket: "orders", prefix: "curated/" });
    expect(listed).toMatchObject({ response: { contents: [{ key: "curated/1.parquet" }] } });
  });
});

describe("what else has a say", () => {
  const denyAll = (principal: string): JsonObject => ({
    Version: "2012-10-17",
    Statement: [
      { Sid: "Shut", Effect: "Deny", Principal: principal, Action: "s3:*", Resource: "arn:aws:s3:::orders/*" },
    ],
  });

  test("a bucket policy that denies wins over the grant", async () => {
    const { sandbox, clock } = await withGrant({ policy: denyAll("*") });
    clock.set("2026-11-23T05:00:00Z");
    expect(mayRead(sandbox).because).toBe(
      "denied: the bucket policy of orders denies s3:GetObject on arn:aws:s3:::orders/curated/1.parquet (Shut)",
    );
  });

  test("the boundary keeps a grant from giving rights instead of data", async () => {
    const { sandbox } = await withGrant();
    const document = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "iam:*", Resource: "*" }] };
    await sandbox.grants.putPolicy({ role: DANAS_ROLE, name: "tollgate-g2-1", document }, LATER);
    const tried = sandbox.try({ person: DANA }, "iam:PutRolePolicy", `arn:aws:iam::${ACCOUNT}:role/any`);
    expect(tried.because).toBe(
      "denied: the boundary tollgate-people-boundary denies iam:PutRolePolicy on arn:aws:iam::111111111111:role/any (NeverRights)",
    );
  });

  test("an object under a key needs the key too, through S3", async () => {
    const { sandbox, clock } = testSandbox();
    const kmsKey = sandbox.plant.key({ account: ACCOUNT, region: "eu-central-1", id: "k1" });
    sandbox.plant.resource({ type: "s3.bucket", account: ACCOUNT, id: "orders", settings: { kmsKey } });
    await sandbox.grants.ensureRole(DANAS_ROLE, LATER);
    const reading = readPrefix("orders/curated/", FROM, UNTIL);
    await sandbox.grants.putPolicy({ role: DANAS_ROLE, name: "tollgate-g1-1", document: reading }, LATER);
    clock.set("2026-11-23T05:00:00Z");
    expect(mayRead(sandbox).because).toBe(
      `denied: no policy of arn:aws:iam::111111111111:role/tollgate/people/tollgate-dana allows kms:Decrypt on ${kmsKey}`,
    );
    const decrypt: JsonObject = {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: "kms:Decrypt",
          Resource: kmsKey,
          Condition: { StringEquals: { "kms:ViaService": "s3.eu-central-1.amazonaws.com" } },
        },
      ],
    };
    await sandbox.grants.putPolicy({ role: DANAS_ROLE, name: "tollgate-g1-2", document: decrypt }, LATER);
    expect(mayRead(sandbox).allowed).toBe(true);
    expect(sandbox.try({ person: DANA }, "kms:Decrypt", kmsKey)).toMatchObject({
      allowed: false,
      because: expect.stringContaining(
        'only when kms:ViaService is "s3.eu-central-1.amazonaws.com"; the request has none',
      ),
    });
  });

  describe("a key that is narrowed to what S3 decrypts", () => {
    // Amazon S3 User Guide: the encryption context is the ARN of the bucket where it has a bucket key, else of the object.
    const BOTH = ["arn:aws:s3:::orders", "arn:aws:s3:::orders/curated/*"];

    test.each([
      { because: "the bucket has a bucket key, and is named", bucketKey: true, like: BOTH, allowed: true },
      { because: "it has none, and the object is named", bucketKey: false, like: BOTH, allowed: true },
      {
        because: "it has none, and only the bucket is named",
        bucketKey: false,
        like: BOTH.slice(0, 1),
        allowed: false,
      },
      { because: "it has one, and only objects are named", bucketKey: true, like: BOTH.slice(1), allowed: false },
      {
        because: "another folder of the bucket is named",
        bucketKey: false,
        like: ["arn:aws:s3:::orders/raw/*"],
        allowed: false,
      },
      {
        because: "another bucket is named, whose name begins so",
        bucketKey: true,
        like: ["arn:aws:s3:::orders-eu", "arn:aws:s3:::orders-eu/curated/*"],
        allowed: false,
      },
    ])("opens, or not ($allowed): $because", async ({ bucketKey, like, allowed }) => {
      const { sandbox, clock } = testSandbox();
      const kmsKey = sandbox.plant.key({ account: ACCOUNT, region: "eu-central-1", id: "k1" });
      sandbox.plant.resource({ type: "s3.bucket", account: ACCOUNT, id: "orders", settings: { kmsKey, bucketKey } });
      await sandbox.grants.ensureRole(DANAS_ROLE, LATER);
      const reading = readPrefix("orders/curated/", FROM, UNTIL);
      await sandbox.grants.putPolicy({ role: DANAS_ROLE, name: "tollgate-g1-1", document: reading }, LATER);
      const Condition = { StringLike: { "kms:EncryptionContext:aws:s3:arn": like } };
      const decrypt: JsonObject = {
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: "kms:Decrypt", Resource: kmsKey, Condition }],
      };
      await sandbox.grants.putPolicy({ role: DANAS_ROLE, name: "tollgate-g1-2", document: decrypt }, LATER);
      clock.set("2026-11-23T05:00:00Z");
      expect(mayRead(sandbox).allowed).toBe(allowed);
    });
  });

  test("a key whose policy names somebody else is shut, whatever IAM says", async () => {
    const { sandbox } = await withGrant();
    const policy: JsonObject = {
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Principal: { AWS: "arn:aws:iam::111111111111:role/other" }, Action: "kms:*", Resource: "*" },
      ],
    };
    const key = sandbox.plant.key({ account: ACCOUNT, region: "eu-central-1", id: "k2", policy });
    const document = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "kms:Decrypt", Resource: key }] };
    await sandbox.grants.putPolicy({ role: DANAS_ROLE, name: "tollgate-g3-1", document }, LATER);
    expect(sandbox.try({ person: DANA }, "kms:Decrypt", key)).toEqual({
      allowed: false,
      because: `denied: the policy of key k2 does not allow kms:Decrypt on ${key}`,
    });
  });

  test("a bucket of another account needs that bucket's own yes", async () => {
    const { sandbox, clock } = await withGrant();
    clock.set("2026-11-23T05:00:00Z");
    sandbox.plant.account({ account: OTHER_ACCOUNT, name: "partner", region: "eu-central-1" });
    sandbox.plant.resource({ type: "s3.bucket", account: OTHER_ACCOUNT, id: "partner" });
    const document = readPrefix("partner/", FROM, UNTIL);
    await sandbox.grants.putPolicy({ role: DANAS_ROLE, name: "tollgate-g4-1", document }, LATER);
    const tried = () => sandbox.try({ person: DANA }, "s3:GetObject", "arn:aws:s3:::partner/x").allowed;
    expect(tried()).toBe(false);
    const policy: JsonObject = {
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Principal: { AWS: ACCOUNT }, Action: "s3:GetObject", Resource: "arn:aws:s3:::partner/*" },
      ],
    };
    sandbox.plant.resource({ type: "s3.bucket", account: OTHER_ACCOUNT, id: "partner", settings: { policy } });
    expect(tried()).toBe(true);
  });

  test("who builds does not thereby read", async () => {
    const { sandbox } = await withGrant();
    const read = sandbox.perform({ person: DANA, as: "builder" }, "s3:GetObject", {
      bucket: "orders",
      key: "curated/1.parquet",
    });
    expect(read).toMatchObject({ kind: "refused", code: "AccessDenied" });
  });

  test.each([
    { action: "GetObject", arn: OBJECT, because: 'denied: "GetObject" is no action, which reads service:Action' },
    { action: "s3:GetObject", arn: "orders/x", because: 'denied: "orders/x" is no ARN' },
    { action: "s3:GetObject", arn: "arn:aws:s3:::nowhere/x", because: 'denied: there is no bucket "nowhere"' },
  ])("asked for $action on $arn: $because", async ({ action, arn, because }) => {
    const { sandbox } = await withGrant();
    expect(sandbox.try({ person: DANA }, action, arn)).toEqual({ allowed: false, because });
  });
});

describe("Tollgate's own reach", () => {
  test("a role of another path is neither read nor written", async () => {
    const { sandbox } = testSandbox();
    const trust: JsonObject = {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: "glue.amazonaws.com" }, Action: "sts:AssumeRole" }],
    };
    const admin = { person: personId("root-of-all"), as: "administrator" } as const;
    expect(sandbox.perform(admin, "iam:CreateRole", { role: "glue-jobs", trust })).toMatchObject({ kind: "done" });
    const foreign = { ...DANAS_ROLE, roleName: "glue-jobs" };
    const document = readPrefix("orders/", FROM, UNTIL);
    expect(await sandbox.grants.readRole(foreign)).toMatchObject({ kind: "unreadable", code: "AccessDenied" });
    const put = await sandbox.grants.putPolicy({ role: foreign, name: "tollgate-g1-1", document }, LATER);
    expect(put).toMatchObject({ kind: "refused", code: "AccessDenied", forGood: true });
    expect(await sandbox.grants.listRoles(ACCOUNT)).toMatchObject({ value: [] });
  });

  test("a role whose boundary or trust somebody changed is different, and put right by making it again", async () => {
    const { sandbox } = await withGrant();
    const admin = { person: personId("mallory"), as: "administrator" } as const;
    const role = { role: DANAS_ROLE.roleName };
    expect(sandbox.perform(admin, "iam:DeleteRolePermissionsBoundary", role)).toMatchObject({ kind: "done" });
    expect(await sandbox.grants.readRole(DANAS_ROLE)).toMatchObject({ value: "different" });
    await sandbox.grants.ensureRole(DANAS_ROLE, LATER);
    expect(await sandbox.grants.readRole(DANAS_ROLE)).toMatchObject({ value: "as-intended" });
    expect(await sandbox.grants.listPolicies(DANAS_ROLE, "")).toMatchObject({ value: ["tollgate-g1-1"] });
  });

  test("a policy that somebody deletes is gone, and the record names them", async () => {
    const { sandbox, records } = await withGrant();
    const admin = { person: personId("mallory"), as: "administrator" } as const;
    sandbox.perform(admin, "iam:DeleteRolePolicy", { role: DANAS_ROLE.roleName, policy: "tollgate-g1-1" });
    expect(await sandbox.grants.readPolicy(DANAS_ROLE, "tollgate-g1-1")).toMatchObject({ value: undefined });
    expect(records.at(-1)).toMatchObject({
      eventSource: "iam.amazonaws.com",
      eventName: "DeleteRolePolicy",
      awsRegion: "us-east-1",
      userIdentity: { arn: expect.stringMatching(/\/mallory$/) },
      requestParameters: { roleName: "tollgate-dana", policyName: "tollgate-g1-1" },
    });
  });

  test("what the caller does to a document after putting it changes nothing", async () => {
    const { sandbox } = await withGrant();
    const statement = { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::orders/*" };
    const document = { Version: "2012-10-17", Statement: [statement] };
    await sandbox.grants.putPolicy({ role: DANAS_ROLE, name: "tollgate-g2-1", document }, LATER);
    statement.Resource = "*";
    expect(await sandbox.grants.readPolicy(DANAS_ROLE, "tollgate-g2-1")).toMatchObject({
      value: { Statement: [{ Resource: "arn:aws:s3:::orders/*" }] },
    });
  });
});

describe("credentials", () => {
  const issue = async (sandbox: Sandbox, until = "2026-11-23T06:00:00Z") => {
    const issued = await sandbox.grants.issueCredentials(DANAS_ROLE, { grant: "G-1-1", until: at(until) });
    if (issued.kind !== "read") throw new Error(issued.message);
    return issued.value;
  };

  test("open what the role may, until they end", async () => {
    const { sandbox, clock } = await withGrant();
    clock.set("2026-11-23T05:00:00Z");
    const credentials = await issue(sandbox);
    expect(sandbox.tryWith(credentials, "s3:GetObject", OBJECT).allowed).toBe(true);
    clock.set("2026-11-23T06:00:00Z");
    expect(sandbox.tryWith(credentials, "s3:GetObject", OBJECT)).toEqual({
      allowed: false,
      because: "denied: these credentials ended at 2026-11-23T06:00:00.000Z (ExpiredToken)",
    });
  });

  test.each(["secretAccessKey", "sessionToken", "accessKeyId"] as const)(
    "with another %s are of nobody",
    async (part) => {
      const { sandbox, clock } = await withGrant();
      clock.set("2026-11-23T05:00:00Z");
      const forged = { ...(await issue(sandbox)), [part]: "x" };
      expect(sandbox.tryWith(forged, "s3:GetObject", OBJECT)).toEqual({
        allowed: false,
        because: "denied: these credentials are of nobody (InvalidClientTokenId)",
      });
    },
  );

  test("look like those of AWS", async () => {
    const { sandbox } = await withGrant();
    expect(await issue(sandbox)).toEqual({
      accessKeyId: expect.stringMatching(/^ASIA[0-9A-F]{16}$/),
      secretAccessKey: expect.stringMatching(/^[A-Za-z0-9+/]{40}$/),
      sessionToken: expect.stringMatching(/^[A-Za-z0-9+/=]{44}$/),
      expiration: at("2026-11-23T06:00:00Z"),
    });
  });

  test("are not given for a role that the broker is not trusted by", async () => {
    const { sandbox } = await withGrant();
    const eve = { ...DANAS_ROLE, person: personId("eve") };
    expect(await sandbox.grants.issueCredentials(eve, { grant: "G-1-1", until: at(UNTIL) })).toMatchObject({
      kind: "unreadable",
      code: "AccessDenied",
    });
  });
});
