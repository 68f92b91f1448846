import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { S3Client } from "@aws-sdk/client-s3";
import { SchedulerClient } from "@aws-sdk/client-scheduler";
import { SESv2Client } from "@aws-sdk/client-sesv2";
import { SQSClient } from "@aws-sdk/client-sqs";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";

type Keys = { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string };

export type Clients = ReturnType<typeof clientsOf>;

/** The account that the key `test` is root of; every other is named by twelve digits as its root's key. */
export const ACCOUNT = "000000000000";

const rootKeys = (account: string): Keys => ({
  accessKeyId: account === ACCOUNT ? "test" : account,
  secretAccessKey: "test",
});

function clientsOf(url: string, credentials: Keys) {
  const config = { endpoint: url, region: "us-east-1", credentials, maxAttempts: 1 };
  return {
    events: new EventBridgeClient(config),
    iam: new IAMClient(config),
    lambda: new LambdaClient(config),
    logs: new CloudWatchLogsClient(config),
    mail: new SESv2Client(config),
    s3: new S3Client({ ...config, forcePathStyle: true }),
    scheduler: new SchedulerClient(config),
    sqs: new SQSClient(config),
    sts: new STSClient(config),
    tables: new DynamoDBClient(config),
  };
}

/** Whoever may do everything in the account. */
export const rootOf = (url: string, account = ACCOUNT): Clients => clientsOf(url, rootKeys(account));

type Statement = {
  readonly Effect: "Allow" | "Deny";
  readonly Action: string | readonly string[];
  readonly Resource: string;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
};

export const policyOf = (...statements: readonly Statement[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });

/** A trust policy for whoever the account itself lets. */
export const trustOf = (account = ACCOUNT): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: "sts:AssumeRole" }],
  });

/** Clients that act in a session of a role, which the root of its account assumes. */
export async function sessionOf(url: string, roleArn: string): Promise<Clients> {
  const { sts } = rootOf(url, roleArn.split(":")[4]);
  const { Credentials: given } = await sts.send(new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: "test" }));
  return clientsOf(url, {
    accessKeyId: given?.AccessKeyId ?? "",
    secretAccessKey: given?.SecretAccessKey ?? "",
    sessionToken: given?.SessionToken ?? "",
  });
}

type RoleName = string | { readonly name: string; readonly account: string };

/** Makes a role with these statements alone, and returns clients that act in a session of it. */
export async function actingAs(url: string, role: RoleName, statements: readonly Statement[]): Promise<Clients> {
  const { name, account } = typeof role === "string" ? { name: role, account: ACCOUNT } : role;
  const { iam } = rootOf(url, account);
  await iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: trustOf(account) }));
  await iam.send(
    new PutRolePolicyCommand({ RoleName: name, PolicyName: "all-it-has", PolicyDocument: policyOf(...statements) }),
  );
  return sessionOf(url, `arn:aws:iam::${account}:role/${name}`);
}

/** How IAM answered a call; a call that failed for another reason fails here. */
export async function answerTo(call: Promise<unknown>): Promise<"allowed" | "denied"> {
  try {
    await call;
    return "allowed";
  } catch (fault) {
    if (fault instanceof Error && /^AccessDenied(Exception)?$/.test(fault.name)) return "denied";
    throw fault;
  }
}
