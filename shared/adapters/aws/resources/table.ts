import type { ServedType } from "#shared/adapters/aws/resources/served-type.ts";
import { RESOURCE_TYPES } from "#shared/policy/resource-types/table.ts";
import { ATHENA_WORKGROUP } from "./types/athena-workgroup.ts";
import { DYNAMODB_TABLE } from "./types/dynamodb-table.ts";
import { EC2 } from "./types/ec2.ts";
import { ECR_REPOSITORY } from "./types/ecr-repository.ts";
import { EMR_CLUSTER } from "./types/emr-cluster.ts";
import { GLUE } from "./types/glue.ts";
import { KINESIS_STREAM } from "./types/kinesis-stream.ts";
import { LAMBDA_FUNCTION } from "./types/lambda-function.ts";
import { LOGS_LOG_GROUP } from "./types/logs-log-group.ts";
import { RDS_CLUSTER, RDS_INSTANCE } from "./types/rds-database.ts";
import { REDSHIFT_CLUSTER } from "./types/redshift-cluster.ts";
import { S3_BUCKET } from "./types/s3-bucket.ts";
import { SNS_TOPIC } from "./types/sns-topic.ts";
import { SQS_QUEUE } from "./types/sqs-queue.ts";

const ALL: readonly ServedType[] = [
  S3_BUCKET,
  LOGS_LOG_GROUP,
  SQS_QUEUE,
  SNS_TOPIC,
  DYNAMODB_TABLE,
  KINESIS_STREAM,
  LAMBDA_FUNCTION,
  ECR_REPOSITORY,
  RDS_INSTANCE,
  RDS_CLUSTER,
  REDSHIFT_CLUSTER,
  ATHENA_WORKGROUP,
  EMR_CLUSTER,
  ...GLUE,
  ...EC2,
];

/** How each resource type is served, by key. */
export const SERVED_TYPES: ReadonlyMap<string, ServedType> = new Map(ALL.map((type) => [type.key, type]));

/** Resource types of the table that policies may name and that are not served here yet: all of them are unreadable. */
export const UNSERVED_TYPES: readonly string[] = [...RESOURCE_TYPES.keys()].filter((key) => !SERVED_TYPES.has(key));
