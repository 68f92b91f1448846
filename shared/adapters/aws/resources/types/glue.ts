import {
  GetCrawlerCommand,
  GetCrawlersCommand,
  GetDatabaseCommand,
  GetDatabasesCommand,
  GetJobCommand,
  GetJobsCommand,
  GetTagsCommand,
  GetTriggerCommand,
  GetTriggersCommand,
  type GlueClient,
} from "@aws-sdk/client-glue";
import { glueClient } from "#shared/adapters/aws/clients/glue.ts";
import { arnFor } from "#shared/adapters/aws/resources/arn-form.ts";
import type { ServedType } from "#shared/adapters/aws/resources/served-type.ts";
import { writeTagsByTaggingApi } from "#shared/adapters/aws/resources/tagging-api.ts";

type Kind = {
  readonly key: string;
  readonly names: (
    glue: GlueClient,
    from: { readonly MaxResults: number; readonly NextToken?: string },
  ) => Promise<{ readonly names: readonly (string | undefined)[]; readonly next: string | undefined }>;
  readonly madeAt: (glue: GlueClient, name: string) => Promise<Date | undefined>;
};

/** All of Glue names, tags and misses its resources alike; only the calls have names of their own. */
const glue = ({ key, names, madeAt }: Kind): ServedType => ({
  key,
  missing: ["EntityNotFound"],
  async list({ account, region, clientOf, cursor }) {
    const page = await names(clientOf(glueClient), {
      MaxResults: 100,
      ...(cursor === undefined ? {} : { NextToken: cursor }),
    });
    return { arns: page.names.map((name = "") => arnFor(key, { account, region }, name)), next: page.next };
  },
  async describe({ id, clientOf }) {
    return { kind: "described", createdAt: await madeAt(clientOf(glueClient), id), attributes: {} };
  },
  async readTags({ ref, clientOf }) {
    return (await clientOf(glueClient).send(new GetTagsCommand({ ResourceArn: ref.arn }))).Tags ?? {};
  },
  writeTags: writeTagsByTaggingApi,
});

export const GLUE: readonly ServedType[] = [
  glue({
    key: "glue.database",
    async names(client, from) {
      const { DatabaseList = [], NextToken } = await client.send(new GetDatabasesCommand(from));
      return { names: DatabaseList.map(({ Name }) => Name), next: NextToken };
    },
    madeAt: async (client, Name) => (await client.send(new GetDatabaseCommand({ Name }))).Database?.CreateTime,
  }),
  glue({
    key: "glue.job",
    async names(client, from) {
      const { Jobs = [], NextToken } = await client.send(new GetJobsCommand(from));
      return { names: Jobs.map(({ Name }) => Name), next: NextToken };
    },
    madeAt: async (client, JobName) => (await client.send(new GetJobCommand({ JobName }))).Job?.CreatedOn,
  }),
  glue({
    key: "glue.crawler",
    async names(client, from) {
      const { Crawlers = [], NextToken } = await client.send(new GetCrawlersCommand(from));
      return { names: Crawlers.map(({ Name }) => Name), next: NextToken };
    },
    madeAt: async (client, Name) => (await client.send(new GetCrawlerCommand({ Name }))).Crawler?.CreationTime,
  }),
  glue({
    key: "glue.trigger",
    async names(client, from) {
      const { Triggers = [], NextToken } = await client.send(new GetTriggersCommand(from));
      return { names: Triggers.map(({ Name }) => Name), next: NextToken };
    },
    // Glue does not tell how old a trigger is.
    async madeAt(client, Name) {
      await client.send(new GetTriggerCommand({ Name }));
      return undefined;
    },
  }),
];
