import {
  CreateTagsCommand,
  DeleteTagsCommand,
  DescribeInstancesCommand,
  DescribeSnapshotsCommand,
  DescribeTagsCommand,
  DescribeVolumesCommand,
  type Instance,
} from "@aws-sdk/client-ec2";
import { ec2Client } from "#shared/adapters/aws/clients/ec2.ts";
import { arnFor } from "#shared/adapters/aws/resources/arn-form.ts";
import { allPages } from "#shared/adapters/aws/resources/pages.ts";
import type { Listing, Page, ServedType, Target } from "#shared/adapters/aws/resources/served-type.ts";
import {
  dropThenPut,
  pairsOfTags,
  type TagEdit,
  type Tags,
  tagsOfPairs,
} from "#shared/adapters/aws/resources/tag-edit.ts";

const from = ({ cursor }: Listing) => ({ MaxResults: 500, ...(cursor === undefined ? {} : { NextToken: cursor }) });

const page = (listing: Listing, ids: readonly (string | undefined)[], next: string | undefined): Page => ({
  arns: ids.map((id = "") => arnFor(listing.type, listing, id)),
  next,
});

async function readTags({ id, clientOf }: Target): Promise<Tags> {
  const Filters = [{ Name: "resource-id", Values: [id] }];
  const pairs = await allPages(async (NextToken) => {
    const next = NextToken === undefined ? {} : { NextToken };
    const answer = await clientOf(ec2Client).send(new DescribeTagsCommand({ Filters, ...next }));
    return { items: answer.Tags ?? [], next: answer.NextToken };
  });
  return tagsOfPairs(pairs);
}

function writeTags({ id, clientOf }: Target, edit: TagEdit): Promise<string> {
  const ec2 = clientOf(ec2Client);
  const Resources = [id];
  return dropThenPut(edit, {
    drop: (keys) => ec2.send(new DeleteTagsCommand({ Resources, Tags: keys.map((Key) => ({ Key })) })),
    put: (tags) => ec2.send(new CreateTagsCommand({ Resources, Tags: pairsOfTags(tags) })),
  });
}

/** A terminated instance is shown for about an hour more (EC2 user guide, "Terminate your instance"). */
const isOver = ({ State }: Instance): boolean => State?.Name === "terminated";

/** A stopped instance that starts again has a new launch time; its first disk was attached when it was made. */
function firstSeen({ LaunchTime, BlockDeviceMappings = [] }: Instance): Date | undefined {
  const times = [LaunchTime, ...BlockDeviceMappings.map(({ Ebs }) => Ebs?.AttachTime)];
  return times.filter((each) => each !== undefined).toSorted((one, other) => one.getTime() - other.getTime())[0];
}

export const EC2: readonly ServedType[] = [
  {
    key: "ec2.instance",
    missing: ["InvalidInstanceID.NotFound"],
    async list(listing) {
      const answer = await listing.clientOf(ec2Client).send(new DescribeInstancesCommand(from(listing)));
      const found = (answer.Reservations ?? []).flatMap(({ Instances = [] }) => Instances);
      const ids = found.filter((each) => !isOver(each)).map(({ InstanceId }) => InstanceId);
      return page(listing, ids, answer.NextToken);
    },
    async describe({ id, clientOf }) {
      const answer = await clientOf(ec2Client).send(new DescribeInstancesCommand({ InstanceIds: [id] }));
      const found = answer.Reservations?.[0]?.Instances?.[0];
      if (found === undefined || isOver(found)) return { kind: "gone" };
      const attributes = { instanceType: found.InstanceType, state: found.State?.Name };
      return { kind: "described", createdAt: firstSeen(found), attributes };
    },
    readTags,
    writeTags,
  },
  {
    key: "ec2.volume",
    missing: ["InvalidVolume.NotFound"],
    async list(listing) {
      const answer = await listing.clientOf(ec2Client).send(new DescribeVolumesCommand(from(listing)));
      const ids = (answer.Volumes ?? []).map(({ VolumeId }) => VolumeId);
      return page(listing, ids, answer.NextToken);
    },
    async describe({ id, clientOf }) {
      const answer = await clientOf(ec2Client).send(new DescribeVolumesCommand({ VolumeIds: [id] }));
      const found = answer.Volumes?.[0];
      if (found === undefined) return { kind: "gone" };
      const attributes = { gib: found.Size, volumeType: found.VolumeType, kmsKey: found.KmsKeyId };
      return { kind: "described", createdAt: found.CreateTime, attributes };
    },
    readTags,
    writeTags,
  },
  {
    key: "ec2.snapshot",
    missing: ["InvalidSnapshot.NotFound"],
    async list(listing) {
      // Without an owner it would be every public snapshot of the region.
      const ask = new DescribeSnapshotsCommand({ OwnerIds: [listing.account], ...from(listing) });
      const answer = await listing.clientOf(ec2Client).send(ask);
      const ids = (answer.Snapshots ?? []).map(({ SnapshotId }) => SnapshotId);
      return page(listing, ids, answer.NextToken);
    },
    async describe({ id, ref, clientOf }) {
      const answer = await clientOf(ec2Client).send(new DescribeSnapshotsCommand({ SnapshotIds: [id] }));
      const found = answer.Snapshots?.[0];
      if (found === undefined || found.OwnerId !== ref.account) return { kind: "gone" };
      const volume = found.VolumeId;
      return {
        kind: "described",
        createdAt: found.StartTime,
        parent: volume === undefined ? undefined : arnFor("ec2.volume", ref, volume),
        attributes: { gib: found.VolumeSize, kmsKey: found.KmsKeyId },
      };
    },
    readTags,
    writeTags,
  },
];
