import {
  AddTagsCommand,
  type Cluster,
  ClusterState,
  DescribeClusterCommand,
  ListClustersCommand,
  RemoveTagsCommand,
} from "@aws-sdk/client-emr";
import { emrClient } from "#shared/adapters/aws/clients/emr.ts";
import { serviceFaultOf } from "#shared/adapters/aws/faults.ts";
import { arnFor } from "#shared/adapters/aws/resources/arn-form.ts";
import type { ServedType, Target } from "#shared/adapters/aws/resources/served-type.ts";
import { dropThenPut, pairsOfTags, tagsOfPairs } from "#shared/adapters/aws/resources/tag-edit.ts";

/**
 * Clusters that take tags. One that is over is shown for two months more, and takes none (EMR management guide,
 * "View cluster status and details", "Tag and categorize Amazon EMR cluster resources").
 */
const LIVE: readonly ClusterState[] = [
  ClusterState.STARTING,
  ClusterState.BOOTSTRAPPING,
  ClusterState.RUNNING,
  ClusterState.WAITING,
];

/** EMR has one code for a cluster that is not there and for a request that is wrong: its words tell. */
const isMissing = (fault: unknown): boolean => {
  const said = serviceFaultOf(fault);
  return said?.code === "InvalidRequest" && /cluster id .* is not valid/i.test(said.message);
};

const clusterOf = async ({ id: ClusterId, clientOf }: Target): Promise<Cluster | undefined> =>
  (await clientOf(emrClient).send(new DescribeClusterCommand({ ClusterId }))).Cluster;

const isLive = ({ Status }: Cluster): boolean => LIVE.some((state) => state === Status?.State);

async function describe(at: Target): ReturnType<ServedType["describe"]> {
  try {
    const found = await clusterOf(at);
    if (found === undefined || !isLive(found)) return { kind: "gone" };
    return {
      kind: "described",
      createdAt: found.Status?.Timeline?.CreationDateTime,
      attributes: { title: found.Name, release: found.ReleaseLabel, state: found.Status?.State },
    };
  } catch (fault) {
    if (isMissing(fault)) return { kind: "gone" };
    throw fault;
  }
}

export const EMR_CLUSTER: ServedType = {
  key: "emr.cluster",
  missing: [],
  async list({ account, region, type, clientOf, cursor }) {
    const ask = new ListClustersCommand({
      ClusterStates: [...LIVE],
      ...(cursor === undefined ? {} : { Marker: cursor }),
    });
    const { Clusters = [], Marker } = await clientOf(emrClient).send(ask);
    return { arns: Clusters.map(({ Id = "" }) => arnFor(type, { account, region }, Id)), next: Marker };
  },
  describe,
  /** EMR shows tags in the description only: it has no call of its own for them. */
  async readTags(at) {
    return tagsOfPairs((await clusterOf(at))?.Tags);
  },
  writeTags({ id: ResourceId, clientOf }, edit) {
    const emr = clientOf(emrClient);
    return dropThenPut(edit, {
      drop: (TagKeys) => emr.send(new RemoveTagsCommand({ ResourceId, TagKeys })),
      put: (tags) => emr.send(new AddTagsCommand({ ResourceId, Tags: pairsOfTags(tags) })),
    });
  },
};
