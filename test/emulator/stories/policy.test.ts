import { beforeAll, describe, expect, test } from "vitest";
import { layCompany } from "#test/emulator/support/deployed.ts";
import { deployedHost } from "#test/emulator/support/deployed-host.ts";
import { promoted, taggedAs } from "#test/scenario/journeys/policy-journeys.ts";

beforeAll(layCompany);

describe("policy on the deployed plane", () => {
  test("a bucket that no event announced is found by the sweep that follows a promotion, and put right", async () => {
    const host = deployedHost();
    const bucket = `quiet-${Date.now().toString(36)}`;
    for (const at of [1, 2, 3, 4]) await host.account.makeBucket(`${bucket}-beside-${at}`, { Environment: "prod" });
    await host.account.makeQuietly(bucket);
    await promoted(host, host.policies.tags);
    expect(await taggedAs(host, bucket, "prod")).toEqual({ Environment: "prod" });
  });
});
