import type { ChangeEvent, ResourceType, RetentionControl } from "#shared/policy/resource-types/resource-type.ts";

const RDS_TAGS: readonly ChangeEvent[] = ["AddTagsToResource", "RemoveTagsFromResource"].map((name) => ({
  name,
  changes: "tags",
  id: ["requestParameters.resourceName"],
}));

const RDS_BACKUP = {
  id: "rds.backup",
  unset: "nothing",
  keeps: "backup",
  lowering: "automated backups outside the new window are deleted; 0 turns backups off and deletes all of them",
} as const satisfies Partial<RetentionControl>;

const RDS_TAG_WRITE = {
  api: "rds:AddTagsToResource",
  semantics: "merge",
  shape: "Key/Value",
  read: "rds:ListTagsForResource",
} as const;

/**
 * DynamoDB and RDS (with Aurora).
 *
 * Sources: CreateTable c7n/cwe.py; CreateDBInstance the RDS user guide's and Cloud Custodian's samples
 * (`dBInstanceArn` is absent in records of 2016, then the template is filled); Aurora and snapshots
 * Panther's rules. Backup windows 0-35 (clusters 1-35) and RecoveryPeriodInDays 1-35 from the SDK models.
 * Neptune and DocumentDB share rds.amazonaws.com. Both are said to take tags late (auto-tag samples disagree).
 */
export const DATABASES: readonly ResourceType[] = [
  {
    key: "dynamodb.table",
    service: "dynamodb.amazonaws.com",
    arn: "arn:{partition}:dynamodb:{region}:{account}:table/{id}",
    arnFrom: "template",
    creates: [
      {
        name: "CreateTable",
        id: ["requestParameters.tableName"],
        arn: ["responseElements.tableDescription.tableArn"],
        tags: ["requestParameters.tags"],
      },
      { name: "RestoreTableFromBackup", id: ["requestParameters.targetTableName"] },
      { name: "RestoreTableToPointInTime", id: ["requestParameters.targetTableName"] },
    ],
    changes: [
      {
        name: "UpdateContinuousBackups",
        changes: "retention",
        id: ["requestParameters.tableName"],
        retention: [
          {
            control: "dynamodb.pitr",
            path: "requestParameters.pointInTimeRecoverySpecification.recoveryPeriodInDays",
            unit: "days",
          },
        ],
      },
      { name: "TagResource", changes: "tags", id: ["requestParameters.resourceArn"] },
      { name: "UntagResource", changes: "tags", id: ["requestParameters.resourceArn"] },
    ],
    tag: { api: "dynamodb:TagResource", semantics: "merge", shape: "Key/Value", read: "dynamodb:ListTagsOfResource" },
    taggableAtOnce: false,
    controls: [
      {
        id: "dynamodb.pitr",
        read: "dynamodb:DescribeContinuousBackups",
        write: "dynamodb:UpdateContinuousBackups",
        offered: { kind: "range", min: 1, max: 35 },
        unset: "nothing",
        atCreation: "unset",
        keeps: "backup",
        lowering: "the table can no longer be restored to moments before the new window",
      },
    ],
  },
  {
    key: "rds.instance",
    service: "rds.amazonaws.com",
    arn: "arn:{partition}:rds:{region}:{account}:db:{id}",
    arnFrom: "template",
    creates: ["CreateDBInstance", "CreateDBInstanceReadReplica", "RestoreDBInstanceFromDBSnapshot"].map((name) => ({
      name,
      id: ["requestParameters.dBInstanceIdentifier", "responseElements.dBInstanceIdentifier"],
      arn: ["responseElements.dBInstanceArn"],
      tags: ["requestParameters.tags"],
      retention: [{ control: "rds.backup", path: "responseElements.backupRetentionPeriod", unit: "days" as const }],
    })),
    changes: [
      { name: "ModifyDBInstance", changes: "settings", id: ["requestParameters.dBInstanceIdentifier"] },
      ...RDS_TAGS,
    ],
    tag: RDS_TAG_WRITE,
    taggableAtOnce: false,
    controls: [
      {
        ...RDS_BACKUP,
        read: "rds:DescribeDBInstances.BackupRetentionPeriod",
        write: "rds:ModifyDBInstance",
        offered: { kind: "range", min: 0, max: 35 },
        atCreation: "unknown",
      },
    ],
  },
  {
    key: "rds.cluster",
    service: "rds.amazonaws.com",
    arn: "arn:{partition}:rds:{region}:{account}:cluster:{id}",
    arnFrom: "template",
    creates: ["CreateDBCluster", "RestoreDBClusterFromSnapshot"].map((name) => ({
      name,
      id: ["requestParameters.dBClusterIdentifier", "responseElements.dBClusterIdentifier"],
      arn: ["responseElements.dBClusterArn"],
      tags: ["requestParameters.tags"],
      retention: [{ control: "rds.backup", path: "responseElements.backupRetentionPeriod", unit: "days" as const }],
    })),
    changes: [{ name: "ModifyDBCluster", changes: "settings", id: ["requestParameters.dBClusterIdentifier"] }],
    tag: RDS_TAG_WRITE,
    taggableAtOnce: false,
    controls: [
      {
        ...RDS_BACKUP,
        read: "rds:DescribeDBClusters.BackupRetentionPeriod",
        write: "rds:ModifyDBCluster",
        offered: { kind: "range", min: 1, max: 35 },
        atCreation: "unknown",
      },
    ],
  },
  {
    key: "rds.snapshot",
    service: "rds.amazonaws.com",
    arn: "arn:{partition}:rds:{region}:{account}:snapshot:{id}",
    arnFrom: "template",
    creates: [
      ["CreateDBSnapshot", "requestParameters.dBSnapshotIdentifier"],
      ["CopyDBSnapshot", "requestParameters.targetDBSnapshotIdentifier"],
    ].map(([name = "", id = ""]) => ({
      name,
      id: ["responseElements.dBSnapshotIdentifier", id],
      arn: ["responseElements.dBSnapshotArn"],
      tags: ["requestParameters.tags"],
    })),
    changes: [],
    tag: RDS_TAG_WRITE,
    taggableAtOnce: true,
    controls: [],
  },
];
