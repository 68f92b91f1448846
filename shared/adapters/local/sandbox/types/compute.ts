import type { JsonObject } from "#shared/kernel/json.ts";
import { type Made, optional, pairs, type SandboxType, someTags, type TagCalls } from "./resource-type.ts";

const EC2_TAGS: TagCalls = {
  tag: "CreateTags",
  untag: "DeleteTags",
  named: ({ id }) => ({ resourcesSet: { items: [{ resourceId: id }] } }),
  tags: (tags) => ({ tagSet: { items: pairs(tags) } }),
  keys: (keys) => ({ tagSet: { items: keys.map((key) => ({ key })) } }),
};

type Ec2 = {
  readonly kind: "instance" | "volume" | "snapshot";
  readonly prefix: string;
  readonly action: string;
  readonly remove: SandboxType["remove"];
  readonly create: Pick<SandboxType["create"], "fields" | "request" | "response" | "settings" | "parent">;
};

const ec2 = ({ kind, prefix, action, remove, create }: Ec2): SandboxType => ({
  key: `ec2.${kind}`,
  service: "ec2",
  source: "ec2.amazonaws.com",
  arn: `arn:aws:ec2:{region}:{account}:${kind}/{id}`,
  idField: kind,
  idPrefix: prefix,
  create: {
    ...create,
    action,
    fields: { ...create.fields, tags: "tags?" },
    request: (made) => ({ ...create.request(made), ...specified(kind, made) }),
  },
  remove,
  tagging: EC2_TAGS,
  codes: {
    missing: `Invalid${kind === "instance" ? "InstanceID" : kind === "volume" ? "Volume" : "Snapshot"}.NotFound`,
    taken: "InvalidParameterValue",
    tooManyTags: "TagLimitExceeded",
  },
});

const specified = (resourceType: string, { tags }: Made): JsonObject =>
  Object.keys(tags).length === 0 ? {} : { tagSpecificationSet: { items: [{ resourceType, tags: pairs(tags) }] } };

/** EC2, Lambda and ECR. */
export const COMPUTE: readonly SandboxType[] = [
  ec2({
    kind: "instance",
    prefix: "i-",
    action: "RunInstances",
    create: {
      fields: { instanceType: "text?" },
      request: ({ input }) => ({
        instancesSet: { items: [{ imageId: "ami-0abcdef1234567890", minCount: 1, maxCount: 1 }] },
        instanceType: input["instanceType"] ?? "t3.micro",
      }),
      response: ({ id, account }) => ({
        ownerId: account,
        instancesSet: { items: [{ instanceId: id, instanceState: { code: 0, name: "pending" } }] },
      }),
      settings: ({ instanceType }) => ({ instanceType: instanceType ?? "t3.micro" }),
    },
    remove: {
      action: "TerminateInstances",
      request: (instanceId) => ({ instancesSet: { items: [{ instanceId }] } }),
    },
  }),
  ec2({
    kind: "volume",
    prefix: "vol-",
    action: "CreateVolume",
    create: {
      fields: { gib: "whole?" },
      request: ({ input, region }) => ({ size: String(input["gib"] ?? 8), zone: `${region}a` }),
      response: ({ id, input }) => ({ volumeId: id, size: String(input["gib"] ?? 8), status: "creating" }),
      settings: ({ gib }) => ({ gib: gib ?? 8 }),
    },
    remove: { action: "DeleteVolume", request: (volumeId) => ({ volumeId }) },
  }),
  ec2({
    kind: "snapshot",
    prefix: "snap-",
    action: "CreateSnapshot",
    create: {
      fields: { volume: "text" },
      request: ({ input }) => ({ volumeId: input["volume"] ?? "" }),
      response: ({ id, input }) => ({ snapshotId: id, volumeId: input["volume"] ?? "", status: "pending" }),
      parent: ({ input, region, account }) => `arn:aws:ec2:${region}:${account}:volume/${input["volume"]}`,
    },
    remove: { action: "DeleteSnapshot", request: (snapshotId) => ({ snapshotId }) },
  }),
  {
    key: "lambda.function",
    service: "lambda",
    source: "lambda.amazonaws.com",
    arn: "arn:aws:lambda:{region}:{account}:function:{id}",
    idField: "function",
    idForm: /^[A-Za-z0-9_-]{1,64}$/,
    create: {
      action: "CreateFunction",
      event: "CreateFunction20150331",
      fields: { function: "text", runtime: "text?", tags: "tags?" },
      request: ({ id, input, tags }) => ({
        functionName: id,
        ...optional("runtime", input["runtime"]),
        ...someTags(tags, tags),
      }),
      response: ({ id, arn }) => ({ functionName: id, functionArn: arn, state: "Pending" }),
    },
    remove: {
      action: "DeleteFunction",
      event: "DeleteFunction20150331",
      request: (functionName) => ({ functionName }),
    },
    tagging: {
      tag: "TagResource",
      untag: "UntagResource",
      events: ["TagResource20170331v2", "UntagResource20170331v2"],
      named: ({ arn }) => ({ resource: arn }),
      tags: (tags) => ({ tags }),
      keys: (tagKeys) => ({ tagKeys }),
    },
    codes: {
      missing: "ResourceNotFoundException",
      taken: "ResourceConflictException",
      tooManyTags: "InvalidParameterValueException",
    },
    rgta: true,
  },
  {
    key: "ecr.repository",
    service: "ecr",
    source: "ecr.amazonaws.com",
    arn: "arn:aws:ecr:{region}:{account}:repository/{id}",
    idField: "repository",
    idForm: /^[a-z0-9][a-z0-9._/-]{1,255}$/,
    create: {
      action: "CreateRepository",
      fields: { repository: "text", tags: "tags?" },
      request: ({ id, tags }) => ({ repositoryName: id, ...someTags(tags, pairs(tags)) }),
      response: ({ id, arn, account, region }) => ({
        repository: {
          repositoryArn: arn,
          repositoryName: id,
          registryId: account,
          repositoryUri: `${account}.dkr.ecr.${region}.amazonaws.com/${id}`,
        },
      }),
    },
    remove: { action: "DeleteRepository", request: (repositoryName) => ({ repositoryName, force: false }) },
    tagging: {
      tag: "TagResource",
      untag: "UntagResource",
      named: ({ arn }) => ({ resourceArn: arn }),
      tags: (tags) => ({ tags: pairs(tags) }),
      keys: (tagKeys) => ({ tagKeys }),
    },
    codes: {
      missing: "RepositoryNotFoundException",
      taken: "RepositoryAlreadyExistsException",
      tooManyTags: "TooManyTagsException",
    },
  },
];
