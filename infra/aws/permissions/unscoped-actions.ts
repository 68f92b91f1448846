/**
 * Actions that AWS does not scope to a resource, so that `*` is the narrowest there is; each with the page of
 * the service authorization reference that says so. A test allows `*` for these and for nothing else.
 */
export const UNSCOPED_ACTIONS: { readonly [action: string]: string } = {
  "ce:GetCostAndUsage":
    "Actions defined by AWS Cost Explorer Service: a billing view is optional, and the primary one is asked",
  "iam:ListRoles": "Actions defined by AWS IAM: ListRoles has no resource type",
  "organizations:ListRoots": "Actions defined by AWS Organizations: ListRoots has no resource type",
  "xray:PutTraceSegments": "Actions defined by AWS X-Ray: no resource types",
  "xray:PutTelemetryRecords": "Actions defined by AWS X-Ray: no resource types",
  "cloudtrail:LookupEvents": "Actions defined by AWS CloudTrail: LookupEvents has no resource type",
  "tag:TagResources": "Actions defined by Amazon Resource Group Tagging API: no resource types",
  "tag:UntagResources": "Actions defined by Amazon Resource Group Tagging API: no resource types",
  "s3:ListAllMyBuckets": "Actions defined by Amazon S3: no resource types",
  "sqs:ListQueues": "Actions defined by Amazon SQS: no resource types",
  "sns:ListTopics": "Actions defined by Amazon SNS: no resource types",
  "dynamodb:ListStreams": "Actions defined by Amazon DynamoDB: ListStreams has no resource type",
  "dynamodb:ListTables": "Actions defined by Amazon DynamoDB: no resource types",
  "kinesis:ListStreams": "Actions defined by Amazon Kinesis: no resource types",
  "lambda:ListFunctions": "Actions defined by AWS Lambda: no resource types",
  "athena:ListWorkGroups": "Actions defined by Amazon Athena: no resource types",
  "elasticmapreduce:ListClusters": "Actions defined by Amazon Elastic MapReduce: no resource types",
  "ec2:DescribeInstances": "Actions defined by Amazon EC2: no resource types",
  "ec2:DescribeSnapshots": "Actions defined by Amazon EC2: no resource types",
  "ec2:DescribeTags": "Actions defined by Amazon EC2: no resource types",
  "ec2:DescribeVolumes": "Actions defined by Amazon EC2: no resource types",
  "glue:GetJobs": 'Glue developer guide, "Access-control for non-catalog operations that retrieve multiple items"',
  "glue:GetCrawlers": 'Glue developer guide, "Access-control for non-catalog operations that retrieve multiple items"',
  "glue:GetTriggers": 'Glue developer guide, "Access-control for non-catalog operations that retrieve multiple items"',
};
