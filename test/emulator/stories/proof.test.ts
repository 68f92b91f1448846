import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { beforeAll, describe, expect, test } from "vitest";
import { companyFolder } from "#test/emulator/support/company.ts";
import { layCompany } from "#test/emulator/support/deployed.ts";
import { deployedHost, putBill } from "#test/emulator/support/deployed-host.ts";
import { iamOfMember } from "#test/emulator/support/governed-account.ts";
import { itIsTimeFor } from "#test/emulator/support/hub.ts";
import { activeRequest } from "#test/scenario/journeys/access-journeys.ts";
import { BILL } from "#test/scenario/journeys/cost-journeys.ts";
import { answerTo, until } from "#test/scenario/journeys/journey-host.ts";

type Exported = { readonly events: number };
type Report = { readonly id: string; readonly month: string };
type Seen = { readonly shards: readonly { readonly type: string; readonly sweptAt?: string }[] };
type Planned = { readonly plan: { readonly id: string } };

/** The bill of the journeys, for another month. */
const billOf = (month: string): string => BILL.replaceAll("2024-03", month).replaceAll("2024-04-01", `${month}-28`);

/** The same of a billing account that no other bill is of: who brings it has no row yet. */
function firstBillOf(account: string, month: string): string {
  const [head, ...rows] = billOf(month).trimEnd().split("\n");
  return [`BillingAccountId,${head}`, ...rows.map((row) => `${account},${row}`), ""].join("\n");
}

beforeAll(layCompany);

describe("what the deployed plane does when its time comes", () => {
  test("the log that an auditor takes out verifies without the plane", async () => {
    const host = deployedHost();
    await itIsTimeFor("audit-seal");
    const out = mkdtempSync(join(tmpdir(), "tollgate-audit-"));
    const { events } = await answerTo<Exported>(host, "gwen.ross", "audit", "export", out);
    expect(events).toBeGreaterThan(0);
    const verified = await host.by("gwen.ross", "audit", "verify", out);
    expect([verified.code, verified.err]).toEqual([0, ""]);
  });

  test("bills are taken in from a folder and by a manifest that names no bucket, and reported when it is time", async () => {
    const host = deployedHost();
    const folder = await putBill("by-hand/2024-05/focus-00001.csv", firstBillOf("999988887777", "2024-05"));
    await answerTo(host, "cleo.park", "cost", "ingest", folder, "--source", "by-hand");
    await putBill("relative/data/2024-06/focus-00001.csv", billOf("2024-06"));
    const manifest = JSON.stringify({ dataFiles: ["data/2024-06/focus-00001.csv"] });
    await putBill("relative/metadata/2024-06/focus-Manifest.json", manifest);
    const reported = await until(
      host,
      async () => {
        await itIsTimeFor("cost-report");
        await host.pass();
        return answerTo<readonly Report[]>(host, "cleo.park", "cost", "list");
      },
      (reports) => reports.some(({ month }) => month === "2024-06"),
    );
    expect(reported.map(({ month }) => month)).toContain("2024-06");
  });

  test("resources of every type are looked at again when it is time, also where no event tells of them", async () => {
    const host = deployedHost();
    const seen = () => answerTo<Seen>(host, "eva.lind", "policy", "coverage");
    const types = ["logs.log-group", "s3.bucket"];
    await itIsTimeFor("sweep-plan");
    const { shards } = await until(host, seen, (found) =>
      types.every((type) => found.shards.some((shard) => shard.type === type && shard.sweptAt !== undefined)),
    );
    expect(shards.map(({ type }) => type)).toEqual(expect.arrayContaining(types));
  });

  test("a larger budget waits for the people whose money it is, and a plan says whose bills a selector would take", async () => {
    const host = deployedHost();
    const folder = join(companyFolder(), "governance");
    const file = join(folder, "teams/sales/data.yaml");
    const text = readFileSync(file, "utf8");
    const taking = 'budget: 500 USD\nmatch: [{arn: "arn:aws:rds:eu-west-1:111122223333:db:prices"}]';
    writeFileSync(file, text.replace("budget: 400 USD", taking));
    const { plan } = await answerTo<Planned>(host, "eva.lind", "plan", folder);
    await answerTo(
      host,
      "eva.lind",
      "apply",
      plan.id,
      "--justification",
      "Prices are published twice as often as before",
    );
    const yes = ["changes", "decide", plan.id, "Workload", "price-publisher", "--approve", "--note", "Agreed"];
    const decided = await host.by("ben.ito", ...yes);
    expect([decided.code, decided.err]).toEqual([0, ""]);
    await itIsTimeFor("catalog-sweep");
  });

  test("a policy that nobody granted is seen when accounts are compared with the rows, and a live grant is let be", async () => {
    const host = deployedHost();
    const request = await activeRequest(host, "1h");
    const PolicyName = `of-nobody-${Date.now().toString(36)}`;
    const Statement = [{ Effect: "Allow", Action: "s3:ListAllMyBuckets", Resource: "*" }];
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
    await iamOfMember().send(new PutRolePolicyCommand({ RoleName: "liv.sand", PolicyName, PolicyDocument }));
    await itIsTimeFor("grant-reconcile");
    const out = mkdtempSync(join(tmpdir(), "tollgate-audit-"));
    const told = await until(
      host,
      async () => {
        await answerTo(host, "gwen.ross", "audit", "export", out);
        return readFileSync(join(out, "events.ndjson"), "utf8");
      },
      (events) => events.includes(PolicyName),
    );
    expect(told).toContain(PolicyName);
    expect(await answerTo(host, "liv.sand", "access", "show", request.id)).toMatchObject({ state: "ACTIVE" });
    await answerTo(host, "liv.sand", "access", "give-back", request.id);
  });
});
