import {
  DescribeRepositoriesCommand,
  ListTagsForResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-ecr";
import { ecrClient } from "#shared/adapters/aws/clients/ecr.ts";
import type { ServedType } from "#shared/adapters/aws/resources/served-type.ts";
import { dropThenPut, pairsOfTags, tagsOfPairs } from "#shared/adapters/aws/resources/tag-edit.ts";

export const ECR_REPOSITORY: ServedType = {
  key: "ecr.repository",
  missing: ["RepositoryNotFound"],
  async list({ clientOf, cursor }) {
    const ask = new DescribeRepositoriesCommand({
      maxResults: 100,
      ...(cursor === undefined ? {} : { nextToken: cursor }),
    });
    const { repositories = [], nextToken } = await clientOf(ecrClient).send(ask);
    return { arns: repositories.map(({ repositoryArn = "" }) => repositoryArn), next: nextToken };
  },
  async describe({ id, clientOf }) {
    const answer = await clientOf(ecrClient).send(new DescribeRepositoriesCommand({ repositoryNames: [id] }));
    const found = answer.repositories?.[0];
    if (found === undefined) return { kind: "gone" };
    return {
      kind: "described",
      createdAt: found.createdAt,
      attributes: {
        tagMutability: found.imageTagMutability,
        kmsKey: found.encryptionConfiguration?.kmsKey,
      },
    };
  },
  async readTags({ ref, clientOf }) {
    const answer = await clientOf(ecrClient).send(new ListTagsForResourceCommand({ resourceArn: ref.arn }));
    return tagsOfPairs(answer.tags);
  },
  writeTags({ ref, clientOf }, edit) {
    const ecr = clientOf(ecrClient);
    return dropThenPut(edit, {
      drop: (tagKeys) => ecr.send(new UntagResourceCommand({ resourceArn: ref.arn, tagKeys })),
      put: (tags) => ecr.send(new TagResourceCommand({ resourceArn: ref.arn, tags: pairsOfTags(tags) })),
    });
  },
};
