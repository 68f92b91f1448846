import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type JourneyHost, until } from "#test/scenario/journeys/journey-host.ts";

export const BILL = `BillingPeriodStart,BillingPeriodEnd,ChargePeriodStart,ChargePeriodEnd,BillingCurrency,BilledCost,EffectiveCost,ListCost,ContractedCost,ChargeCategory,ServiceName,SubAccountId,InvoiceId,Tags
2024-03-01T00:00:00Z,2024-04-01T00:00:00Z,2024-03-01T00:00:00Z,2024-03-02T00:00:00Z,USD,10.0000000001,10.0000000001,11,10.0000000001,Usage,AWS Glue,111122223333,INV-42,"{""Workload"":""orders-etl""}"
2024-03-01T00:00:00Z,2024-04-01T00:00:00Z,2024-03-01T00:00:00Z,2024-03-02T00:00:00Z,USD,0.1,0.1,0.1,0.1,Usage,Amazon S3,111122223333,INV-42,"{""Workload"":""click-stream""}"
2024-03-01T00:00:00Z,2024-04-01T00:00:00Z,2024-03-02T00:00:00Z,2024-03-03T00:00:00Z,USD,0.2,0.2,0.2,0.2,Usage,Amazon S3,111122223333,INV-42,{}
`;

type Report = { readonly state: string; readonly totals: { readonly [name: string]: string } };

export function costJourneys(hostOf: () => JourneyHost): void {
  describe("cost", () => {
    test("a bill that is brought in becomes a FINAL report, whose files tie to it and verify offline", async () => {
      const host = hostOf();
      await host.bringBill("2024-03", BILL);
      const out = mkdtempSync(join(tmpdir(), "tollgate-report-"));
      const make = () => host.by("cleo.park", "cost", "report", "--month", "2024-03", "--out", out, "--json");
      const made = await until(host, make, ({ code }) => code === 0);
      expect([made.code, made.err]).toEqual([0, expect.not.stringContaining("Cannot")]);
      const { state, totals } = JSON.parse(made.out) as Report;
      expect([state, totals["billed"], totals["unallocated"]]).toEqual(["FINAL", "10.3000000001", "0.2"]);
      const verified = await host.by("cleo.park", "cost", "verify", out);
      expect([verified.code, verified.err]).toEqual([0, ""]);
      expect(readFileSync(join(out, "report.html"), "utf8")).toContain("10.3000000001");
    });

    test("who is no finance person may not make a report", async () => {
      const refused = await hostOf().by("ada.berg", "cost", "report", "--month", "2024-03", "--out", "never-made");
      expect([refused.code, refused.err]).toEqual([1, expect.stringContaining("finance")]);
    });
  });
}
