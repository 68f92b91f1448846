import type { Json } from "#shared/kernel/json.ts";
import { optional, pairs, type SandboxType, someTags, type TagCalls } from "./resource-type.ts";

const RDS_TAGS: TagCalls = {
  tag: "AddTagsToResource",
  untag: "RemoveTagsFromResource",
  named: ({ arn }) => ({ resourceName: arn }),
  tags: (tags) => ({ tags: pairs(tags) }),
  keys: (tagKeys) => ({ tagKeys }),
};

/** An RDS instance or an Aurora cluster, which differ in names and in that a cluster always has backups. */
const rds = (kind: "instance" | "cluster"): SandboxType => {
  const [Kind, part] = kind === "instance" ? ["DBInstance", "db"] : ["DBCluster", "cluster"];
  const name = `d${Kind.slice(1)}`;
  const days = (input: { readonly backupRetentionPeriod?: Json }): Json => input.backupRetentionPeriod ?? 1;
  return {
    key: `rds.${kind}`,
    service: "rds",
    source: "rds.amazonaws.com",
    arn: `arn:aws:rds:{region}:{account}:${part}:{id}`,
    idField: kind,
    idForm: /^[a-z][a-z0-9-]{0,62}$/,
    create: {
      action: `Create${Kind}`,
      fields: {
        [kind]: "text",
        engine: "text?",
        backupRetentionPeriod: "whole?",
        ...(kind === "instance" ? { cluster: "text?" } : {}),
        tags: "tags?",
      },
      request: ({ id, input, tags }) => ({
        [`${name}Identifier`]: id,
        engine: input["engine"] ?? "postgres",
        masterUserPassword: "****",
        ...optional("backupRetentionPeriod", input["backupRetentionPeriod"]),
        ...(kind === "instance" ? optional("dBClusterIdentifier", input["cluster"]) : {}),
        ...someTags(tags, pairs(tags)),
      }),
      response: ({ id, arn, input }) => ({
        [`${name}Identifier`]: id,
        [`${name}Arn`]: arn,
        ...(kind === "instance" ? { dBInstanceStatus: "creating" } : { status: "creating" }),
        engine: input["engine"] ?? "postgres",
        backupRetentionPeriod: days(input),
      }),
      settings: (input) => ({ backupRetentionPeriod: days(input), engine: input["engine"] ?? "postgres" }),
      parent: ({ input, region, account }) =>
        typeof input["cluster"] === "string" && kind === "instance"
          ? `arn:aws:rds:${region}:${account}:cluster:${input["cluster"]}`
          : undefined,
    },
    remove: { action: `Delete${Kind}`, request: (id) => ({ [`${name}Identifier`]: id, skipFinalSnapshot: true }) },
    tagging: RDS_TAGS,
    codes: {
      missing: kind === "instance" ? "DBInstanceNotFound" : "DBClusterNotFoundFault",
      taken: kind === "instance" ? "DBInstanceAlreadyExists" : "DBClusterAlreadyExistsFault",
      tooManyTags: "TagQuotaExceeded",
    },
    rgta: true,
  };
};

/** DynamoDB, RDS and Aurora. */
export const DATABASES: readonly SandboxType[] = [
  {
    key: "dynamodb.table",
    service: "dynamodb",
    source: "dynamodb.amazonaws.com",
    arn: "arn:aws:dynamodb:{region}:{account}:table/{id}",
    idField: "table",
    idForm: /^[A-Za-z0-9_.-]{3,255}$/,
    create: {
      action: "CreateTable",
      fields: { table: "text", tags: "tags?" },
      request: ({ id, tags }) => ({ tableName: id, ...someTags(tags, pairs(tags)) }),
      response: ({ id, arn }) => ({ tableDescription: { tableName: id, tableArn: arn, tableStatus: "CREATING" } }),
    },
    remove: { action: "DeleteTable", request: (tableName) => ({ tableName }) },
    tagging: {
      tag: "TagResource",
      untag: "UntagResource",
      named: ({ arn }) => ({ resourceArn: arn }),
      tags: (tags) => ({ tags: pairs(tags) }),
      keys: (tagKeys) => ({ tagKeys }),
    },
    codes: {
      missing: "ResourceNotFoundException",
      taken: "ResourceInUseException",
      tooManyTags: "ValidationException",
    },
    rgta: true,
  },
  rds("instance"),
  rds("cluster"),
];
