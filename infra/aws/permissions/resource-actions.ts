/** What the policy role does to resources of one type; ARNs of the type are filled in from the resource-type table. */
export type ResourceActions = {
  /** Asked of the whole account, because AWS does not scope them; each is in UNSCOPED_ACTIONS. */
  readonly population?: readonly string[];
  readonly read: readonly string[];
  /** Granted only where the account is enrolled. */
  readonly write: readonly string[];
  /** Further resources that the same actions are checked against: `catalog` of Glue. */
  readonly also?: readonly string[];
};

const GLUE_TAGS = ["glue:TagResource", "glue:UntagResource"] as const;
const EC2_TAGS = ["ec2:CreateTags", "ec2:DeleteTags"] as const;
const RDS_TAGS = ["rds:AddTagsToResource", "rds:RemoveTagsFromResource"] as const;

/** Asked in the caller's name for every type that is tagged by the Resource Groups Tagging API. */
export const TAGGING_ACTIONS: readonly string[] = ["tag:TagResources", "tag:UntagResources"];

/** Who made a resource that no event announced. */
export const TRAIL_ACTIONS: readonly string[] = ["cloudtrail:LookupEvents"];

/**
 * Exact actions of the table of served resource types. A test holds them against the calls that its code makes, both
 * ways: a call without a permission and a permission without a call both fail it.
 */
export const RESOURCE_ACTIONS: { readonly [type: string]: ResourceActions } = {
  "s3.bucket": {
    population: ["s3:ListAllMyBuckets"],
    read: ["s3:GetBucketLocation", "s3:GetBucketTagging", "s3:GetLifecycleConfiguration"],
    write: ["s3:PutBucketTagging", "s3:PutLifecycleConfiguration"],
  },
  "logs.log-group": {
    read: ["logs:DescribeLogGroups", "logs:ListTagsForResource"],
    write: ["logs:DeleteRetentionPolicy", "logs:PutRetentionPolicy", "logs:TagResource", "logs:UntagResource"],
  },
  "sqs.queue": {
    population: ["sqs:ListQueues"],
    read: ["sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:ListQueueTags"],
    write: ["sqs:SetQueueAttributes", "sqs:TagQueue", "sqs:UntagQueue"],
  },
  "sns.topic": {
    population: ["sns:ListTopics"],
    read: ["sns:GetTopicAttributes", "sns:ListTagsForResource"],
    write: ["sns:TagResource", "sns:UntagResource"],
  },
  "dynamodb.table": {
    population: ["dynamodb:ListTables"],
    read: ["dynamodb:DescribeContinuousBackups", "dynamodb:DescribeTable", "dynamodb:ListTagsOfResource"],
    write: ["dynamodb:TagResource", "dynamodb:UntagResource", "dynamodb:UpdateContinuousBackups"],
  },
  "kinesis.stream": {
    population: ["kinesis:ListStreams"],
    read: ["kinesis:DescribeStreamSummary", "kinesis:ListTagsForStream"],
    write: [
      "kinesis:AddTagsToStream",
      "kinesis:DecreaseStreamRetentionPeriod",
      "kinesis:IncreaseStreamRetentionPeriod",
      "kinesis:RemoveTagsFromStream",
    ],
  },
  "lambda.function": {
    population: ["lambda:ListFunctions"],
    read: ["lambda:GetFunctionConfiguration", "lambda:ListTags"],
    write: ["lambda:TagResource", "lambda:UntagResource"],
  },
  "ecr.repository": {
    read: ["ecr:DescribeRepositories", "ecr:ListTagsForResource"],
    write: ["ecr:TagResource", "ecr:UntagResource"],
  },
  "rds.instance": {
    read: ["rds:DescribeDBInstances", "rds:ListTagsForResource"],
    write: ["rds:ModifyDBInstance", ...RDS_TAGS],
  },
  "rds.cluster": {
    read: ["rds:DescribeDBClusters", "rds:ListTagsForResource"],
    write: ["rds:ModifyDBCluster", ...RDS_TAGS],
  },
  "redshift.cluster": {
    read: ["redshift:DescribeClusters", "redshift:DescribeTags"],
    write: ["redshift:CreateTags", "redshift:DeleteTags", "redshift:ModifyCluster"],
  },
  "glue.database": {
    read: ["glue:GetDatabase", "glue:GetDatabases", "glue:GetTags"],
    write: GLUE_TAGS,
    also: ["arn:{partition}:glue:{region}:{account}:catalog"],
  },
  "glue.job": { population: ["glue:GetJobs"], read: ["glue:GetJob", "glue:GetTags"], write: GLUE_TAGS },
  "glue.crawler": { population: ["glue:GetCrawlers"], read: ["glue:GetCrawler", "glue:GetTags"], write: GLUE_TAGS },
  "glue.trigger": { population: ["glue:GetTriggers"], read: ["glue:GetTrigger", "glue:GetTags"], write: GLUE_TAGS },
  "athena.workgroup": {
    population: ["athena:ListWorkGroups"],
    read: ["athena:GetWorkGroup", "athena:ListTagsForResource"],
    write: ["athena:TagResource", "athena:UntagResource"],
  },
  "emr.cluster": {
    population: ["elasticmapreduce:ListClusters"],
    read: ["elasticmapreduce:DescribeCluster"],
    write: ["elasticmapreduce:AddTags", "elasticmapreduce:RemoveTags"],
  },
  "ec2.instance": { population: ["ec2:DescribeInstances", "ec2:DescribeTags"], read: [], write: EC2_TAGS },
  "ec2.volume": { population: ["ec2:DescribeVolumes"], read: [], write: EC2_TAGS },
  "ec2.snapshot": {
    population: ["ec2:DescribeSnapshots"],
    read: [],
    write: EC2_TAGS,
    // IAM knows snapshots without an account in their ARN.
    also: ["arn:{partition}:ec2:{region}::snapshot/*"],
  },
};
