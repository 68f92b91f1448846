import { optional, pairs, type SandboxType, someTags } from "./resource-type.ts";

/** S3, CloudWatch Logs, SQS and Kinesis. */
export const STORAGE: readonly SandboxType[] = [
  {
    key: "s3.bucket",
    service: "s3",
    source: "s3.amazonaws.com",
    arn: "arn:aws:s3:::{id}",
    idField: "bucket",
    idForm: /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
    create: {
      action: "CreateBucket",
      fields: { bucket: "text", tags: "tags?", versioning: "flag?", kmsKey: "text?", abac: "flag?" },
      request: ({ id, region, tags }) => ({
        bucketName: id,
        Host: `${id}.s3.${region}.amazonaws.com`,
        CreateBucketConfiguration: {
          xmlns: "http://s3.amazonaws.com/doc/2006-03-01/",
          ...(region === "us-east-1" ? {} : { LocationConstraint: region }),
          ...(Object.keys(tags).length === 0
            ? {}
            : { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) }),
        },
      }),
      response: () => null,
      settings: ({ versioning, kmsKey, abac }) => ({
        versioning: versioning ?? false,
        ...optional("kmsKey", kmsKey),
        ...optional("abac", abac),
      }),
    },
    remove: { action: "DeleteBucket", request: (bucketName) => ({ bucketName }) },
    // PutBucketTagging replaces the set, so S3 has calls of its own; these two are s3control's, which add.
    tagging: {
      tag: "TagResource",
      untag: "UntagResource",
      named: ({ arn }) => ({ resourceArn: arn }),
      tags: (tags) => ({ tags: pairs(tags) }),
      keys: (tagKeys) => ({ tagKeys }),
    },
    codes: { missing: "NoSuchBucket", taken: "BucketAlreadyOwnedByYou", tooManyTags: "BadRequest" },
  },
  {
    key: "logs.log-group",
    service: "logs",
    source: "logs.amazonaws.com",
    arn: "arn:aws:logs:{region}:{account}:log-group:{id}",
    idField: "logGroup",
    idForm: /^[A-Za-z0-9_./#-]{1,512}$/,
    create: {
      action: "CreateLogGroup",
      fields: { logGroup: "text", tags: "tags?" },
      request: ({ id, tags }) => ({ logGroupName: id, ...someTags(tags, tags) }),
      response: () => null,
    },
    remove: { action: "DeleteLogGroup", request: (logGroupName) => ({ logGroupName }) },
    tagging: {
      tag: "TagResource",
      untag: "UntagResource",
      named: ({ arn }) => ({ resourceArn: arn }),
      tags: (tags) => ({ tags }),
      keys: (tagKeys) => ({ tagKeys }),
    },
    codes: {
      missing: "ResourceNotFoundException",
      taken: "ResourceAlreadyExistsException",
      tooManyTags: "TooManyTagsException",
    },
  },
  {
    key: "kinesis.stream",
    service: "kinesis",
    source: "kinesis.amazonaws.com",
    arn: "arn:aws:kinesis:{region}:{account}:stream/{id}",
    idField: "stream",
    idForm: /^[A-Za-z0-9_.-]{1,128}$/,
    create: {
      action: "CreateStream",
      fields: { stream: "text", shards: "whole?", tags: "tags?" },
      request: ({ id, input, tags }) => ({
        streamName: id,
        shardCount: input["shards"] ?? 1,
        ...someTags(tags, tags),
      }),
      response: () => null,
      settings: () => ({ retentionPeriodHours: 24 }),
    },
    remove: { action: "DeleteStream", request: (streamName) => ({ streamName }) },
    tagging: {
      tag: "AddTagsToStream",
      untag: "RemoveTagsFromStream",
      named: ({ id }) => ({ streamName: id }),
      tags: (tags) => ({ tags }),
      keys: (tagKeys) => ({ tagKeys }),
    },
    codes: {
      missing: "ResourceNotFoundException",
      taken: "ResourceInUseException",
      tooManyTags: "LimitExceededException",
    },
    rgta: true,
  },
  {
    key: "sqs.queue",
    service: "sqs",
    source: "sqs.amazonaws.com",
    arn: "arn:aws:sqs:{region}:{account}:{id}",
    idField: "queue",
    idForm: /^[A-Za-z0-9_-]{1,80}(\.fifo)?$/,
    create: {
      action: "CreateQueue",
      fields: { queue: "text", retentionSeconds: "whole?", tags: "tags?" },
      request: ({ id, input, tags }) => ({
        queueName: id,
        ...(input["retentionSeconds"] === undefined
          ? {}
          : { attribute: { MessageRetentionPeriod: String(input["retentionSeconds"]) } }),
        ...someTags(tags, tags),
      }),
      response: ({ id, account, region }) => ({ queueUrl: queueUrl(region, account, id) }),
      settings: ({ retentionSeconds }) => ({ messageRetentionPeriod: retentionSeconds ?? 345_600 }),
    },
    remove: { action: "DeleteQueue", request: (queueName) => ({ queueName }) },
    tagging: {
      tag: "TagQueue",
      untag: "UntagQueue",
      named: ({ id, account, region }) => ({ queueUrl: queueUrl(region, account, id) }),
      tags: (tags) => ({ tags }),
      keys: (tagKeys) => ({ tagKeys }),
    },
    codes: {
      missing: "AWS.SimpleQueueService.NonExistentQueue",
      taken: "QueueAlreadyExists",
      tooManyTags: "InvalidParameterValue",
    },
    rgta: true,
  },
];

const queueUrl = (region: string, account: string, id: string): string =>
  `https://sqs.${region}.amazonaws.com/${account}/${id}`;
