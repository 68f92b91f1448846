import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { describe, expect, inject, test } from "vitest";
import { HUB } from "#infra/emulator/deploy.ts";
import { REGION } from "#infra/emulator/environment.ts";
import { layCompany, tokenOf, tollgateBy, until } from "#test/emulator/support/deployed.ts";

const BILL = `BillingPeriodStart,BillingPeriodEnd,ChargePeriodStart,ChargePeriodEnd,BillingCurrency,BilledCost,EffectiveCost,ListCost,ContractedCost,ChargeCategory,ServiceName,SubAccountId,InvoiceId,Tags
2024-03-01T00:00:00Z,2024-04-01T00:00:00Z,2024-03-01T00:00:00Z,2024-03-02T00:00:00Z,USD,10.0000000001,10.0000000001,11,10.0000000001,Usage,AWS Glue,111122223333,INV-42,"{""Workload"":""orders-etl""}"
2024-03-01T00:00:00Z,2024-04-01T00:00:00Z,2024-03-01T00:00:00Z,2024-03-02T00:00:00Z,USD,0.1,0.1,0.1,0.1,Usage,Amazon S3,111122223333,INV-42,"{""Workload"":""click-stream""}"
2024-03-01T00:00:00Z,2024-04-01T00:00:00Z,2024-03-02T00:00:00Z,2024-03-03T00:00:00Z,USD,0.2,0.2,0.2,0.2,Usage,Amazon S3,111122223333,INV-42,{}
`;

type Report = {
  readonly reportId: string;
  readonly state: string;
  readonly totals: { readonly [name: string]: string };
};

describe("cost on the deployed plane", () => {
  test("an export that is put with its manifest becomes a FINAL report, whose downloaded files verify", async () => {
    await layCompany();
    const s3 = new S3Client({
      endpoint: inject("emulator").url,
      region: REGION,
      forcePathStyle: true,
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
    });
    const Bucket = inject("plane").outputs["BillsBucket"] ?? expect.unreachable("no bucket for bills");
    const data = "exports/focus/data/2024-03/focus-00001.csv";
    await s3.send(new PutObjectCommand({ Bucket, Key: data, Body: BILL }));
    await s3.send(
      new PutObjectCommand({
        Bucket,
        Key: "exports/focus/metadata/2024-03/focus-Manifest.json",
        Body: JSON.stringify({ account: HUB, dataFiles: [`s3://${Bucket}/${data}`] }),
      }),
    );

    const out = mkdtempSync(join(tmpdir(), "tollgate-report-"));
    const make = async () =>
      tollgateBy(await tokenOf("cleo.park"), "cost", "report", "--month", "2024-03", "--out", out, "--json");
    const made = await until(make, ({ code, out: text }) => code === 0 && text.includes('"FINAL"'), 90);
    expect([made.code, made.err]).toEqual([0, expect.not.stringContaining("Cannot")]);
    const report = JSON.parse(made.out) as Report;
    expect([report.state, report.totals["billed"], report.totals["unallocated"]]).toEqual([
      "FINAL",
      "10.3000000001",
      "0.2",
    ]);
    const verified = await tollgateBy("", "cost", "verify", out);
    expect([verified.code, verified.err]).toEqual([0, ""]);
    expect(readFileSync(join(out, "report.html"), "utf8")).toContain("10.3000000001");
  });

  test("who is no finance person may not make a report", async () => {
    const refused = await tollgateBy(await tokenOf("ada.berg"), "cost", "report", "--month", "2024-03", "--out", "x");
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining("finance")]);
  });
});
