import type { ResourceType } from "#shared/policy/resource-types/resource-type.ts";

/** The 22 values that PutRetentionPolicy takes; 123 is refused by AWS (SDK model, PutRetentionPolicy). */
const LOG_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

/**
 * CloudWatch Logs and Secrets Manager.
 *
 * Sources: CreateLogGroup auto-tag and aws-samples; ARNs for tagging go without the trailing `:*` that
 * DescribeLogGroups returns (c7n cw.py); names PutRetentionPolicy and DeleteRetentionPolicy are those of the
 * API (no sample seen). CreateSecret: Secrets Manager guide's sample, whose response is null, so the ARN
 * with its random suffix is often not in the record: the resource is then named by region and name.
 */
export const OPERATIONS: readonly ResourceType[] = [
  {
    key: "logs.log-group",
    service: "logs.amazonaws.com",
    arn: "arn:{partition}:logs:{region}:{account}:log-group:{id}",
    arnFrom: "template",
    creates: [{ name: "CreateLogGroup", id: ["requestParameters.logGroupName"], tags: ["requestParameters.tags"] }],
    changes: [
      {
        name: "PutRetentionPolicy",
        changes: "retention",
        id: ["requestParameters.logGroupName"],
        retention: [{ control: "logs.retention", path: "requestParameters.retentionInDays", unit: "days" }],
      },
      { name: "DeleteRetentionPolicy", changes: "retention", id: ["requestParameters.logGroupName"] },
      { name: "TagLogGroup", changes: "tags", id: ["requestParameters.logGroupName"] },
      { name: "UntagLogGroup", changes: "tags", id: ["requestParameters.logGroupName"] },
      { name: "TagResource", changes: "tags", id: ["requestParameters.resourceArn"] },
      { name: "UntagResource", changes: "tags", id: ["requestParameters.resourceArn"] },
    ],
    tag: { api: "logs:TagResource", semantics: "merge", shape: "map", read: "logs:ListTagsForResource" },
    taggableAtOnce: true,
    controls: [
      {
        id: "logs.retention",
        read: "logs:DescribeLogGroups.retentionInDays",
        write: "logs:PutRetentionPolicy",
        offered: { kind: "list", values: LOG_DAYS },
        unset: "forever",
        atCreation: "unset",
        keeps: "data",
        lowering: "log events past the new age are deleted within about 72 hours",
      },
    ],
  },
  {
    key: "secretsmanager.secret",
    service: "secretsmanager.amazonaws.com",
    arn: "arn:{partition}:secretsmanager:{region}:{account}:secret:{id}",
    arnFrom: "record",
    creates: [
      {
        name: "CreateSecret",
        id: ["requestParameters.name"],
        arn: ["responseElements.arn", "responseElements.aRN"],
        tags: ["requestParameters.tags"],
      },
    ],
    changes: ["TagResource", "UntagResource"].map((name) => ({
      name,
      changes: "tags",
      id: ["requestParameters.secretId"],
    })),
    tag: {
      api: "secretsmanager:TagResource",
      semantics: "merge",
      shape: "Key/Value",
      read: "secretsmanager:DescribeSecret.Tags",
    },
    taggableAtOnce: true,
    controls: [],
  },
];
