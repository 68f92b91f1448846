import type { ResourceType } from "#shared/policy/resource-types/resource-type.ts";

/**
 * Kinesis, Firehose, MSK, SQS and SNS.
 *
 * Sources: id paths from the samples of the Kinesis, Firehose and SQS developer guides and of
 * flatironhealth/aws-remediation-framework, MSK from aws-samples/sample-auto-tag-aws-resources; Kinesis
 * 24 to 8,760 h and SQS 60 to 1,209,600 s (default 345,600) from the SDK models. Days are whole here, so
 * SQS offers 1 to 14. SetQueueAttributes names its map `attributes`, CreateQueue `attribute` (both read in samples).
 */
export const STREAMING: readonly ResourceType[] = [
  {
    key: "kinesis.stream",
    service: "kinesis.amazonaws.com",
    arn: "arn:{partition}:kinesis:{region}:{account}:stream/{id}",
    arnFrom: "template",
    creates: [{ name: "CreateStream", id: ["requestParameters.streamName"], tags: ["requestParameters.tags"] }],
    changes: [
      ...(["IncreaseStreamRetentionPeriod", "DecreaseStreamRetentionPeriod"] as const).map((name) => ({
        name,
        changes: "retention" as const,
        id: ["requestParameters.streamName", "requestParameters.streamARN"],
        retention: [
          { control: "kinesis.retention", path: "requestParameters.retentionPeriodHours", unit: "hours" as const },
        ],
      })),
      { name: "AddTagsToStream", changes: "tags", id: ["requestParameters.streamName", "requestParameters.streamARN"] },
      {
        name: "RemoveTagsFromStream",
        changes: "tags",
        id: ["requestParameters.streamName", "requestParameters.streamARN"],
      },
    ],
    tag: { api: "kinesis:AddTagsToStream", semantics: "merge", shape: "map", read: "kinesis:ListTagsForStream" },
    taggableAtOnce: false,
    controls: [
      {
        id: "kinesis.retention",
        read: "kinesis:DescribeStreamSummary.RetentionPeriodHours",
        write: "kinesis:IncreaseStreamRetentionPeriod or DecreaseStreamRetentionPeriod",
        offered: { kind: "range", min: 1, max: 365 },
        unset: "nothing",
        atCreation: 1,
        keeps: "buffer",
        lowering: "older records become inaccessible",
      },
    ],
  },
  {
    key: "firehose.deliverystream",
    service: "firehose.amazonaws.com",
    arn: "arn:{partition}:firehose:{region}:{account}:deliverystream/{id}",
    arnFrom: "template",
    creates: [
      {
        name: "CreateDeliveryStream",
        id: ["requestParameters.deliveryStreamName"],
        arn: ["responseElements.deliveryStreamARN"],
        tags: ["requestParameters.tags"],
      },
    ],
    changes: [
      { name: "TagDeliveryStream", changes: "tags", id: ["requestParameters.deliveryStreamName"] },
      { name: "UntagDeliveryStream", changes: "tags", id: ["requestParameters.deliveryStreamName"] },
    ],
    tag: {
      api: "firehose:TagDeliveryStream",
      semantics: "merge",
      shape: "Key/Value",
      read: "firehose:ListTagsForDeliveryStream",
    },
    taggableAtOnce: false,
    controls: [],
  },
  {
    // The ARN ends in a UUID that AWS makes up, so it is only ever taken from the response.
    key: "msk.cluster",
    service: "kafka.amazonaws.com",
    arn: "arn:{partition}:kafka:{region}:{account}:cluster/{id}",
    arnFrom: "record",
    creates: (["CreateClusterV2", "CreateCluster"] as const).map((name) => ({
      name,
      id: ["responseElements.clusterArn"],
      arn: ["responseElements.clusterArn"],
      tags: ["requestParameters.tags"],
    })),
    changes: [],
    tag: { api: "kafka:TagResource", semantics: "merge", shape: "map", read: "kafka:ListTagsForResource" },
    taggableAtOnce: true,
    controls: [],
  },
  {
    key: "sqs.queue",
    service: "sqs.amazonaws.com",
    arn: "arn:{partition}:sqs:{region}:{account}:{id}",
    arnFrom: "template",
    creates: [
      {
        name: "CreateQueue",
        id: ["requestParameters.queueName"],
        tags: ["requestParameters.tags"],
        retention: (["attribute", "attributes"] as const).map((map) => ({
          control: "sqs.retention",
          path: `requestParameters.${map}.MessageRetentionPeriod`,
          unit: "seconds" as const,
        })),
      },
    ],
    changes: [
      {
        name: "SetQueueAttributes",
        changes: "settings",
        id: ["requestParameters.queueUrl"],
        retention: [
          {
            control: "sqs.retention",
            path: "requestParameters.attributes.MessageRetentionPeriod",
            unit: "seconds",
          },
        ],
      },
      { name: "TagQueue", changes: "tags", id: ["requestParameters.queueUrl"] },
      { name: "UntagQueue", changes: "tags", id: ["requestParameters.queueUrl"] },
    ],
    tag: { api: "sqs:TagQueue", semantics: "merge", shape: "map", read: "sqs:ListQueueTags" },
    taggableAtOnce: true,
    controls: [
      {
        id: "sqs.retention",
        read: "sqs:GetQueueAttributes.MessageRetentionPeriod",
        write: "sqs:SetQueueAttributes",
        offered: { kind: "range", min: 1, max: 14 },
        unset: "nothing",
        atCreation: 4,
        keeps: "buffer",
        lowering: "messages past the new age are deleted",
      },
    ],
  },
  {
    key: "sns.topic",
    service: "sns.amazonaws.com",
    arn: "arn:{partition}:sns:{region}:{account}:{id}",
    arnFrom: "template",
    creates: [
      {
        name: "CreateTopic",
        id: ["requestParameters.name"],
        arn: ["responseElements.topicArn"],
        tags: ["requestParameters.tags"],
      },
    ],
    changes: [
      { name: "TagResource", changes: "tags", id: ["requestParameters.resourceArn"] },
      { name: "UntagResource", changes: "tags", id: ["requestParameters.resourceArn"] },
    ],
    tag: { api: "sns:TagResource", semantics: "merge", shape: "Key/Value", read: "sns:ListTagsForResource" },
    taggableAtOnce: true,
    controls: [],
  },
];
