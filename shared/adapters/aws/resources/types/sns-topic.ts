import {
  GetTopicAttributesCommand,
  ListTagsForResourceCommand,
  ListTopicsCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-sns";
import { snsClient } from "#shared/adapters/aws/clients/sns.ts";
import type { Listing, Page, ServedType, Target } from "#shared/adapters/aws/resources/served-type.ts";
import { dropThenPut, pairsOfTags, tagsOfPairs } from "#shared/adapters/aws/resources/tag-edit.ts";

async function list({ clientOf, cursor }: Listing): Promise<Page> {
  const ask = new ListTopicsCommand(cursor === undefined ? {} : { NextToken: cursor });
  const { Topics = [], NextToken } = await clientOf(snsClient).send(ask);
  return { arns: Topics.map(({ TopicArn = "" }) => TopicArn), next: NextToken };
}

/** SNS does not tell how old a topic is. */
async function describe({ ref, clientOf }: Target): ReturnType<ServedType["describe"]> {
  const { Attributes = {} } = await clientOf(snsClient).send(new GetTopicAttributesCommand({ TopicArn: ref.arn }));
  const { KmsMasterKeyId: kmsKey, FifoTopic } = Attributes;
  return { kind: "described", attributes: { kmsKey, fifo: FifoTopic === "true" } };
}

export const SNS_TOPIC: ServedType = {
  key: "sns.topic",
  missing: ["NotFound", "ResourceNotFound"],
  list,
  describe,
  async readTags({ ref, clientOf }) {
    const answer = await clientOf(snsClient).send(new ListTagsForResourceCommand({ ResourceArn: ref.arn }));
    return tagsOfPairs(answer.Tags);
  },
  writeTags({ ref, clientOf }, edit) {
    const sns = clientOf(snsClient);
    return dropThenPut(edit, {
      drop: (TagKeys) => sns.send(new UntagResourceCommand({ ResourceArn: ref.arn, TagKeys })),
      put: (tags) => sns.send(new TagResourceCommand({ ResourceArn: ref.arn, Tags: pairsOfTags(tags) })),
    });
  },
};
