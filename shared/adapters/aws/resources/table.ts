import type { ServedType } from "#shared/adapters/aws/resources/served-type.ts";
import { RESOURCE_TYPES } from "#shared/policy/resource-types/table.ts";

/** Loads how one type is served, and with it the client of its service: EC2's alone is larger than the rest of a function. */
export type LateServedType = () => Promise<ServedType>;

/** Of several types in one file, the one of this key. */
const among = (types: readonly ServedType[], key: string): ServedType => {
  const found = types.find((type) => type.key === key);
  if (found === undefined) throw new Error(`Cannot serve "${key}": its service's file has no such type`);
  return found;
};

const glue = (key: string) =>
  [key, async () => among((await import("#shared/adapters/aws/resources/types/glue.ts")).GLUE, key)] as const;
const ec2 = (key: string) =>
  [key, async () => among((await import("#shared/adapters/aws/resources/types/ec2.ts")).EC2, key)] as const;

/** How each resource type is served, by key. */
export const SERVED_TYPES: ReadonlyMap<string, LateServedType> = new Map<string, LateServedType>([
  ["s3.bucket", async () => (await import("#shared/adapters/aws/resources/types/s3-bucket.ts")).S3_BUCKET],
  [
    "logs.log-group",
    async () => (await import("#shared/adapters/aws/resources/types/logs-log-group.ts")).LOGS_LOG_GROUP,
  ],
  ["sqs.queue", async () => (await import("#shared/adapters/aws/resources/types/sqs-queue.ts")).SQS_QUEUE],
  ["sns.topic", async () => (await import("#shared/adapters/aws/resources/types/sns-topic.ts")).SNS_TOPIC],
  [
    "dynamodb.table",
    async () => (await import("#shared/adapters/aws/resources/types/dynamodb-table.ts")).DYNAMODB_TABLE,
  ],
  [
    "kinesis.stream",
    async () => (await import("#shared/adapters/aws/resources/types/kinesis-stream.ts")).KINESIS_STREAM,
  ],
  [
    "lambda.function",
    async () => (await import("#shared/adapters/aws/resources/types/lambda-function.ts")).LAMBDA_FUNCTION,
  ],
  [
    "ecr.repository",
    async () => (await import("#shared/adapters/aws/resources/types/ecr-repository.ts")).ECR_REPOSITORY,
  ],
  ["rds.instance", async () => (await import("#shared/adapters/aws/resources/types/rds-database.ts")).RDS_INSTANCE],
  ["rds.cluster", async () => (await import("#shared/adapters/aws/resources/types/rds-database.ts")).RDS_CLUSTER],
  [
    "redshift.cluster",
    async () => (await import("#shared/adapters/aws/resources/types/redshift-cluster.ts")).REDSHIFT_CLUSTER,
  ],
  [
    "athena.workgroup",
    async () => (await import("#shared/adapters/aws/resources/types/athena-workgroup.ts")).ATHENA_WORKGROUP,
  ],
  ["emr.cluster", async () => (await import("#shared/adapters/aws/resources/types/emr-cluster.ts")).EMR_CLUSTER],
  glue("glue.database"),
  glue("glue.job"),
  glue("glue.crawler"),
  glue("glue.trigger"),
  ec2("ec2.instance"),
  ec2("ec2.volume"),
  ec2("ec2.snapshot"),
]);

/** Resource types of the table that policies may name and that are not served here yet: all of them are unreadable. */
export const UNSERVED_TYPES: readonly string[] = [...RESOURCE_TYPES.keys()].filter((key) => !SERVED_TYPES.has(key));
