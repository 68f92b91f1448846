import { beforeAll, describe, expect, test } from "vitest";
import { layCompany } from "#test/emulator/support/deployed.ts";
import { deployedHost } from "#test/emulator/support/deployed-host.ts";
import { itIsTimeFor } from "#test/emulator/support/hub.ts";
import { type Mail, mailsOf } from "#test/emulator/support/mails.ts";
import { until } from "#test/scenario/journeys/journey-host.ts";
import { promoted, taggedAs } from "#test/scenario/journeys/policy-journeys.ts";

beforeAll(layCompany);

describe("policy on the deployed plane", () => {
  test("a bucket that no event announced is found by the sweep that follows a promotion, and put right", async () => {
    const host = deployedHost();
    // A first digest begins the count: what was before is no news.
    await itIsTimeFor("finding-digest");
    const bucket = `quiet-${Date.now().toString(36)}`;
    for (const at of [1, 2, 3, 4]) await host.account.makeBucket(`${bucket}-beside-${at}`, { Environment: "prod" });
    await host.account.makeQuietly(bucket);
    await promoted(host, host.policies.tags);
    expect(await taggedAs(host, bucket, "prod")).toEqual({ Environment: "prod" });
    const toStories = (mails: readonly Mail[]) => mails.filter(({ To }) => To.includes("stories@example.com"));
    const digests = await until(
      host,
      async () => {
        await itIsTimeFor("finding-digest");
        for (let at = 0; at < 6; at += 1) await host.pass();
        return toStories(await mailsOf());
      },
      (mails) => mails.length > 0,
    );
    expect(digests[0]?.Subject).toMatch(/finding/);
  });
});
