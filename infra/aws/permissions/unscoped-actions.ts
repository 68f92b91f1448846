/**
 * Actions that AWS does not scope to a resource, so that `*` is the narrowest there is; each with the page of
 * the service authorization reference that says so. A test allows `*` for these and for nothing else.
 */
export const UNSCOPED_ACTIONS: { readonly [action: string]: string } = {
  "xray:PutTraceSegments": "Actions defined by AWS X-Ray: no resource types",
  "xray:PutTelemetryRecords": "Actions defined by AWS X-Ray: no resource types",
  "tag:GetResources": "Actions defined by Amazon Resource Group Tagging API: no resource types",
  "tag:TagResources": "Actions defined by Amazon Resource Group Tagging API: no resource types",
  "tag:UntagResources": "Actions defined by Amazon Resource Group Tagging API: no resource types",
  "s3:ListAllMyBuckets": "Actions defined by Amazon S3: no resource types",
  "logs:DescribeLogGroups": "Actions defined by Amazon CloudWatch Logs: needs log-group:* of the account",
};
