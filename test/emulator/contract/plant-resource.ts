import { CloudWatchLogsClient, CreateLogGroupCommand } from "@aws-sdk/client-cloudwatch-logs";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { CreateRepositoryCommand, ECRClient } from "@aws-sdk/client-ecr";
import { AddTagsToStreamCommand, CreateStreamCommand, KinesisClient } from "@aws-sdk/client-kinesis";
import { CreateDBClusterCommand, CreateDBInstanceCommand, RDSClient } from "@aws-sdk/client-rds";
import { CreateBucketCommand, PutBucketTaggingCommand, S3Client } from "@aws-sdk/client-s3";
import { CreateQueueCommand, SQSClient } from "@aws-sdk/client-sqs";

type Options = {
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
};

export type Planting = { readonly name: string; readonly tags: Readonly<Record<string, string>> };

const pairs = (tags: Planting["tags"]) => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

/** How each type is made by its own service, as somebody in the account would. */
export const PLANT: Readonly<Record<string, (options: Options, planting: Planting) => Promise<unknown>>> = {
  async "s3.bucket"(options, { name, tags }) {
    const s3 = new S3Client(options);
    await s3.send(new CreateBucketCommand({ Bucket: name }));
    if (Object.keys(tags).length === 0) return;
    await s3.send(new PutBucketTaggingCommand({ Bucket: name, Tagging: { TagSet: pairs(tags) } }));
  },
  "logs.log-group": (options, { name: logGroupName, tags }) =>
    new CloudWatchLogsClient(options).send(new CreateLogGroupCommand({ logGroupName, tags })),
  "sqs.queue": (options, { name: QueueName, tags }) =>
    new SQSClient(options).send(new CreateQueueCommand({ QueueName, tags })),
  async "kinesis.stream"(options, { name: StreamName, tags: Tags }) {
    const kinesis = new KinesisClient(options);
    await kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
    // The emulator takes tags with the stream, and forgets them.
    if (Object.keys(Tags).length > 0) await kinesis.send(new AddTagsToStreamCommand({ StreamName, Tags }));
  },
  "ecr.repository": (options, { name: repositoryName, tags }) =>
    new ECRClient(options).send(new CreateRepositoryCommand({ repositoryName, tags: pairs(tags) })),
  "dynamodb.table": (options, { name: TableName, tags }) =>
    new DynamoDBClient(options).send(
      new CreateTableCommand({
        TableName,
        BillingMode: "PAY_PER_REQUEST",
        KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
        AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
        Tags: pairs(tags),
      }),
    ),
  "rds.instance": (options, { name: DBInstanceIdentifier, tags }) =>
    new RDSClient(options).send(
      new CreateDBInstanceCommand({
        DBInstanceIdentifier,
        DBInstanceClass: "db.t3.micro",
        Engine: "postgres",
        MasterUsername: "owner",
        MasterUserPassword: "only-of-this-test",
        AllocatedStorage: 20,
        Tags: pairs(tags),
      }),
    ),
  "rds.cluster": (options, { name: DBClusterIdentifier, tags }) =>
    new RDSClient(options).send(
      new CreateDBClusterCommand({
        DBClusterIdentifier,
        Engine: "aurora-postgresql",
        MasterUsername: "owner",
        MasterUserPassword: "only-of-this-test",
        Tags: pairs(tags),
      }),
    ),
};
