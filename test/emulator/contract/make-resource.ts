import { AthenaClient, CreateWorkGroupCommand } from "@aws-sdk/client-athena";
import { CreateSnapshotCommand, CreateVolumeCommand, EC2Client, RunInstancesCommand } from "@aws-sdk/client-ec2";
import {
  CreateCrawlerCommand,
  CreateDatabaseCommand,
  CreateJobCommand,
  CreateTriggerCommand,
  GlueClient,
} from "@aws-sdk/client-glue";
import { CreateFunctionCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { CreateTopicCommand, SNSClient } from "@aws-sdk/client-sns";
import type { MemberOptions } from "#test/emulator/contract/policy-sessions.ts";

const NAME = "orders";

/** A role that each account of these tests has. */
const roleOf = ({ account }: MemberOptions): string => `arn:aws:iam::${account}:role/tollgate/tollgate-policy`;

/** An archive with nothing in it. */
const EMPTY_ZIP = Buffer.from("UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==", "base64");

const named = async (made: Promise<unknown>): Promise<string> => {
  await made;
  return NAME;
};

const volume = async (options: MemberOptions): Promise<string> => {
  const create = new CreateVolumeCommand({ AvailabilityZone: `${options.region}a`, Size: 8 });
  return (await new EC2Client(options).send(create)).VolumeId ?? "";
};

/** How the types are made that the contract says nothing of: each answers with the new resource's id. */
export const MAKE: Readonly<Record<string, (options: MemberOptions) => Promise<string>>> = {
  "ec2.volume": volume,
  async "ec2.snapshot"(options) {
    const create = new CreateSnapshotCommand({ VolumeId: await volume(options) });
    return (await new EC2Client(options).send(create)).SnapshotId ?? "";
  },
  async "ec2.instance"(options) {
    const run = { ImageId: "ami-12345678", MinCount: 1, MaxCount: 1, InstanceType: "t3.micro" } as const;
    return (await new EC2Client(options).send(new RunInstancesCommand(run))).Instances?.[0]?.InstanceId ?? "";
  },
  "athena.workgroup": (options) => named(new AthenaClient(options).send(new CreateWorkGroupCommand({ Name: NAME }))),
  "sns.topic": (options) => named(new SNSClient(options).send(new CreateTopicCommand({ Name: NAME }))),
  "glue.database": (options) =>
    named(new GlueClient(options).send(new CreateDatabaseCommand({ DatabaseInput: { Name: NAME } }))),
  "glue.job": (options) => {
    const Command = { Name: "glueetl", ScriptLocation: "s3://scripts/orders.py" };
    return named(new GlueClient(options).send(new CreateJobCommand({ Name: NAME, Role: roleOf(options), Command })));
  },
  "glue.crawler": (options) => {
    const Targets = { S3Targets: [{ Path: "s3://orders/" }] };
    return named(
      new GlueClient(options).send(new CreateCrawlerCommand({ Name: NAME, Role: roleOf(options), Targets })),
    );
  },
  "glue.trigger": (options) =>
    named(new GlueClient(options).send(new CreateTriggerCommand({ Name: NAME, Type: "ON_DEMAND", Actions: [] }))),
  "lambda.function": (options) => {
    const create = new CreateFunctionCommand({
      FunctionName: NAME,
      Role: roleOf(options),
      Runtime: "nodejs22.x",
      Handler: "index.handler",
      Code: { ZipFile: EMPTY_ZIP },
    });
    return named(new LambdaClient(options).send(create));
  },
};
