import { DescribeClustersCommand, DescribeTagsCommand, ModifyClusterCommand } from "@aws-sdk/client-redshift";
import { redshiftClient } from "#shared/adapters/aws/clients/redshift.ts";
import { arnFor } from "#shared/adapters/aws/resources/arn-form.ts";
import { allPages } from "#shared/adapters/aws/resources/pages.ts";
import { daysEntry, daysWanted } from "#shared/adapters/aws/resources/retention-days.ts";
import type { ServedType } from "#shared/adapters/aws/resources/served-type.ts";
import { requestIdOf, tagsOfPairs } from "#shared/adapters/aws/resources/tag-edit.ts";
import { writeTagsByTaggingApi } from "#shared/adapters/aws/resources/tagging-api.ts";

export const REDSHIFT_CLUSTER: ServedType = {
  key: "redshift.cluster",
  missing: ["ClusterNotFound", "ResourceNotFound"],
  async list({ account, region, type, clientOf, cursor }) {
    const ask = new DescribeClustersCommand(cursor === undefined ? {} : { Marker: cursor });
    const { Clusters = [], Marker } = await clientOf(redshiftClient).send(ask);
    const names = Clusters.map(({ ClusterIdentifier = "" }) => ClusterIdentifier);
    return { arns: names.map((name) => arnFor(type, { account, region }, name)), next: Marker };
  },
  async describe({ id, clientOf }) {
    const answer = await clientOf(redshiftClient).send(new DescribeClustersCommand({ ClusterIdentifier: id }));
    const found = answer.Clusters?.[0];
    if (found === undefined) return { kind: "gone" };
    if (found.ClusterStatus === "creating") return { kind: "not-ready" };
    return {
      kind: "described",
      createdAt: found.ClusterCreateTime,
      retention: daysEntry("redshift.autoSnapshot", found.AutomatedSnapshotRetentionPeriod),
      attributes: { nodeType: found.NodeType, nodes: found.NumberOfNodes, kmsKey: found.KmsKeyId },
    };
  },
  async readTags({ ref, clientOf }) {
    const pairs = await allPages(async (Marker) => {
      const ask = new DescribeTagsCommand({ ResourceName: ref.arn, ...(Marker === undefined ? {} : { Marker }) });
      const answer = await clientOf(redshiftClient).send(ask);
      return { items: (answer.TaggedResources ?? []).flatMap(({ Tag }) => Tag ?? []), next: answer.Marker };
    });
    return tagsOfPairs(pairs);
  },
  writeTags: writeTagsByTaggingApi,
  retention: {
    async write({ id: ClusterIdentifier, clientOf }, wanted) {
      const AutomatedSnapshotRetentionPeriod = daysWanted(wanted, "redshift.autoSnapshot");
      const modify = new ModifyClusterCommand({ ClusterIdentifier, AutomatedSnapshotRetentionPeriod });
      return requestIdOf(await clientOf(redshiftClient).send(modify));
    },
  },
};
