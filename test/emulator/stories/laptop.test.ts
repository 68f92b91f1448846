import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DescribeLogGroupsCommand,
  PutRetentionPolicyCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { CreateRoleCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateBucketCommand, GetBucketTaggingCommand, PutBucketTaggingCommand, S3Client } from "@aws-sdk/client-s3";
import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from "vitest";
import { decisionsOf, readDecisions } from "#infra/emulator/decisions.ts";
import { REGION } from "#infra/emulator/environment.ts";
import { rootOf, trustOf } from "#test/emulator/account.ts";
import { LAPTOP_PEOPLE, laptopDocuments } from "#test/emulator/support/laptop-documents.ts";
import { type LaptopPlane, shellOf, startLaptop, tollgateIn } from "#test/emulator/support/laptop-plane.ts";

/** An account that nothing was ever deployed in, and that no other story looks at. */
const mark = Date.now().toString(36);
const ACCOUNT = `7${String(Date.now()).slice(-11)}`;
const BARE = `laptop-bare-${mark}`;
/** For what a sweep does behind a promotion. In milliseconds. */
const PATIENCE = { timeout: 60_000, interval: 500 };
const READER = `looks-${mark}`;
const LOGS = `/laptop/${mark}`;

type Plan = {
  readonly id: string;
  readonly sentence: string;
  readonly counts: { readonly change: number };
  readonly unread: readonly string[];
  readonly entries: readonly { readonly name: string; readonly will: string }[];
};
type Finding = { readonly policy: string; readonly resource: string; readonly next?: { readonly what: string } };

const root = () => ({
  endpoint: inject("emulator").url,
  region: REGION,
  credentials: { accessKeyId: ACCOUNT, secretAccessKey: "test" },
});

/** A session of a role that has what the guide gives to whoever looks, and nothing else. */
async function reader(): Promise<NodeJS.ProcessEnv> {
  const { iam, sts } = rootOf(inject("emulator").url, ACCOUNT);
  const made = { RoleName: READER, AssumeRolePolicyDocument: trustOf(ACCOUNT) };
  const { Role } = await iam.send(new CreateRoleCommand(made));
  const PolicyDocument = readFileSync(new URL("../../../docs/reference/reader-policy.json", import.meta.url), "utf8");
  await iam.send(new PutRolePolicyCommand({ RoleName: READER, PolicyName: "all-it-has", PolicyDocument }));
  const assumed = { RoleArn: Role?.Arn ?? "", RoleSessionName: "pia" };
  const { Credentials } = await sts.send(new AssumeRoleCommand(assumed));
  return {
    ...shellOf(ACCOUNT),
    AWS_ACCESS_KEY_ID: Credentials?.AccessKeyId,
    AWS_SECRET_ACCESS_KEY: Credentials?.SecretAccessKey,
    AWS_SESSION_TOKEN: Credentials?.SessionToken,
  };
}

const room = mkdtempSync(join(tmpdir(), "tollgate-laptop-"));
const place = { home: join(room, "home"), cwd: join(room, "governance") };
let plane: LaptopPlane | undefined;

async function mustRun(...args: readonly string[]): Promise<string> {
  const { code, out, err } = await tollgateIn(place, ...args);
  if (code !== 0) throw new Error(`tollgate ${args.join(" ")} ended with ${code}: ${err}`);
  return out;
}

const asked = async <Answer>(person: string, ...args: readonly string[]): Promise<Answer> =>
  JSON.parse(await mustRun(...args, "--as", person, "--json")) as Answer;

const planned = (policy: string): Promise<Plan> => asked<Plan>("pia.lund", "policy", "plan", policy);

async function promoted(policy: string): Promise<Plan> {
  const plan = await planned(policy);
  const rest = ["--plan", plan.id, "--expect", String(plan.counts.change), "--yes"];
  await asked("pia.lund", "policy", "promote", policy, ...rest);
  return plan;
}

const nextOf = async (resource: string): Promise<string | undefined> =>
  (await asked<readonly Finding[]>("pia.lund", "findings", "list")).find((each) => each.resource === resource)?.next
    ?.what;

async function tagsOfBare(): Promise<{ readonly [key: string]: string }> {
  try {
    const { TagSet = [] } = await new S3Client({ ...root(), forcePathStyle: true }).send(
      new GetBucketTaggingCommand({ Bucket: BARE }),
    );
    return Object.fromEntries(TagSet.map(({ Key = "", Value = "" }) => [Key, Value]));
  } catch (fault) {
    if ((fault as Error).name === "NoSuchTagSet") return {};
    throw fault;
  }
}

async function daysOfLogs(): Promise<number | undefined> {
  const { logGroups = [] } = await new CloudWatchLogsClient(root()).send(
    new DescribeLogGroupsCommand({ logGroupNamePrefix: LOGS }),
  );
  return logGroups.find(({ logGroupName }) => logGroupName === LOGS)?.retentionInDays;
}

/** One bucket and one log group to put right, among enough that are as they must be. */
async function stock(): Promise<void> {
  const s3 = new S3Client({ ...root(), forcePathStyle: true });
  const logs = new CloudWatchLogsClient(root());
  await s3.send(new CreateBucketCommand({ Bucket: BARE }));
  await logs.send(new CreateLogGroupCommand({ logGroupName: LOGS }));
  await logs.send(new PutRetentionPolicyCommand({ logGroupName: LOGS, retentionInDays: 7 }));
  for (const at of [1, 2, 3, 4]) {
    const Bucket = `laptop-fine-${mark}-${at}`;
    await s3.send(new CreateBucketCommand({ Bucket }));
    const TagSet = [{ Key: "Environment", Value: "dev" }];
    await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
    const logGroupName = `/fine/${mark}/${at}`;
    await logs.send(new CreateLogGroupCommand({ logGroupName }));
    await logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 180 }));
  }
}

