import type { ChangeEvent, ResourceType, TagWrite } from "#shared/policy/resource-types/resource-type.ts";

const GLUE_TAG: TagWrite = { api: "glue:TagResource", semantics: "merge", shape: "map", read: "glue:GetTags" };

const NO_TAGS: TagWrite = { api: "none", semantics: "none", shape: "none", read: "none" };

const TAG_CALLS = (path: string): readonly ChangeEvent[] =>
  ["TagResource", "UntagResource"].map((name) => ({ name, changes: "tags", id: [path] }));

/** A Glue type whose create call answers with the name, or with nothing. */
const glue = (kind: string, event: string, id: readonly string[]): ResourceType => ({
  key: `glue.${kind}`,
  service: "glue.amazonaws.com",
  arn: `arn:{partition}:glue:{region}:{account}:${kind}/{id}`,
  arnFrom: "template",
  creates: [{ name: event, id, tags: ["requestParameters.tags"] }],
  // One tag call serves all of Glue: the ARN in it says which type, so it is listed once per type.
  changes: TAG_CALLS("requestParameters.resourceArn"),
  tag: GLUE_TAG,
  taggableAtOnce: true,
  controls: [],
});

/**
 * Glue, EMR and Athena.
 *
 * Sources: Glue and Athena id paths aws-samples/sample-auto-tag-aws-resources (`_GLUE_RESOURCES`,
 * `_ATHENA_RESOURCES`), CreateConnection the Glue developer guide's sample; RunJobFlow the EMR management
 * guide. Glue tables cannot be tagged (glue:TagResource answers InvalidInputException, same sample), and tagging a
 * connection needs glue:GetConnection, which can return the password: both are read-only here.
 */
export const ANALYTICS: readonly ResourceType[] = [
  glue("database", "CreateDatabase", ["requestParameters.databaseInput.name"]),
  glue("job", "CreateJob", ["responseElements.name", "requestParameters.name"]),
  glue("crawler", "CreateCrawler", ["requestParameters.name"]),
  glue("trigger", "CreateTrigger", ["responseElements.name", "requestParameters.name"]),
  glue("workflow", "CreateWorkflow", ["responseElements.name", "requestParameters.name"]),
  {
    ...glue("connection", "CreateConnection", ["requestParameters.connectionInput.name"]),
    changes: [],
    tag: NO_TAGS,
  },
  {
    // The ARN has the database in it, which the id path alone does not give.
    key: "glue.table",
    service: "glue.amazonaws.com",
    arn: "arn:{partition}:glue:{region}:{account}:table/{requestParameters.databaseName}/{id}",
    arnFrom: "template",
    creates: [{ name: "CreateTable", id: ["requestParameters.tableInput.name"] }],
    changes: [],
    tag: NO_TAGS,
    taggableAtOnce: false,
    controls: [],
  },
  {
    key: "emr.cluster",
    service: "elasticmapreduce.amazonaws.com",
    arn: "arn:{partition}:elasticmapreduce:{region}:{account}:cluster/{id}",
    arnFrom: "template",
    creates: [
      {
        name: "RunJobFlow",
        id: ["responseElements.jobFlowId"],
        arn: ["responseElements.clusterArn"],
        tags: ["requestParameters.tags"],
      },
    ],
    changes: [
      { name: "AddTags", changes: "tags", id: ["requestParameters.resourceId"] },
      { name: "RemoveTags", changes: "tags", id: ["requestParameters.resourceId"] },
    ],
    tag: {
      api: "elasticmapreduce:AddTags",
      semantics: "merge",
      shape: "Key/Value",
      read: "elasticmapreduce:DescribeCluster.Cluster.Tags",
    },
    taggableAtOnce: true,
    controls: [],
  },
  {
    key: "athena.workgroup",
    service: "athena.amazonaws.com",
    arn: "arn:{partition}:athena:{region}:{account}:workgroup/{id}",
    arnFrom: "template",
    creates: [{ name: "CreateWorkGroup", id: ["requestParameters.name"], tags: ["requestParameters.tags"] }],
    changes: TAG_CALLS("requestParameters.resourceARN"),
    tag: { api: "athena:TagResource", semantics: "merge", shape: "Key/Value", read: "athena:ListTagsForResource" },
    taggableAtOnce: true,
    controls: [],
  },
];
