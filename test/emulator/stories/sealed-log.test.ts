import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateBackupCommand,
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  PutItemCommand,
  RestoreTableFromBackupCommand,
  RestoreTableToPointInTimeCommand,
  ScanCommand,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import { DeleteObjectCommand, HeadObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { dynamodbClient } from "#shared/adapters/aws/clients/dynamodb.ts";
import { nodeDigest } from "#shared/adapters/node/node-ports.ts";
import { writeAuditExport } from "#shared/contracts/audit-export.ts";
import { epochMillis } from "#shared/kernel/time.ts";
import type { ChainedEvent } from "#shared/storage/event.ts";
import { eventLogOn } from "#shared/storage/event-log.ts";
import { sealStoreOn } from "#shared/storage/seal-store.ts";
import { layCompany, tokenOf, tollgateBy } from "#test/emulator/support/deployed.ts";
import { deployedHost } from "#test/emulator/support/deployed-host.ts";
import {
  askForSeal,
  auditBucket,
  downloadSealed,
  openInThePast,
  s3OfHub,
  tableNamed,
} from "#test/emulator/support/sealed-log.ts";
import { until } from "#test/scenario/journeys/journey-host.ts";

const mark = Date.now().toString(36);
const room = mkdtempSync(join(tmpdir(), "tollgate-sealed-"));
const HOUR = 3_600_000;

const verify = (dir: string) => tollgateBy("", "audit", "verify", dir);

const linesIn = (dir: string): readonly string[] =>
  readdirSync(dir).flatMap((name) => readFileSync(join(dir, name), "utf8").split("\n"));

const openings = (door: string, dir: string): number =>
  linesIn(dir).filter((line) => line.includes(`"id":"${door}"`)).length;

/**
 * Opens a door in an hour that is over, has it sealed, and downloads all copies once it is among them. It asks again: of two
 * that seal at once, by the hour's rule or because they were asked before, one is refused and leaves it to the next.
 */
async function sealedAndDownloaded(door: string): Promise<{ readonly dir: string; readonly keys: readonly string[] }> {
  await openInThePast(door, 3);
  const dir = join(room, door);
  const keys = await until(
    deployedHost(),
    async () => {
      await askForSeal();
      return downloadSealed(dir);
    },
    () => openings(door, dir) === 3,
  );
  expect(openings(door, dir)).toBe(3);
  return { dir, keys };
}

/** What a table holds of the log, as the files of an export. */
async function exportOf(table: string, dir: string): Promise<string> {
  const [log, seals] = [eventLogOn(tableNamed(table)), sealStoreOn(tableNamed(table))];
  const events: ChainedEvent[] = [];
  const now = Math.floor(Date.now() / HOUR) * HOUR;
  // As far back as an emulator that stays can be of use: the tokens of its operator last for eight hours.
  for (let hour = now - 10 * HOUR; hour <= now; hour += HOUR) events.push(...(await log.ofHour(epochMillis(hour))));
  const files = writeAuditExport(events, await seals.from(epochMillis(0)), nodeDigest);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text);
  return files["events.ndjson"];
}

beforeAll(layCompany);
afterAll(() => rmSync(room, { recursive: true, force: true }));

describe("the sealed log of the deployed plane", () => {
  test("is copied to a bucket whose lock holds it, and the download verifies by itself; one altered byte names the event", async () => {
    const door = `front-${mark}`;
    const { dir, keys } = await sealedAndDownloaded(door);
    const verified = await verify(dir);
    expect([verified.code, verified.err]).toEqual([0, ""]);
    expect(verified.out).toMatch(/^\d+ events, \d+ seals?, all match\.\n$/);

    const Key = keys.at(-1) ?? expect.unreachable("nothing was copied");
    const [s3, Bucket] = [s3OfHub(), auditBucket()];
    const { ObjectLockMode, VersionId } = await s3.send(new HeadObjectCommand({ Bucket, Key }));
    expect(ObjectLockMode).toBe("COMPLIANCE");
    await expect(s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId }))).rejects.toThrow(/Access ?Denied/i);

    const file = readdirSync(dir).find((name) => readFileSync(join(dir, name), "utf8").includes(door)) ?? "";
    const text = readFileSync(join(dir, file), "utf8");
    const line = text.split("\n").find((each) => each.includes(door) && each.includes('"sequence":2')) ?? "";
    writeFileSync(join(dir, file), text.replace(line, line.replace('"by":"ada"', '"by":"adb"')));
    const refused = await verify(dir);
    expect([refused.code, refused.err]).toEqual([
      1,
      expect.stringContaining(`Not as it was: event 2 of door ${door} was altered`),
    ]);
  });

  test("is asked for as often as one likes: what was copied stays as it is, what is new comes behind it, and nothing twice", async () => {
    const { dir, keys } = await sealedAndDownloaded(`side-${mark}`);
    const before = linesIn(dir);
    await askForSeal();
    const { dir: then, keys: after } = await sealedAndDownloaded(`back-${mark}`);
    expect(after.slice(0, keys.length)).toEqual(keys);
    expect(linesIn(then)).toEqual(expect.arrayContaining([...before]));
    expect(await verify(then)).toMatchObject({ code: 0, err: "" });
  });
});

