import { describe, expect, test } from "vitest";
import { EMR_CLUSTER } from "#shared/adapters/aws/resources/types/emr-cluster.ts";
import { PLACE, said, scriptedClients, scriptedTarget } from "#test/shared/adapters/aws/resources/scripted-target.ts";

const clusterIn = (State: string) => ({
  Cluster: {
    Id: "j-1",
    Name: "close-1",
    ReleaseLabel: "emr-7.9.0",
    Status: { State, Timeline: { CreationDateTime: new Date("2026-11-01T08:00:00Z") } },
    Tags: [{ Key: "Workload", Value: "finance-close" }],
  },
});

describe("an EMR cluster", () => {
  test.each(["STARTING", "BOOTSTRAPPING", "RUNNING", "WAITING"])("is there while it is %s", async (state) => {
    const at = scriptedTarget("emr.cluster", "j-1", { DescribeCluster: clusterIn(state) });
    expect(await EMR_CLUSTER.describe(at)).toEqual({
      kind: "described",
      createdAt: new Date("2026-11-01T08:00:00Z"),
      attributes: { title: "close-1", release: "emr-7.9.0", state },
    });
  });

  test.each(["TERMINATING", "TERMINATED", "TERMINATED_WITH_ERRORS"])(
    "takes no tags and is gone once %s",
    async (state) => {
      const at = scriptedTarget("emr.cluster", "j-1", { DescribeCluster: clusterIn(state) });
      expect(await EMR_CLUSTER.describe(at)).toEqual({ kind: "gone" });
    },
  );

  test("is gone where EMR says that there is no such id, and not for another wrong request", async () => {
    const answering = (words: string) =>
      scriptedTarget("emr.cluster", "j-1", { DescribeCluster: said("InvalidRequestException", words) });
    expect(await EMR_CLUSTER.describe(answering("Cluster id 'j-1' is not valid."))).toEqual({ kind: "gone" });
    await expect(EMR_CLUSTER.describe(answering("Request is missing a parameter"))).rejects.toThrow("missing");
  });

  test("is one of a population without those that are over", async () => {
    const { clientOf, sent } = scriptedClients({ ListClusters: { Clusters: [{ Id: "j-1" }], Marker: "more" } });
    expect(await EMR_CLUSTER.list({ ...PLACE, type: "emr.cluster", clientOf, cursor: "next" })).toEqual({
      arns: ["arn:aws:elasticmapreduce:eu-central-1:111122223333:cluster/j-1"],
      next: "more",
    });
    expect(sent).toEqual([
      {
        call: "ListClusters",
        input: { ClusterStates: ["STARTING", "BOOTSTRAPPING", "RUNNING", "WAITING"], Marker: "next" },
      },
    ]);
  });

  test("is tagged by its id", async () => {
    const at = scriptedTarget("emr.cluster", "j-1", {
      RemoveTags: {},
      AddTags: {},
      DescribeCluster: clusterIn("WAITING"),
    });
    expect(await EMR_CLUSTER.readTags(at)).toEqual({ Workload: "finance-close" });
    await EMR_CLUSTER.writeTags(at, { put: { env: "prod" }, drop: ["old"] });
    expect(at.sent.slice(1)).toEqual([
      { call: "RemoveTags", input: { ResourceId: "j-1", TagKeys: ["old"] } },
      { call: "AddTags", input: { ResourceId: "j-1", Tags: [{ Key: "env", Value: "prod" }] } },
    ]);
  });
});
