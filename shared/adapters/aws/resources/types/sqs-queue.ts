import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  ListQueueTagsCommand,
  SetQueueAttributesCommand,
  TagQueueCommand,
  UntagQueueCommand,
} from "@aws-sdk/client-sqs";
import { sqsClient } from "#shared/adapters/aws/clients/sqs.ts";
import { arnFor } from "#shared/adapters/aws/resources/arn-form.ts";
import { beforeWriting } from "#shared/adapters/aws/resources/refusal.ts";
import { daysEntry, daysWanted } from "#shared/adapters/aws/resources/retention-days.ts";
import type { Listing, Page, ServedType, Target } from "#shared/adapters/aws/resources/served-type.ts";
import { dropThenPut, requestIdOf } from "#shared/adapters/aws/resources/tag-edit.ts";

const SECONDS_A_DAY = 86_400;

/** Calls of SQS take a queue's address, which only SQS tells. */
async function urlOf({ id, ref, clientOf }: Target): Promise<string> {
  const ask = new GetQueueUrlCommand({ QueueName: id, QueueOwnerAWSAccountId: ref.account });
  const { QueueUrl } = await clientOf(sqsClient).send(ask);
  if (QueueUrl === undefined) throw new Error(`Cannot call the queue "${id}": SQS answered without its address`);
  return QueueUrl;
}

async function list({ account, region, type, clientOf, cursor }: Listing): Promise<Page> {
  const ask = new ListQueuesCommand({ MaxResults: 100, ...(cursor === undefined ? {} : { NextToken: cursor }) });
  const { QueueUrls = [], NextToken } = await clientOf(sqsClient).send(ask);
  const names = QueueUrls.map((url) => url.slice(url.lastIndexOf("/") + 1));
  return { arns: names.map((name) => arnFor(type, { account, region }, name)), next: NextToken };
}

async function describe(at: Target): ReturnType<ServedType["describe"]> {
  const AttributeNames = ["CreatedTimestamp", "MessageRetentionPeriod", "KmsMasterKeyId", "FifoQueue"] as const;
  const ask = new GetQueueAttributesCommand({ QueueUrl: await urlOf(at), AttributeNames: [...AttributeNames] });
  const { Attributes: found = {} } = await at.clientOf(sqsClient).send(ask);
  const made = Number(found.CreatedTimestamp);
  return {
    kind: "described",
    createdAt: Number.isFinite(made) ? new Date(made * 1_000) : undefined,
    retention: daysEntry("sqs.retention", Number(found.MessageRetentionPeriod), SECONDS_A_DAY),
    attributes: { kmsKey: found.KmsMasterKeyId, fifo: found.FifoQueue === "true" },
  };
}

export const SQS_QUEUE: ServedType = {
  key: "sqs.queue",
  missing: ["QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue"],
  list,
  describe,
  async readTags(at) {
    const answer = await at.clientOf(sqsClient).send(new ListQueueTagsCommand({ QueueUrl: await urlOf(at) }));
    return answer.Tags ?? {};
  },
  async writeTags(at, edit) {
    const sqs = at.clientOf(sqsClient);
    const QueueUrl = await beforeWriting(urlOf(at));
    return dropThenPut(edit, {
      drop: (TagKeys) => sqs.send(new UntagQueueCommand({ QueueUrl, TagKeys })),
      put: (Tags) => sqs.send(new TagQueueCommand({ QueueUrl, Tags })),
    });
  },
  retention: {
    async write(at, wanted) {
      const MessageRetentionPeriod = String(daysWanted(wanted, "sqs.retention") * SECONDS_A_DAY);
      const QueueUrl = await beforeWriting(urlOf(at));
      const set = new SetQueueAttributesCommand({ QueueUrl, Attributes: { MessageRetentionPeriod } });
      return requestIdOf(await at.clientOf(sqsClient).send(set));
    },
  },
};
