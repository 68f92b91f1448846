import {
  AddTagsToStreamCommand,
  DecreaseStreamRetentionPeriodCommand,
  DescribeStreamSummaryCommand,
  IncreaseStreamRetentionPeriodCommand,
  ListStreamsCommand,
  ListTagsForStreamCommand,
  RemoveTagsFromStreamCommand,
} from "@aws-sdk/client-kinesis";
import { kinesisClient } from "#shared/adapters/aws/clients/kinesis.ts";
import { arnFor } from "#shared/adapters/aws/resources/arn-form.ts";
import { allPages } from "#shared/adapters/aws/resources/pages.ts";
import { beforeWriting } from "#shared/adapters/aws/resources/refusal.ts";
import { daysEntry, daysWanted } from "#shared/adapters/aws/resources/retention-days.ts";
import type { Listing, Page, ServedType, Target } from "#shared/adapters/aws/resources/served-type.ts";
import { dropThenPut, requestIdOf, tagsOfPairs } from "#shared/adapters/aws/resources/tag-edit.ts";

const HOURS_A_DAY = 24;

async function list({ account, region, type, clientOf, cursor }: Listing): Promise<Page> {
  const ask = new ListStreamsCommand(cursor === undefined ? {} : { ExclusiveStartStreamName: cursor });
  const { StreamNames = [], HasMoreStreams } = await clientOf(kinesisClient).send(ask);
  const next = HasMoreStreams === true ? StreamNames.at(-1) : undefined;
  return { arns: StreamNames.map((name) => arnFor(type, { account, region }, name)), next };
}

const summaryOf = ({ ref, clientOf }: Target) =>
  clientOf(kinesisClient).send(new DescribeStreamSummaryCommand({ StreamARN: ref.arn }));

async function describe(at: Target): ReturnType<ServedType["describe"]> {
  const { StreamDescriptionSummary: found } = await summaryOf(at);
  if (found === undefined || found.StreamStatus === "DELETING") return { kind: "gone" };
  if (found.StreamStatus === "CREATING") return { kind: "not-ready" };
  return {
    kind: "described",
    createdAt: found.StreamCreationTimestamp,
    retention: daysEntry("kinesis.retention", found.RetentionPeriodHours, HOURS_A_DAY),
    attributes: { mode: found.StreamModeDetails?.StreamMode, kmsKey: found.KeyId },
  };
}

/** Two calls, one each way; neither takes the hours that stand (Kinesis API, both calls), so then there is none. */
async function writeRetention(at: Target, wanted: Readonly<Record<string, number | "unset">>): Promise<string> {
  const RetentionPeriodHours = daysWanted(wanted, "kinesis.retention") * HOURS_A_DAY;
  const before = await beforeWriting(summaryOf(at));
  const hours = before.StreamDescriptionSummary?.RetentionPeriodHours ?? 0;
  if (RetentionPeriodHours === hours) return requestIdOf(before);
  const input = { StreamARN: at.ref.arn, RetentionPeriodHours };
  const kinesis = at.clientOf(kinesisClient);
  return requestIdOf(
    RetentionPeriodHours > hours
      ? await kinesis.send(new IncreaseStreamRetentionPeriodCommand(input))
      : await kinesis.send(new DecreaseStreamRetentionPeriodCommand(input)),
  );
}

export const KINESIS_STREAM: ServedType = {
  key: "kinesis.stream",
  missing: ["ResourceNotFound"],
  list,
  describe,
  async readTags({ ref, clientOf }) {
    const pairs = await allPages(async (from) => {
      const ask = new ListTagsForStreamCommand({
        StreamARN: ref.arn,
        ...(from === undefined ? {} : { ExclusiveStartTagKey: from }),
      });
      const { Tags = [], HasMoreTags } = await clientOf(kinesisClient).send(ask);
      return { items: Tags, next: HasMoreTags === true ? Tags.at(-1)?.Key : undefined };
    });
    return tagsOfPairs(pairs);
  },
  writeTags({ ref, clientOf }, edit) {
    const kinesis = clientOf(kinesisClient);
    return dropThenPut(edit, {
      drop: (TagKeys) => kinesis.send(new RemoveTagsFromStreamCommand({ StreamARN: ref.arn, TagKeys })),
      put: (Tags) => kinesis.send(new AddTagsToStreamCommand({ StreamARN: ref.arn, Tags })),
    });
  },
  retention: { write: writeRetention },
};
