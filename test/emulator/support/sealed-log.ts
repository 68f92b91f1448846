import { mkdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { inject } from "vitest";
import { REGION } from "#infra/emulator/environment.ts";
import { dynamodbClient } from "#shared/adapters/aws/clients/dynamodb.ts";
import { DynamoDbTable } from "#shared/adapters/aws/dynamodb-table.ts";
import { nodeDigest } from "#shared/adapters/node/node-ports.ts";
import { epochMillis } from "#shared/kernel/time.ts";
import { recordsOn } from "#shared/storage/records.ts";
import { sendTo, urlOfQueue } from "#test/emulator/support/hub.ts";
import { openDoor } from "#test/support/sealed-doors.ts";

const HOUR = 3_600_000;

/** The plane's own table, or another with its keys, as whoever may do everything. */
export const tableNamed = (table = inject("plane").outputs["TableName"] ?? ""): DynamoDbTable =>
  new DynamoDbTable({ client: dynamodbClient(), table });

/**
 * Events of half an hour before this hour began. A seal is about hours that are over, and no suite waits for one:
 * they are written as the plane writes its own, with a clock that stands there.
 */
export async function openInThePast(door: string, times: number): Promise<void> {
  const at = epochMillis(Math.floor(Date.now() / HOUR) * HOUR - HOUR / 2);
  const records = recordsOn(tableNamed(), { clock: { now: () => at }, digest: nodeDigest });
  for (let turn = 1; turn <= times; turn += 1) await openDoor(records, door, turn);
}

/** What its rule does once an hour. */
export const askForSeal = async (): Promise<void> => sendTo(await urlOfQueue("tollgate-audit-seal"), "{}");

export const s3OfHub = (): S3Client =>
  new S3Client({
    endpoint: inject("emulator").url,
    region: REGION,
    forcePathStyle: true,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });

export const auditBucket = (): string => inject("plane").outputs["AuditBucket"] ?? "";

/** `aws s3 sync s3://<AuditBucket>/sealed <folder>`; answers the keys. */
export async function downloadSealed(folder: string): Promise<readonly string[]> {
  const [s3, Bucket] = [s3OfHub(), auditBucket()];
  mkdirSync(folder, { recursive: true });
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: "sealed/" }));
  const keys = Contents.flatMap(({ Key }) => (Key === undefined ? [] : [Key]));
  for (const Key of keys) {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    writeFileSync(join(folder, basename(Key)), (await Body?.transformToByteArray()) ?? "");
  }
  return keys;
}
