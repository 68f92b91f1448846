import { setTimeout } from "node:timers/promises";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { inject } from "vitest";
import { HUB } from "#infra/emulator/deploy.ts";
import { REGION } from "#infra/emulator/environment.ts";
import { tokenOf, tollgateBy } from "#test/emulator/support/deployed.ts";
import { governedAccount } from "#test/emulator/support/governed-account.ts";
import type { JourneyHost } from "#test/scenario/journeys/journey-host.ts";

/** The deployed plane, with nothing but what its users have: HTTP, the command line, S3 and events. */
export const deployedHost = (): JourneyHost & { readonly account: ReturnType<typeof governedAccount> } => ({
  by: async (person, ...words) => tollgateBy(await tokenOf(person), ...words),
  async post(person, path, { body, headers }) {
    const authorization = `Bearer ${await tokenOf(person)}`;
    const sent = { "content-type": "application/json", authorization, ...headers };
    const answer = await fetch(`${inject("plane").url}${path}`, {
      method: "POST",
      headers: sent,
      body: JSON.stringify(body),
    });
    return answer.status;
  },
  pass: () => setTimeout(500),
  // Twice what comes by the schedule of a minute, and some. A test has more (vitest.emulator.config.ts).
  patience: 150_000,
  policies: { tags: "bucket-environment", logs: "log-days" },
  account: governedAccount(),
  bringBill,
});

/** As the billing export does: the data first, then the manifest that names it. */
async function bringBill(month: string, csv: string): Promise<void> {
  const data = `exports/focus/data/${month}/focus-00001.csv`;
  const folder = await putBill(data, csv);
  const manifest = { account: HUB, dataFiles: [`${folder}/focus-00001.csv`] };
  await putBill(`exports/focus/metadata/${month}/focus-Manifest.json`, JSON.stringify(manifest));
}

/** Lays a file into the bucket for bills; answers the folder that it is in, as `s3://…`. */
export async function putBill(Key: string, Body: string): Promise<string> {
  const s3 = new S3Client({
    endpoint: inject("emulator").url,
    region: REGION,
    forcePathStyle: true,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  const Bucket = inject("plane").outputs["BillsBucket"] ?? "";
  await s3.send(new PutObjectCommand({ Bucket, Key, Body }));
  return `s3://${Bucket}/${Key.slice(0, Key.lastIndexOf("/"))}`;
}
