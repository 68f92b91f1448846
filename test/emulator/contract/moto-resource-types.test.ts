import { EMRClient, RunJobFlowCommand } from "@aws-sdk/client-emr";
import { afterAll, beforeAll, describe, test } from "vitest";
import type { MemberOptions } from "#test/emulator/contract/policy-sessions.ts";
import { keepsToItsType } from "#test/emulator/contract/resource-type.ts";
import { type Moto, startMoto } from "#test/emulator/support/moto.ts";

/**
 * Services whose answers the emulator gets wrong: times as text, where these protocols have them as numbers. Each by the
 * SDK's own variable for the endpoint of one service; the sessions are still the emulator's.
 */
const AT_MOTO = ["AWS_ENDPOINT_URL_EMR"];

const MAKE: Readonly<Record<string, (options: MemberOptions) => Promise<string>>> = {
  async "emr.cluster"(options) {
    const Instances = { MasterInstanceType: "m7g.large", InstanceCount: 1, KeepJobFlowAliveWhenNoSteps: true };
    const run = { Name: "orders", ReleaseLabel: "emr-7.9.0", Instances, JobFlowRole: "orders", ServiceRole: "orders" };
    return (await new EMRClient(options).send(new RunJobFlowCommand(run))).JobFlowId ?? "";
  },
};

let moto: Moto;

beforeAll(async () => {
  moto = await startMoto();
  for (const name of AT_MOTO) process.env[name] = moto.url;
});

afterAll(async () => {
  for (const name of AT_MOTO) delete process.env[name];
  await moto.stop();
});

describe("a type whose service moto answers for", () => {
  test.each(Object.entries(MAKE))("%s is listed, tagged, read back, and told when it is gone", keepsToItsType);
});
