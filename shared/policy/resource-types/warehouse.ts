import type { ResourceType } from "#shared/policy/resource-types/resource-type.ts";

/**
 * Redshift (provisioned and serverless) and OpenSearch.
 *
 * Sources: CreateCluster and ModifyCluster flatironhealth/aws-remediation-framework; CreateNamespace the
 * Redshift management guide; CreateWorkgroup (Athena's is CreateWorkGroup) aws-samples/sample-auto-tag;
 * CreateDomain the OpenSearch developer guide. Snapshot retention 0-35 days and "snapshots outside the new
 * window are immediately deleted": SDK model of ModifyCluster.
 */
export const WAREHOUSES: readonly ResourceType[] = [
  {
    key: "redshift.cluster",
    service: "redshift.amazonaws.com",
    arn: "arn:{partition}:redshift:{region}:{account}:cluster:{id}",
    arnFrom: "template",
    creates: [
      {
        name: "CreateCluster",
        id: ["requestParameters.clusterIdentifier", "responseElements.clusterIdentifier"],
        tags: ["requestParameters.tags"],
        retention: [
          {
            control: "redshift.autoSnapshot",
            path: "responseElements.automatedSnapshotRetentionPeriod",
            unit: "days",
          },
        ],
      },
      { name: "RestoreFromClusterSnapshot", id: ["requestParameters.clusterIdentifier"] },
    ],
    changes: [
      {
        name: "ModifyCluster",
        changes: "settings",
        id: ["requestParameters.clusterIdentifier"],
        retention: [
          {
            control: "redshift.autoSnapshot",
            path: "responseElements.automatedSnapshotRetentionPeriod",
            unit: "days",
          },
        ],
      },
      { name: "CreateTags", changes: "tags", id: ["requestParameters.resourceName"] },
      { name: "DeleteTags", changes: "tags", id: ["requestParameters.resourceName"] },
    ],
    tag: { api: "redshift:CreateTags", semantics: "merge", shape: "Key/Value", read: "redshift:DescribeTags" },
    taggableAtOnce: false,
    controls: [
      {
        id: "redshift.autoSnapshot",
        read: "redshift:DescribeClusters.AutomatedSnapshotRetentionPeriod",
        write: "redshift:ModifyCluster",
        offered: { kind: "range", min: 0, max: 35 },
        unset: "nothing",
        atCreation: 1,
        keeps: "backup",
        lowering: "snapshots outside the new window are deleted at once",
      },
    ],
  },
  {
    key: "redshift-serverless.namespace",
    service: "redshift-serverless.amazonaws.com",
    arn: "arn:{partition}:redshift-serverless:{region}:{account}:namespace/{id}",
    arnFrom: "record",
    creates: [
      {
        name: "CreateNamespace",
        id: ["responseElements.namespace.namespaceName"],
        arn: ["responseElements.namespace.namespaceArn"],
        tags: ["requestParameters.tags"],
      },
    ],
    changes: [{ name: "TagResource", changes: "tags", id: ["requestParameters.resourceArn"] }],
    tag: {
      api: "redshift-serverless:TagResource",
      semantics: "merge",
      shape: "key/value",
      read: "redshift-serverless:ListTagsForResource",
    },
    taggableAtOnce: true,
    controls: [],
  },
  {
    key: "redshift-serverless.workgroup",
    service: "redshift-serverless.amazonaws.com",
    arn: "arn:{partition}:redshift-serverless:{region}:{account}:workgroup/{id}",
    arnFrom: "record",
    creates: [
      {
        name: "CreateWorkgroup",
        id: ["responseElements.workgroup.workgroupName"],
        arn: ["responseElements.workgroup.workgroupArn"],
        tags: ["requestParameters.tags"],
      },
    ],
    changes: [],
    tag: {
      api: "redshift-serverless:TagResource",
      semantics: "merge",
      shape: "key/value",
      read: "redshift-serverless:ListTagsForResource",
    },
    taggableAtOnce: false,
    controls: [],
  },
  {
    key: "opensearch.domain",
    service: "es.amazonaws.com",
    arn: "arn:{partition}:es:{region}:{account}:domain/{id}",
    arnFrom: "template",
    creates: ["CreateDomain", "CreateElasticsearchDomain"].map((name) => ({
      name,
      id: ["requestParameters.domainName"],
      arn: ["responseElements.domainStatus.aRN"],
      tags: ["requestParameters.tagList"],
    })),
    changes: [
      { name: "AddTags", changes: "tags", id: ["requestParameters.aRN"] },
      { name: "RemoveTags", changes: "tags", id: ["requestParameters.aRN"] },
    ],
    tag: { api: "es:AddTags", semantics: "merge", shape: "Key/Value", read: "es:ListTags" },
    taggableAtOnce: false,
    controls: [],
  },
];
