import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { DeleteObjectCommand, GetObjectCommand, HeadObjectCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { layCompany, tollgateBy } from "#test/emulator/support/deployed.ts";
import { deployedHost } from "#test/emulator/support/deployed-host.ts";
import { s3OfHub } from "#test/emulator/support/sealed-log.ts";
import { BILL } from "#test/scenario/journeys/cost-journeys.ts";
import { until } from "#test/scenario/journeys/journey-host.ts";

type Report = { readonly reportId: string; readonly state: string };

/** Of no other story, and over for long: its report is FINAL when it is made. A bill of another source would restate it. */
const MONTH = "2022-09";

const room = mkdtempSync(join(tmpdir(), "tollgate-report-files-"));

const reportsBucket = (): string => inject("plane").outputs["ReportsBucket"] ?? "";

/** Dropped with its manifest, and reported once it is taken in. */
async function finalReport(): Promise<Report> {
  const host = deployedHost();
  await host.bringBill(MONTH, BILL.replaceAll("2024-03", MONTH).replaceAll("2024-04-01", "2022-10-01"));
  const out = mkdtempSync(join(tmpdir(), "tollgate-by-api-"));
  const made = await until(
    host,
    () => host.by("cleo.park", "cost", "report", "--month", MONTH, "--out", out, "--json"),
    ({ code }) => code === 0,
  );
  rmSync(out, { recursive: true, force: true });
  return JSON.parse(made.out) as Report;
}

/** `aws s3 cp --recursive s3://<ReportsBucket>/reports/<id> <folder>`; answers the keys. */
async function downloaded(id: string): Promise<readonly string[]> {
  const [s3, Bucket] = [s3OfHub(), reportsBucket()];
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: `reports/${id}/` }));
  const keys = Contents.flatMap(({ Key }) => (Key === undefined ? [] : [Key]));
  for (const Key of keys) {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    writeFileSync(join(room, basename(Key)), (await Body?.transformToByteArray()) ?? "");
  }
  return keys;
}

beforeAll(layCompany);
afterAll(() => rmSync(room, { recursive: true, force: true }));

describe("a FINAL report in its bucket", () => {
  test("was made of an export and its manifest; its files verify away from the plane, and nobody can delete them", async () => {
    const { reportId, state } = await finalReport();
    expect(state).toBe("FINAL");
    const keys = await downloaded(reportId);
    expect(readdirSync(room).toSorted()).toEqual([
      "allocation.csv",
      "ledger.csv",
      "manifest.json",
      "report.html",
      "report.json",
    ]);
    const verified = await tollgateBy("", "cost", "verify", room);
    expect([verified.code, verified.err]).toEqual([0, ""]);

    const [s3, Bucket] = [s3OfHub(), reportsBucket()];
    for (const Key of keys) {
      const { ObjectLockMode, VersionId } = await s3.send(new HeadObjectCommand({ Bucket, Key }));
      expect(ObjectLockMode, Key).toBe("COMPLIANCE");
      await expect(s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId }))).rejects.toThrow(/Access ?Denied/i);
    }
  });
});