/** As on the first day: the operator lays the documents and then brings the people, who take over. */
async function layDocuments(): Promise<void> {
  mkdirSync(place.cwd, { recursive: true });
  await mustRun("init");
  for (const [path, text] of Object.entries(laptopDocuments(ACCOUNT, BARE))) {
    mkdirSync(dirname(join(place.cwd, path)), { recursive: true });
    writeFileSync(join(place.cwd, path), text);
  }
  const { plan } = JSON.parse(await mustRun("plan", ".", "--json")) as { plan: { id: string } };
  await mustRun("apply", plan.id);
  writeFileSync(join(room, "people.json"), JSON.stringify(LAPTOP_PEOPLE));
  await mustRun("people", "load", join(room, "people.json"));
}

/** With access keys of the account's root, unless it is somebody else's shell. */
const start = async (flags: readonly string[] = [], env = shellOf(ACCOUNT)): Promise<LaptopPlane> => {
  plane = await startLaptop(["--cloud", "aws", "--port", "0", "--home", place.home, ...flags], env);
  return plane;
};

beforeAll(stock);
afterEach(async () => {
  await plane?.end();
  plane = undefined;
});
afterAll(() => rmSync(room, { recursive: true, force: true }));

describe("a laptop on a real account", () => {
  test("says in whose name it looks, sees what is there, plans and promotes, and writes nothing", async () => {
    const { said } = await start([], await reader());
    const arn = `arn:aws:sts::${ACCOUNT}:assumed-role/${READER}/pia`;
    expect(said()).toContain(`Looks at AWS account ${ACCOUNT} as ${arn}\n`);
    expect(said()).toContain("Writes nothing in any account");
    await layDocuments();

    const plan = await promoted("bucket-environment");
    expect(plan.entries.map(({ name, will }) => `${name} ${will}`)).toEqual([`${BARE} change`]);
    expect(plan.sentence).toMatch(/ 1 of 5 resources now: .* Nothing will be written: this plane is read-only;/);
    expect((await promoted("log-days")).entries.map(({ name }) => name)).toEqual([LOGS]);
    for (const resource of [`arn:aws:s3:::${BARE}`, `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${LOGS}`]) {
      await expect.poll(() => nextOf(resource), PATIENCE).toMatch(/^Not written: this plane is read-only;/);
    }
    expect(await asked<readonly unknown[]>("pia.lund", "policy", "actions")).toEqual([]);
    expect(await tagsOfBare()).toEqual({});
    expect(await daysOfLogs()).toBe(7);
    const decided = decisionsOf(READER, readDecisions(inject("emulator").decisionLog));
    const inAccount = decided.filter(({ action }) => action !== "sts:AssumeRole");
    expect(inAccount.filter(({ allowed }) => !allowed)).toEqual([]);
    expect(inAccount.length).toBeGreaterThan(20);
    // What these credentials may not see is never taken for nothing.
    expect((await planned("elsewhere")).unread).toEqual([
      expect.stringMatching(/^s3\.bucket in eu-west-1 of 222233334444: /),
    ]);
  });

  test("grants no access: a request that is approved ends, and says why", async () => {
    await start();
    const ask = ["--dataset", "platform.notes", "--account", "own", "--duration", "1h"];
    const words = ["--justification", "To see what is in the notes of October"];
    const { id } = await asked<{ id: string }>("sven.roy", "access", "request", ...ask, ...words);
    const show = () => asked<object>("sven.roy", "access", "show", id);
    await expect.poll(show, PATIENCE).toMatchObject({ state: "BLOCKED", because: "this plane is read-only" });
  });

  test("names the account that it cannot read, and with --enforce writes what a promoted policy says", async () => {
    const { said } = await start(["--enforce"]);
    expect(said()).toContain(`Reads own (${ACCOUNT}) with these credentials\n`);
    expect(said()).toContain("Cannot read foreign (222233334444): its role tollgate-policy does not let");
    await promoted("bucket-environment");
    await promoted("log-days");
    await expect.poll(tagsOfBare, PATIENCE).toEqual({ Environment: "dev" });
    await expect.poll(daysOfLogs, PATIENCE).toBe(90);
    const actions = async () =>
      (await asked<readonly { policy: string; state: string }[]>("pia.lund", "policy", "actions"))
        .map(({ policy, state }) => `${policy} ${state}`)
        .toSorted();
    await expect.poll(actions, PATIENCE).toEqual(["bucket-environment DONE", "log-days DONE"]);
  });

  test("has no sandbox, and no clock that could be advanced", async () => {
    await start();
    for (const args of [["resources"], ["advance", "1h"]]) {
      const ran = await tollgateIn(place, "sandbox", ...args, "--as", "pia.lund");
      expect(ran.code).toBe(1);
      expect(ran.err).toContain("Cannot use the sandbox: there is none here, because this plane governs AWS accounts");
    }
  });

  test("keeps its state apart from that of a sandbox", async () => {
    await expect(startLaptop(["--port", "0", "--home", place.home], shellOf(ACCOUNT))).rejects.toThrow(
      /what it holds is about AWS accounts, and this plane is about the sandbox; name another folder by --home/,
    );
  });
});
