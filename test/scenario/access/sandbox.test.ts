import { expect, test } from "vitest";
import { actOnRequest } from "#shared/access/act-on-request.ts";
import { revokeRequest } from "#shared/access/revoke-request.ts";
import { sweep } from "#shared/access/sweep.ts";
import { openSandbox } from "#shared/adapters/local/sandbox/sandbox.ts";
import { memorySandboxStore } from "#shared/adapters/local/sandbox/store.ts";
import { accountNumber, personId, type RequestId } from "#shared/kernel/ids.ts";
import { hours, plus } from "#shared/kernel/time.ts";
import { at } from "#test/support/access/moment.ts";
import { requestWorld } from "#test/support/access/request-world.ts";

const FILE = "arn:aws:s3:::saltmarsh-sales-prod/orders/2026/11/part-0001.csv";

/** The real protocol on a governed account that evaluates IAM. */
async function governed() {
  const world = await requestWorld();
  const account = accountNumber("111122223333");
  const { clock } = world;
  const sandbox = openSandbox({ store: memorySandboxStore(), clock, ids: world.deps.ids, emit: () => {} });
  sandbox.plant.account({ account, name: "data-prod", region: "eu-west-1" });
  for (const id of ["saltmarsh-sales-prod", "saltmarsh-finance-prod"]) {
    sandbox.plant.resource({ type: "s3.bucket", account, id });
  }
  const deps = { ...world.deps, cloud: sandbox.grants };
  const may = (action: string, arn: string, person = "ana") =>
    sandbox.try({ person: personId(person), account }, action, arn).allowed;
  return {
    ...world,
    may,
    activate: (id: RequestId) => actOnRequest(id, deps),
    sweepNow: () => sweep(deps, plus(clock.now(), hours(1))),
  };
}

test("before the window a call is denied, within it allowed, after it denied although nothing of ours runs", async () => {
  const world = await governed();
  const id = await world.approved();
  expect(world.may("s3:GetObject", FILE)).toBe(false);
  await world.activate(id);
  expect((await world.request(id)).state).toBe("ACTIVE");
  expect(world.may("s3:GetObject", FILE)).toBe(true);
  world.clock.set(at("2026-11-23T12:59:59Z"));
  expect(world.may("s3:GetObject", FILE)).toBe(true);
  world.clock.set(at("2026-11-23T13:00:00Z"));
  expect(world.may("s3:GetObject", FILE)).toBe(false);
});

test.each([
  { because: "it is for reading", action: "s3:PutObject", arn: FILE },
  { because: "it is for one prefix", action: "s3:GetObject", arn: "arn:aws:s3:::saltmarsh-sales-prod/other/x" },
  { because: "it is for one bucket", action: "s3:GetObject", arn: "arn:aws:s3:::saltmarsh-finance-prod/orders/x" },
])("what was not asked for is denied: $because", async ({ action, arn }) => {
  const world = await governed();
  const id = await world.approved();
  await world.activate(id);
  expect(world.may("s3:GetObject", FILE)).toBe(true);
  expect(world.may(action, arn)).toBe(false);
  expect(world.may("s3:GetObject", FILE, "ben")).toBe(false);
});

test("what is given back is denied at once, and the other grant of the same person goes on", async () => {
  const world = await governed();
  const [first, second] = [await world.approved(), await world.approved({ duration: hours(2) })];
  await world.activate(first);
  await world.activate(second);
  world.wait(1_000);
  await revokeRequest({ request: first, by: personId("ana"), reason: "given-back" }, world);
  await world.sweepNow();
  expect((await world.request(first)).state).toBe("ENDED");
  expect(world.may("s3:GetObject", FILE)).toBe(true);
  await revokeRequest({ request: second, by: personId("ana"), reason: "given-back" }, world);
  await world.sweepNow();
  expect(world.may("s3:GetObject", FILE)).toBe(false);
});

test("an extension moves the end in the account too, once it is applied", async () => {
  const world = await governed();
  const id = await world.approved();
  await world.activate(id);
  const child = await world.extension(id, hours(1));
  await world.activate(child);
  world.clock.set(at("2026-11-23T13:59:59Z"));
  expect(world.may("s3:GetObject", FILE)).toBe(true);
  world.clock.set(at("2026-11-23T14:00:00Z"));
  expect(world.may("s3:GetObject", FILE)).toBe(false);
});
