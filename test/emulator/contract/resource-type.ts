import { expect } from "vitest";
import { arnFor } from "#shared/adapters/aws/resources/arn-form.ts";
import { AwsResourceCloud } from "#shared/adapters/aws/resources/aws-resource-cloud.ts";
import { MemberClients } from "#shared/adapters/aws/resources/member-clients.ts";
import { accountNumber } from "#shared/kernel/ids.ts";
import { type MemberOptions, policySessions } from "#test/emulator/contract/policy-sessions.ts";

let opened = 0;

/** What every served type does, whatever it is: one is made in an empty account, found, tagged, and told when it is gone. */
export async function keepsToItsType(type: string, make: (options: MemberOptions) => Promise<string>): Promise<void> {
  opened += 1;
  const account = accountNumber(`5${String(Date.now() % 1e8).padStart(8, "0")}${String(opened).padStart(3, "0")}`);
  const place = { account, region: "us-east-1" };
  const options = { ...place, credentials: { accessKeyId: account, secretAccessKey: "test" } };
  const cloud = new AwsResourceCloud({ clients: new MemberClients(await policySessions(options)) });
  const id = await make(options);
  const ref = { ...place, type, arn: arnFor(type, place, id) };

  const listed = await cloud.list({ ...place, type });
  expect(listed.kind === "listed" ? listed.refs : listed).toContainEqual(ref);
  expect(await cloud.read(ref)).toMatchObject({ kind: "read", state: { name: id, tags: {} } });
  const both = ["env", "old"].map((key) => ({ set: "tag", key, value: "prod" }) as const);
  expect(await cloud.write(ref, both)).toMatchObject({ kind: "accepted" });
  expect(await cloud.write(ref, [{ set: "tag", key: "old", value: undefined }])).toMatchObject({ kind: "accepted" });
  const read = await cloud.read(ref);
  expect(read.kind === "read" ? read.state.tags : read).toEqual({ env: "prod" });
  const other = `${id.slice(0, -1)}${id.endsWith("0") ? "1" : "0"}`;
  expect(await cloud.read({ ...ref, arn: arnFor(type, place, other) })).toEqual({ kind: "gone" });
}
