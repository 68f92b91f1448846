import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { deliveriesOf } from "#infra/local/deliveries.ts";
import { FUNCTIONS } from "#infra/local/functions.ts";
import { type Host, hostOf } from "#infra/local/host.ts";
import { planeOn } from "#infra/local/plane.ts";
import { type PlanePorts, planePortsOf } from "#infra/local/plane-ports.ts";
import { loadSample } from "#infra/local/sample/load-sample.ts";
import { virtualClock } from "#shared/adapters/local/clocks.ts";
import { openStateFile } from "#shared/adapters/local/sqlite-file.ts";
import { silentLog } from "#shared/adapters/node/json-log.ts";
import { nodeDigest } from "#shared/adapters/node/node-ports.ts";
import { accountNumber, personId } from "#shared/kernel/ids.ts";
import { epochMillis, hours, minutes } from "#shared/kernel/time.ts";
import { lossOf } from "#shared/policy/enforce/coverage.ts";
import { planPolicy } from "#shared/policy/enforce/plan-policy.ts";
import { promotePolicy } from "#shared/policy/enforce/promote-policy.ts";
import { undoAction } from "#shared/policy/enforce/undo-action.ts";

/** 2026-11-23T09:00:00Z */
const START = epochMillis(1_795_424_400_000);
const SALES = accountNumber("111122223333");
const ada = personId("ada.berg");
const BUCKET = "arn:aws:s3:::ada-experiments";

let ports: PlanePorts;
let host: Host;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "tollgate-first-day-"));
  let count = 0;
  const plane = planeOn({
    database: openStateFile(":memory:", { durability: "normal" }),
    clock: virtualClock(START),
    log: silentLog,
  });
  ports = planePortsOf({
    plane,
    specs: FUNCTIONS.map(({ spec }) => spec),
    ids: {
      next: (prefix) => {
        count += 1;
        return `${prefix}-${count}`;
      },
    },
    random: () => 0.5,
    digest: nodeDigest,
    genesis: START,
    version: "0.0.0",
    files: folder,
  });
  await loadSample(ports, () => undefined);
  const run = (name: string) => FUNCTIONS.find(({ spec }) => spec.name === name);
  host = hostOf(
    plane,
    deliveriesOf(plane, FUNCTIONS, (spec) => {
      const found = run(spec.name);
      if (found === undefined) throw new Error(`there is no function ${spec.name}`);
      return found.makeHandler(ports);
    }),
  );
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const findings = async (shelf: "OPEN" | "RESOLVED" | "SUPPRESSED") =>
  (await ports.policy.stores.findings.list({ shelf, limit: 1_000 })).items;

const ofBucket = async (shelf: "OPEN" | "RESOLVED") =>
  (await findings(shelf)).filter(({ resource }) => resource === BUCKET);

const tagsOf = () => ports.platform.sandbox.list().find(({ arn }) => arn === BUCKET)?.tags;

test("within the first hour the sweep finds what is wrong in the sample company, with owners, and writes nothing", async () => {
  const before = ports.platform.sandbox.list();
  await host.advance(hours(1));
  const open = await findings("OPEN");
  expect(open.length).toBeGreaterThan(40);
  expect(open.filter(({ policy }) => policy === "tollgate").map(({ rule, why }) => `${rule}: ${why}`)).toEqual([]);
  expect(open.every(({ owner }) => owner.startsWith("team:"))).toBe(true);
  expect(open.every(({ foundBy }) => foundBy === "sweep")).toBe(true);
  expect(ports.platform.sandbox.list()).toEqual(before);
  expect((await findings("SUPPRESSED")).map(({ about }) => about.name)).toEqual(["/audit/payroll"]);
  const { items } = await ports.policy.stores.coverage.list();
  expect(items.every((each) => each.last !== undefined && lossOf(each) === undefined)).toBe(true);
}, 60_000);

test("an untagged bucket is reported within minutes of its creation, to the team it is known to be of", async () => {
  const outcome = ports.platform.sandbox.perform({ person: ada, account: SALES }, "s3:CreateBucket", {
    Bucket: "ada-experiments",
  });
  expect(outcome).toMatchObject({ kind: "done" });
  await host.advance(minutes(5));
  expect((await ofBucket("OPEN")).map(({ rule, foundBy }) => [rule, foundBy])).toContainEqual([
    "tagging.tags.CostCenter",
    "event",
  ]);
  expect(tagsOf()).toEqual({});
}, 60_000);

test("planned and promoted, the policy puts it right by itself, reads it back, and leaves to people what only they know", async () => {
  const planned = await planPolicy({ policy: "core-tags", by: "eva.lind" }, ports.policy);
  if (!planned.ok) throw new Error("there is no such policy");
  const { plan, entries } = planned.value;
  expect(plan.counts).toMatchObject({ unread: 0 });
  expect(plan.counts.change).toBeGreaterThan(10);
  expect(entries.find(({ resource }) => resource === BUCKET)).toMatchObject({ will: "change" });
  const promotion = { policy: "core-tags", plan: plan.id, expect: plan.counts.change, by: "eva.lind" };
  expect(await promotePolicy(promotion, ports.policy)).toMatchObject({ ok: true });
  await host.advance(hours(7));
  expect(tagsOf()).toMatchObject({ CostCenter: expect.stringMatching(/^CC-/), Environment: "prod" });
  expect((await ofBucket("RESOLVED")).map(({ rule }) => rule)).toContain("tagging.tags.CostCenter");
  expect((await ofBucket("OPEN")).map(({ rule }) => rule)).toContain("tagging.tags.DataClassification");
  const actions = (await ports.policy.stores.actions.list({ limit: 1_000 })).items;
  expect(actions.map(({ state }) => state).filter((state) => state !== "DONE")).toEqual([]);
  const state = await ports.policy.stores.policyStates.find("core-tags");
  expect(state?.value.halt).toBeUndefined();
}, 60_000);

test("what it wrote can be taken back, and is not written again", async () => {
  const actions = (await ports.policy.stores.actions.list({ limit: 1_000 })).items;
  const action = actions.find(({ resource }) => resource.arn === BUCKET);
  const undone = await undoAction({ id: action?.id ?? "", by: personId("eva.lind") }, ports.policy);
  expect(undone).toMatchObject({ ok: true, value: { action: { state: "DONE" } } });
  expect(tagsOf()).toEqual({});
  await host.advance(hours(7));
  expect(tagsOf()).toEqual({});
  expect((await ofBucket("OPEN")).find(({ rule }) => rule === "tagging.tags.CostCenter")).toMatchObject({
    state: "REOPENED",
    repeats: 1,
    hold: { by: "eva.lind" },
  });
}, 60_000);