describe("a backup of the deployed plane's table", () => {
  test("restored into a new table holds the log as it was sealed and exported before, and not what came after; one altered row is named", async () => {
    const { dir: copies } = await sealedAndDownloaded(`vault-${mark}`);
    const before = join(room, "before");
    const exported = await tollgateBy(await tokenOf("gwen.ross"), "audit", "export", before);
    expect([exported.code, exported.err]).toEqual([0, ""]);

    const client = dynamodbClient();
    const TableName = inject("plane").outputs["TableName"] ?? "";
    const { BackupDetails } = await client.send(new CreateBackupCommand({ TableName, BackupName: `story-${mark}` }));
    await openInThePast(`later-${mark}`, 1);
    const TargetTableName = `tollgate-restored-${mark}`;
    const BackupArn = BackupDetails?.BackupArn ?? "";
    await client.send(new RestoreTableFromBackupCommand({ TargetTableName, BackupArn }));
    await waitUntilTableExists({ client, maxWaitTime: 60 }, { TableName: TargetTableName });
    try {
      const restored = mkdtempSync(join(room, "restored-"));
      const log = await exportOf(TargetTableName, restored);
      expect(await verify(restored)).toMatchObject({ code: 0, err: "" });
      const known = readFileSync(join(before, "events.ndjson"), "utf8").trimEnd().split("\n");
      const lines = new Set(log.split("\n"));
      expect(known.length).toBeGreaterThan(10);
      expect(known.filter((line) => !lines.has(line))).toEqual([]);
      expect(log).not.toContain(`later-${mark}`);
      const seals = readFileSync(join(restored, "seals.ndjson"), "utf8").trimEnd().split("\n");
      const witnesses = readdirSync(copies).map((name) => readFileSync(join(copies, name), "utf8").split("\n")[0]);
      expect(seals.slice(0, witnesses.length)).toEqual(witnesses);

      await alterRow(TargetTableName, `vault-${mark}`);
      await exportOf(TargetTableName, restored);
      expect((await verify(restored)).err).toContain(`event 1 of door vault-${mark} was altered`);
    } finally {
      await client.send(new DeleteTableCommand({ TableName: TargetTableName }));
    }
  });
});

describe("the deployed plane's table at its newest moment", () => {
  // Of earlier moments the emulator knows nothing: it gives the table as it is, whichever is asked for.
  test("restored into a new table holds the log as it is sealed and copied, and verifies by itself", async () => {
    const door = `cellar-${mark}`;
    const { dir: copies } = await sealedAndDownloaded(door);
    const client = dynamodbClient();
    const TargetTableName = `tollgate-newest-${mark}`;
    const SourceTableName = inject("plane").outputs["TableName"] ?? "";
    const { ContinuousBackupsDescription } = await client.send(
      new DescribeContinuousBackupsCommand({ TableName: SourceTableName }),
    );
    expect(ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus).toBe("ENABLED");
    await client.send(
      new RestoreTableToPointInTimeCommand({ SourceTableName, TargetTableName, UseLatestRestorableTime: true }),
    );
    await waitUntilTableExists({ client, maxWaitTime: 60 }, { TableName: TargetTableName });
    try {
      const restored = mkdtempSync(join(room, "newest-"));
      const log = await exportOf(TargetTableName, restored);
      expect(await verify(restored)).toMatchObject({ code: 0, err: "" });
      expect(log).toContain(`"id":"${door}"`);
      const seals = readFileSync(join(restored, "seals.ndjson"), "utf8").trimEnd().split("\n");
      const witnesses = readdirSync(copies).map((name) => readFileSync(join(copies, name), "utf8").split("\n")[0]);
      expect(witnesses.length).toBeGreaterThan(0);
      expect(seals.slice(0, witnesses.length)).toEqual(witnesses);
    } finally {
      await client.send(new DeleteTableCommand({ TableName: TargetTableName }));
    }
  });
});

/** Somebody with the right to write the table writes history anew. */
async function alterRow(TableName: string, door: string): Promise<void> {
  const client = dynamodbClient();
  const { Items = [] } = await client.send(new ScanCommand({ TableName }));
  const first = Items.find(({ body }) => body?.S?.includes(`"id":"${door}"`) && body.S.includes('"sequence":1,'));
  const Item = { ...first, body: { S: (first?.["body"]?.S ?? "").replace('"by":"ada"', '"by":"eve"') } };
  await client.send(new PutItemCommand({ TableName, Item }));
}
