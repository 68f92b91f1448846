import * as z from "zod";
import type { FunctionSpec } from "#shared/runtime/function.ts";
import { ENV } from "#shared/runtime/function-env.ts";

/** Services with a watched call. A test holds the list against the table of resource types. */
const SOURCES = [
  "aws.athena",
  "aws.dynamodb",
  "aws.ec2",
  "aws.ecr",
  "aws.elasticmapreduce",
  "aws.es",
  "aws.firehose",
  "aws.glue",
  "aws.kafka",
  "aws.kinesis",
  "aws.lambda",
  "aws.logs",
  "aws.rds",
  "aws.redshift",
  "aws.redshift-serverless",
  "aws.s3",
  "aws.sagemaker",
  "aws.secretsmanager",
  "aws.sns",
  "aws.sqs",
  "aws.states",
] as const;

/** What happens in governed accounts, as it happens: recognised, judged, found, put right. */
export const eventEnforce = {
  name: "event-enforce",
  triggers: [{ kind: "events", source: SOURCES, types: ["AWS API Call via CloudTrail"] }],
  env: z.object({ ...ENV.table, ...ENV.members }),
  capabilities: [
    "table.get",
    "table.query",
    "index.list",
    "index.thing",
    "table.write",
    "table.check",
    "resources.read",
    "resources.write",
  ],
  timeoutSeconds: 120,
} as const satisfies FunctionSpec;
