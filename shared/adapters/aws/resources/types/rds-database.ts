import {
  AddTagsToResourceCommand,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  ListTagsForResourceCommand,
  ModifyDBClusterCommand,
  ModifyDBInstanceCommand,
  RemoveTagsFromResourceCommand,
} from "@aws-sdk/client-rds";
import { rdsClient } from "#shared/adapters/aws/clients/rds.ts";
import { arnFor } from "#shared/adapters/aws/resources/arn-form.ts";
import { daysEntry, daysWanted } from "#shared/adapters/aws/resources/retention-days.ts";
import type { ServedType, Target } from "#shared/adapters/aws/resources/served-type.ts";
import {
  dropThenPut,
  pairsOfTags,
  requestIdOf,
  type TagEdit,
  type Tags,
  tagsOfPairs,
} from "#shared/adapters/aws/resources/tag-edit.ts";

const from = (cursor: string | undefined) => ({ MaxRecords: 100, ...(cursor === undefined ? {} : { Marker: cursor }) });

async function readTags({ ref, clientOf }: Target): Promise<Tags> {
  const answer = await clientOf(rdsClient).send(new ListTagsForResourceCommand({ ResourceName: ref.arn }));
  return tagsOfPairs(answer.TagList);
}

function writeTags({ ref, clientOf }: Target, edit: TagEdit): Promise<string> {
  const rds = clientOf(rdsClient);
  const ResourceName = ref.arn;
  return dropThenPut(edit, {
    drop: (TagKeys) => rds.send(new RemoveTagsFromResourceCommand({ ResourceName, TagKeys })),
    put: (tags) => rds.send(new AddTagsToResourceCommand({ ResourceName, Tags: pairsOfTags(tags) })),
  });
}

export const RDS_INSTANCE: ServedType = {
  key: "rds.instance",
  missing: ["DBInstanceNotFound"],
  async list({ clientOf, cursor }) {
    const answer = await clientOf(rdsClient).send(new DescribeDBInstancesCommand(from(cursor)));
    return { arns: (answer.DBInstances ?? []).map(({ DBInstanceArn = "" }) => DBInstanceArn), next: answer.Marker };
  },
  async describe({ id, ref, clientOf }) {
    const answer = await clientOf(rdsClient).send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: id }));
    const found = answer.DBInstances?.[0];
    if (found === undefined) return { kind: "gone" };
    if (found.DBInstanceStatus === "creating") return { kind: "not-ready" };
    const cluster = found.DBClusterIdentifier;
    return {
      kind: "described",
      createdAt: found.InstanceCreateTime,
      // An instance of a cluster inherits the cluster's tags.
      parent: cluster === undefined ? undefined : arnFor("rds.cluster", ref, cluster),
      retention: daysEntry("rds.backup", found.BackupRetentionPeriod),
      attributes: { engine: found.Engine, instanceClass: found.DBInstanceClass, kmsKey: found.KmsKeyId },
    };
  },
  readTags,
  writeTags,
  retention: {
    async write({ id: DBInstanceIdentifier, clientOf }, wanted) {
      const BackupRetentionPeriod = daysWanted(wanted, "rds.backup");
      // Otherwise it would wait for the next maintenance window, and read back as it was.
      const input = { DBInstanceIdentifier, BackupRetentionPeriod, ApplyImmediately: true };
      return requestIdOf(await clientOf(rdsClient).send(new ModifyDBInstanceCommand(input)));
    },
  },
};

export const RDS_CLUSTER: ServedType = {
  key: "rds.cluster",
  missing: ["DBClusterNotFound"],
  async list({ clientOf, cursor }) {
    const answer = await clientOf(rdsClient).send(new DescribeDBClustersCommand(from(cursor)));
    return { arns: (answer.DBClusters ?? []).map(({ DBClusterArn = "" }) => DBClusterArn), next: answer.Marker };
  },
  async describe({ id, clientOf }) {
    const answer = await clientOf(rdsClient).send(new DescribeDBClustersCommand({ DBClusterIdentifier: id }));
    const found = answer.DBClusters?.[0];
    if (found === undefined) return { kind: "gone" };
    if (found.Status === "creating") return { kind: "not-ready" };
    return {
      kind: "described",
      createdAt: found.ClusterCreateTime,
      retention: daysEntry("rds.backup", found.BackupRetentionPeriod),
      attributes: { engine: found.Engine, kmsKey: found.KmsKeyId },
    };
  },
  readTags,
  writeTags,
  retention: {
    async write({ id: DBClusterIdentifier, clientOf }, wanted) {
      const BackupRetentionPeriod = daysWanted(wanted, "rds.backup");
      const input = { DBClusterIdentifier, BackupRetentionPeriod, ApplyImmediately: true };
      return requestIdOf(await clientOf(rdsClient).send(new ModifyDBClusterCommand(input)));
    },
  },
};
