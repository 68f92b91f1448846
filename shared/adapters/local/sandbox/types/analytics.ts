import { pairs, type SandboxType, someTags, type TagCalls } from "./resource-type.ts";

const GLUE_TAGS: TagCalls = {
  tag: "TagResource",
  untag: "UntagResource",
  named: ({ arn }) => ({ resourceArn: arn }),
  tags: (tagsToAdd) => ({ tagsToAdd }),
  keys: (tagsToRemove) => ({ tagsToRemove }),
};

/** A Glue type; `answers`: the create call's response holds the name. */
const glue = (kind: "database" | "job" | "crawler" | "trigger", answers: boolean): SandboxType => {
  const Kind = `${kind.charAt(0).toUpperCase()}${kind.slice(1)}`;
  return {
    key: `glue.${kind}`,
    service: "glue",
    source: "glue.amazonaws.com",
    arn: `arn:aws:glue:{region}:{account}:${kind}/{id}`,
    idField: kind,
    idForm: /^[A-Za-z0-9_ .-]{1,255}$/,
    create: {
      action: `Create${Kind}`,
      fields: { [kind]: "text", tags: "tags?" },
      request: ({ id, tags }) => ({
        ...(kind === "database" ? { databaseInput: { name: id } } : { name: id }),
        ...someTags(tags, tags),
      }),
      response: ({ id }) => (answers ? { name: id } : null),
    },
    remove: {
      action: `Delete${Kind}`,
      request: (id) => (kind === "job" ? { jobName: id } : { name: id }),
    },
    tagging: GLUE_TAGS,
    codes: {
      missing: "EntityNotFoundException",
      taken: "AlreadyExistsException",
      tooManyTags: "InvalidInputException",
    },
    rgta: true,
  };
};

/** Glue, EMR, Athena and Redshift. */
export const ANALYTICS: readonly SandboxType[] = [
  glue("database", false),
  glue("job", true),
  glue("crawler", false),
  glue("trigger", true),
  {
    key: "emr.cluster",
    service: "elasticmapreduce",
    source: "elasticmapreduce.amazonaws.com",
    arn: "arn:aws:elasticmapreduce:{region}:{account}:cluster/{id}",
    idField: "cluster",
    idPrefix: "j-",
    create: {
      action: "RunJobFlow",
      fields: { name: "text", tags: "tags?" },
      request: ({ input, tags }) => ({ name: input["name"] ?? "", ...someTags(tags, pairs(tags)) }),
      response: ({ id, arn }) => ({ jobFlowId: id, clusterArn: arn }),
      settings: ({ name }) => ({ name: name ?? "" }),
    },
    remove: { action: "TerminateJobFlows", request: (id) => ({ jobFlowIds: [id] }) },
    tagging: {
      tag: "AddTags",
      untag: "RemoveTags",
      named: ({ id }) => ({ resourceId: id }),
      tags: (tags) => ({ tags: pairs(tags) }),
      keys: (tagKeys) => ({ tagKeys }),
    },
    codes: {
      missing: "InvalidRequestException",
      taken: "InvalidRequestException",
      tooManyTags: "InvalidRequestException",
    },
  },
  {
    key: "athena.workgroup",
    service: "athena",
    source: "athena.amazonaws.com",
    arn: "arn:aws:athena:{region}:{account}:workgroup/{id}",
    idField: "workgroup",
    idForm: /^[A-Za-z0-9._-]{1,128}$/,
    create: {
      action: "CreateWorkGroup",
      fields: { workgroup: "text", tags: "tags?" },
      request: ({ id, tags }) => ({ name: id, ...someTags(tags, pairs(tags)) }),
      response: () => null,
    },
    remove: { action: "DeleteWorkGroup", request: (workGroup) => ({ workGroup }) },
    tagging: {
      tag: "TagResource",
      untag: "UntagResource",
      named: ({ arn }) => ({ resourceARN: arn }),
      tags: (tags) => ({ tags: pairs(tags) }),
      keys: (tagKeys) => ({ tagKeys }),
    },
    codes: {
      missing: "ResourceNotFoundException",
      taken: "InvalidRequestException",
      tooManyTags: "InvalidRequestException",
    },
    rgta: true,
  },
  {
    key: "redshift.cluster",
    service: "redshift",
    source: "redshift.amazonaws.com",
    arn: "arn:aws:redshift:{region}:{account}:cluster:{id}",
    idField: "cluster",
    idForm: /^[a-z][a-z0-9-]{0,62}$/,
    create: {
      action: "CreateCluster",
      fields: { cluster: "text", automatedSnapshotRetentionPeriod: "whole?", tags: "tags?" },
      request: ({ id, input, tags }) => ({
        clusterIdentifier: id,
        nodeType: "ra3.large",
        masterUserPassword: "****",
        automatedSnapshotRetentionPeriod: input["automatedSnapshotRetentionPeriod"] ?? 1,
        ...someTags(tags, pairs(tags)),
      }),
      response: ({ id, input }) => ({
        clusterIdentifier: id,
        clusterStatus: "creating",
        automatedSnapshotRetentionPeriod: input["automatedSnapshotRetentionPeriod"] ?? 1,
      }),
      settings: (input) => ({
        automatedSnapshotRetentionPeriod: input["automatedSnapshotRetentionPeriod"] ?? 1,
      }),
    },
    remove: {
      action: "DeleteCluster",
      request: (clusterIdentifier) => ({ clusterIdentifier, skipFinalClusterSnapshot: true }),
    },
    tagging: {
      tag: "CreateTags",
      untag: "DeleteTags",
      named: ({ arn }) => ({ resourceName: arn }),
      tags: (tags) => ({ tags: pairs(tags) }),
      keys: (tagKeys) => ({ tagKeys }),
    },
    codes: { missing: "ClusterNotFound", taken: "ClusterAlreadyExists", tooManyTags: "TagLimitExceededFault" },
  },
];
