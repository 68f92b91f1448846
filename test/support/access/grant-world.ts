import { createHash } from "node:crypto";
import { gated } from "#infra/local/gates.ts";
import { beginTask, resumeTask, type Task } from "#infra/local/sim-tasks.ts";
import type { AccessRequest, RunningRequest } from "#shared/access/access-request.ts";
import { converge } from "#shared/access/converge.ts";
import type { ConvergeDeps } from "#shared/access/converge-deps.ts";
import type { Grant, PlannedGrant } from "#shared/access/grant.ts";
import type { AccessStore, Schedules } from "#shared/access/ports.ts";
import { type SettableClock, virtualClock } from "#shared/adapters/local/clocks.ts";
import { openStateFile } from "#shared/adapters/local/sqlite-file.ts";
import { SqliteTable } from "#shared/adapters/local/sqlite-table.ts";
import { type Digest, sha256 } from "#shared/kernel/digest.ts";
import { accountNumber, type GrantId, grantId, personId, requestId } from "#shared/kernel/ids.ts";
import { type EpochMillis, hours, millis, plus } from "#shared/kernel/time.ts";
import { accessStoreOn } from "#shared/storage/access-store.ts";
import { recordsOn } from "#shared/storage/records.ts";
import type { Table } from "#shared/storage/table.ts";
import { ModelCloud } from "#test/support/access/model-cloud.ts";
import { at } from "#test/support/access/moment.ts";

export const digest: Digest = (text) => sha256(createHash("sha256").update(text).digest("hex"));

export const START = at("2026-11-23T09:00:00Z");

/** One-shots that only note what stands. */
export class NotedSchedules implements Schedules {
  readonly standing = new Map<string, EpochMillis>();

  async create({ name, at: moment }: Parameters<Schedules["create"]>[0]): Promise<void> {
    if (!this.standing.has(name)) this.standing.set(name, moment);
  }

  async delete(name: string): Promise<void> {
    this.standing.delete(name);
  }
}

export type GrantWorld = {
  readonly clock: SettableClock;
  readonly table: Table;
  readonly cloud: ModelCloud;
  readonly schedules: NotedSchedules;
  readonly store: AccessStore;
  readonly deps: ConvergeDeps;
  /** A worker held before its first port call; `go` lets it pass one, `run` the rest. */
  worker(grant?: GrantId): Worker;
  held(work: () => Promise<unknown>): Worker;
  grant(id?: GrantId): Promise<Grant>;
  request(): Promise<AccessRequest>;
  wait(milliseconds: number): void;
};

export type Worker = {
  /** Passes gates until it is held at the first whose text contains `at`. */
  until(at: string): Promise<void>;
  run(): Promise<void>;
  readonly task: Task;
};

export const G1 = grantId("G-1-1");

/** The store, the account and the clock around one running request of one or more planned grants. */
export async function grantWorld(items = 1): Promise<GrantWorld> {
  const clock = virtualClock(START);
  const table = new SqliteTable(openStateFile(":memory:", { durability: "normal" }));
  const store = accessStoreOn({ records: recordsOn(table, { clock, digest }), table, digest });
  const cloud = new ModelCloud(clock);
  const schedules = new NotedSchedules();
  const deps: ConvergeDeps = {
    store: gated("store", store),
    cloud: gated("cloud", cloud),
    schedules: gated("schedules", schedules),
    clock,
    digest,
    random: () => 0.5,
    readStaleness: millis(0),
  };
  await store.commit(plannedRequest(items));
  const held = (work: () => Promise<unknown>): Worker => workerOf(beginTask("worker", work));
  return {
    clock,
    table,
    cloud,
    schedules,
    store,
    deps,
    held,
    worker: (grant = G1) => held(() => converge(grant, deps)),
    grant: async (id = G1) => must((await store.grant(id))?.value),
    request: async () => must((await store.request(requestId("R-1")))?.value),
    wait: (length) => clock.set(plus(clock.now(), millis(length))),
  };
}

/** Converges a grant of the world to its end, outside all gates. */
export const convergeNow = (world: GrantWorld, grant = G1): Promise<void> => converge(grant, world.deps);

/** A task that a test lets go from gate to gate. */
export function workerOf(task: Task): Worker {
  const pass = async () => {
    await resumeTask(task);
  };
  return {
    task,
    async until(gate) {
      while (!task.over && !task.at.includes(gate)) await pass();
      if (task.over) throw new Error(`Cannot hold the worker at "${gate}": it came to its end`);
    },
    async run() {
      while (!task.over) await pass();
    },
  };
}

export const plannedGrant = (item: number, over: Partial<PlannedGrant> = {}): PlannedGrant => ({
  state: "PLANNED",
  id: grantId(`G-1-${item + 1}`),
  request: requestId("R-1"),
  item,
  dataset: "sales.orders",
  template: "s3-prefix-read",
  role: { account: accountNumber("111122223333"), person: personId("ana"), roleName: "ana" },
  statements: [{ actions: ["s3:GetObject"], resources: ["arn:aws:s3:::sales/orders/*"], conditions: {} }],
  duration: hours(4),
  approvedUntil: at("2026-11-23T14:00:00Z"),
  maxTotal: hours(12),
  nextActionAt: START,
  ...over,
});

export const runningRequest = (items: number): RunningRequest => ({
  state: "ACTIVATING",
  id: requestId("R-1"),
  requester: personId("ana"),
  beneficiary: personId("ana"),
  items: Array.from({ length: items }, () => ({
    dataset: "sales.orders",
    account: "data-prod",
    accountNumber: accountNumber("111122223333"),
    environment: "prod",
    template: "s3-prefix-read",
    parameters: {},
  })),
  duration: hours(4),
  justification: "Looking into the missing orders of Friday",
  submittedAt: START,
  effect: { sentence: "ana will be able to read", short: "read" },
  checks: [],
  round: 1,
  pin: { catalog: 1, items: [], stages: [] },
  decisions: [],
  pendingUntil: at("2026-11-24T09:00:00Z"),
  approvedAt: START,
  approvedUntil: at("2026-11-23T14:00:00Z"),
  activatingAt: START,
  grants: Array.from({ length: items }, (_, item) => grantId(`G-1-${item + 1}`)),
  nextActionAt: START,
});

const made = { type: "test.made", by: "test", data: {} };

export const plannedRequest = (items: number) => ({
  requests: [{ stored: undefined, moved: { value: runningRequest(items), event: made } }],
  grants: Array.from({ length: items }, (_, item) => ({
    stored: undefined,
    moved: { value: plannedGrant(item), event: made },
  })),
});

export function must<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error("Cannot find what the test needs");
  return value;
}
