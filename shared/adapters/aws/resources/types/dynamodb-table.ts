import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  ListTablesCommand,
  ListTagsOfResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateContinuousBackupsCommand,
} from "@aws-sdk/client-dynamodb";
import { dynamodbClient } from "#shared/adapters/aws/clients/dynamodb.ts";
import { arnFor } from "#shared/adapters/aws/resources/arn-form.ts";
import { allPages } from "#shared/adapters/aws/resources/pages.ts";
import type { Days, Listing, Page, ServedType, Target } from "#shared/adapters/aws/resources/served-type.ts";
import { dropThenPut, pairsOfTags, requestIdOf, tagsOfPairs } from "#shared/adapters/aws/resources/tag-edit.ts";

/** What DynamoDB keeps when nobody says how long (DynamoDB API, PointInTimeRecoverySpecification). */
const DEFAULT_DAYS = 35;

async function list({ account, region, type, clientOf, cursor }: Listing): Promise<Page> {
  const ask = new ListTablesCommand(cursor === undefined ? {} : { ExclusiveStartTableName: cursor });
  const { TableNames = [], LastEvaluatedTableName } = await clientOf(dynamodbClient).send(ask);
  return { arns: TableNames.map((name) => arnFor(type, { account, region }, name)), next: LastEvaluatedTableName };
}

async function describe({ id, clientOf }: Target): ReturnType<ServedType["describe"]> {
  const { Table } = await clientOf(dynamodbClient).send(new DescribeTableCommand({ TableName: id }));
  if (Table === undefined || Table.TableStatus === "DELETING") return { kind: "gone" };
  if (Table.TableStatus === "CREATING") return { kind: "not-ready" };
  return {
    kind: "described",
    createdAt: Table.CreationDateTime,
    attributes: {
      billingMode: Table.BillingModeSummary?.BillingMode,
      tableClass: Table.TableClassSummary?.TableClass,
      kmsKey: Table.SSEDescription?.KMSMasterKeyArn,
    },
  };
}

/** Point-in-time recovery; nothing is kept where it is off. */
async function readRetention({ id, clientOf }: Target): Promise<Readonly<Record<string, Days>>> {
  const answer = await clientOf(dynamodbClient).send(new DescribeContinuousBackupsCommand({ TableName: id }));
  const found = answer.ContinuousBackupsDescription?.PointInTimeRecoveryDescription;
  if (found?.PointInTimeRecoveryStatus === undefined) return {};
  const on = found.PointInTimeRecoveryStatus === "ENABLED";
  return { "dynamodb.pitr": on ? (found.RecoveryPeriodInDays ?? DEFAULT_DAYS) : "unset" };
}

export const DYNAMODB_TABLE: ServedType = {
  key: "dynamodb.table",
  missing: ["ResourceNotFound", "TableNotFound"],
  list,
  describe,
  async readTags({ ref, clientOf }) {
    const pairs = await allPages(async (NextToken) => {
      const ask = new ListTagsOfResourceCommand({
        ResourceArn: ref.arn,
        ...(NextToken === undefined ? {} : { NextToken }),
      });
      const answer = await clientOf(dynamodbClient).send(ask);
      return { items: answer.Tags ?? [], next: answer.NextToken };
    });
    return tagsOfPairs(pairs);
  },
  writeTags({ ref, clientOf }, edit) {
    const dynamodb = clientOf(dynamodbClient);
    return dropThenPut(edit, {
      drop: (TagKeys) => dynamodb.send(new UntagResourceCommand({ ResourceArn: ref.arn, TagKeys })),
      put: (tags) => dynamodb.send(new TagResourceCommand({ ResourceArn: ref.arn, Tags: pairsOfTags(tags) })),
    });
  },
  retention: {
    read: readRetention,
    async write({ id, clientOf }, { "dynamodb.pitr": days = "unset" }) {
      const PointInTimeRecoverySpecification =
        days === "unset"
          ? { PointInTimeRecoveryEnabled: false }
          : { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: days };
      const update = new UpdateContinuousBackupsCommand({ TableName: id, PointInTimeRecoverySpecification });
      return requestIdOf(await clientOf(dynamodbClient).send(update));
    },
  },
};
