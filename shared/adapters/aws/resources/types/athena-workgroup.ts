import {
  GetWorkGroupCommand,
  ListTagsForResourceCommand,
  ListWorkGroupsCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-athena";
import { athenaClient } from "#shared/adapters/aws/clients/athena.ts";
import { serviceFaultOf } from "#shared/adapters/aws/faults.ts";
import { arnFor } from "#shared/adapters/aws/resources/arn-form.ts";
import { allPages } from "#shared/adapters/aws/resources/pages.ts";
import type { ServedType, Target } from "#shared/adapters/aws/resources/served-type.ts";
import { dropThenPut, pairsOfTags, tagsOfPairs } from "#shared/adapters/aws/resources/tag-edit.ts";

/** Athena has one code for a workgroup that is not there and for a request that is wrong: its words tell. */
const isMissing = (fault: unknown): boolean => {
  const said = serviceFaultOf(fault);
  return said?.code === "InvalidRequest" && /not found|does not exist/i.test(said.message);
};

async function describe({ id, clientOf }: Target): ReturnType<ServedType["describe"]> {
  try {
    const { WorkGroup } = await clientOf(athenaClient).send(new GetWorkGroupCommand({ WorkGroup: id }));
    return { kind: "described", createdAt: WorkGroup?.CreationTime, attributes: { state: WorkGroup?.State } };
  } catch (fault) {
    if (isMissing(fault)) return { kind: "gone" };
    throw fault;
  }
}

export const ATHENA_WORKGROUP: ServedType = {
  key: "athena.workgroup",
  missing: ["ResourceNotFound"],
  async list({ account, region, type, clientOf, cursor }) {
    const ask = new ListWorkGroupsCommand(cursor === undefined ? {} : { NextToken: cursor });
    const { WorkGroups = [], NextToken } = await clientOf(athenaClient).send(ask);
    return { arns: WorkGroups.map(({ Name = "" }) => arnFor(type, { account, region }, Name)), next: NextToken };
  },
  describe,
  async readTags({ ref, clientOf }) {
    const pairs = await allPages(async (NextToken) => {
      const next = NextToken === undefined ? {} : { NextToken };
      const answer = await clientOf(athenaClient).send(
        new ListTagsForResourceCommand({ ResourceARN: ref.arn, ...next }),
      );
      return { items: answer.Tags ?? [], next: answer.NextToken };
    });
    return tagsOfPairs(pairs);
  },
  writeTags({ ref, clientOf }, edit) {
    const athena = clientOf(athenaClient);
    return dropThenPut(edit, {
      drop: (TagKeys) => athena.send(new UntagResourceCommand({ ResourceARN: ref.arn, TagKeys })),
      put: (tags) => athena.send(new TagResourceCommand({ ResourceARN: ref.arn, Tags: pairsOfTags(tags) })),
    });
  },
};
