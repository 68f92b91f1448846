import {
  DeleteRetentionPolicyCommand,
  DescribeLogGroupsCommand,
  ListTagsForResourceCommand,
  PutRetentionPolicyCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { logsClient } from "#shared/adapters/aws/clients/cloudwatch-logs.ts";
import { arnFor } from "#shared/adapters/aws/resources/arn-form.ts";
import type { Listing, Page, ServedType, Target } from "#shared/adapters/aws/resources/served-type.ts";
import { dropThenPut, requestIdOf } from "#shared/adapters/aws/resources/tag-edit.ts";

async function list({ account, region, type, clientOf, cursor }: Listing): Promise<Page> {
  const ask = new DescribeLogGroupsCommand(cursor === undefined ? { limit: 50 } : { limit: 50, nextToken: cursor });
  const { logGroups = [], nextToken } = await clientOf(logsClient).send(ask);
  // By name: the ARNs of this call end in ":*", which no tag call takes.
  return {
    arns: logGroups.map(({ logGroupName = "" }) => arnFor(type, { account, region }, logGroupName)),
    next: nextToken,
  };
}

async function describe({ id, clientOf }: Target): ReturnType<ServedType["describe"]> {
  // Sorted by name (Logs API, DescribeLogGroups), so the name itself comes before all that begin with it.
  const ask = new DescribeLogGroupsCommand({ logGroupNamePrefix: id, limit: 50 });
  const { logGroups = [] } = await clientOf(logsClient).send(ask);
  const found = logGroups.find(({ logGroupName }) => logGroupName === id);
  if (found === undefined) return { kind: "gone" };
  return {
    kind: "described",
    createdAt: found.creationTime === undefined ? undefined : new Date(found.creationTime),
    retention: { "logs.retention": found.retentionInDays ?? "unset" },
    attributes: { logGroupClass: found.logGroupClass, kmsKey: found.kmsKeyId },
  };
}

export const LOGS_LOG_GROUP: ServedType = {
  key: "logs.log-group",
  missing: ["ResourceNotFound"],
  list,
  describe,
  async readTags({ ref, clientOf }) {
    const answer = await clientOf(logsClient).send(new ListTagsForResourceCommand({ resourceArn: ref.arn }));
    return answer.tags ?? {};
  },
  writeTags({ ref, clientOf }, edit) {
    const logs = clientOf(logsClient);
    return dropThenPut(edit, {
      drop: (tagKeys) => logs.send(new UntagResourceCommand({ resourceArn: ref.arn, tagKeys })),
      put: (tags) => logs.send(new TagResourceCommand({ resourceArn: ref.arn, tags })),
    });
  },
  retention: {
    async write({ id, clientOf }, { "logs.retention": days = "unset" }) {
      const logs = clientOf(logsClient);
      if (days === "unset") return requestIdOf(await logs.send(new DeleteRetentionPolicyCommand({ logGroupName: id })));
      return requestIdOf(await logs.send(new PutRetentionPolicyCommand({ logGroupName: id, retentionInDays: days })));
    },
  },
};
