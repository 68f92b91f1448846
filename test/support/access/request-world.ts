import { gated } from "#infra/local/gates.ts";
import { beginTask } from "#infra/local/sim-tasks.ts";
import type { AccessAsk } from "#shared/access/access-ask.ts";
import type { AccessRequest, Outcome } from "#shared/access/access-request.ts";
import { type ActDeps, actOnRequest } from "#shared/access/act-on-request.ts";
import { decideRequest } from "#shared/access/decide-request.ts";
import { extendRequest } from "#shared/access/extend-request.ts";
import type { Grant } from "#shared/access/grant.ts";
import { grantIdOf } from "#shared/access/grant-names.ts";
import type { AccessStore } from "#shared/access/ports.ts";
import { type SubmitDeps, submitRequest } from "#shared/access/submit-request.ts";
import { sweep } from "#shared/access/sweep.ts";
import { type SettableClock, virtualClock } from "#shared/adapters/local/clocks.ts";
import { openStateFile } from "#shared/adapters/local/sqlite-file.ts";
import { SqliteTable } from "#shared/adapters/local/sqlite-table.ts";
import type { GovernanceDocument } from "#shared/catalog/documents/governance-document.ts";
import { personId, type RequestId } from "#shared/kernel/ids.ts";
import { type EpochMillis, hours, type Millis, millis, minutes, plus } from "#shared/kernel/time.ts";
import { accessStoreOn } from "#shared/storage/access-store.ts";
import { recordsOn } from "#shared/storage/records.ts";
import type { Table } from "#shared/storage/table.ts";
import { digest, must, NotedSchedules, START, type Worker, workerOf } from "#test/support/access/grant-world.ts";
import { MemoryGovernance } from "#test/support/access/memory-governance.ts";
import { ModelCloud } from "#test/support/access/model-cloud.ts";
import { catalogOf } from "#test/support/catalog/resolved.ts";
import {
  accounts,
  company,
  companyPolicy,
  directory,
  everything,
  ledger,
  orderEvents,
  orders,
  s3Read,
  teams,
} from "#test/support/catalog/saltmarsh.ts";

export const DOCUMENTS: readonly GovernanceDocument[] = [
  company,
  directory,
  ...accounts,
  ...teams,
  orders,
  orderEvents,
  ledger,
  s3Read,
  companyPolicy,
  everything,
];

/** What ana asks for unless a test says otherwise: restricted data in production, decided by owners, then security. */
export const ASK: AccessAsk = {
  requester: personId("ana"),
  items: [{ dataset: "sales.orders", template: "s3-prefix-read" }],
  duration: hours(4),
  justification: "Looking into the missing orders of Friday",
  ticket: "DATA-881",
};

export type RequestWorld = {
  readonly clock: SettableClock;
  readonly table: Table;
  readonly cloud: ModelCloud;
  readonly schedules: NotedSchedules;
  readonly governance: MemoryGovernance;
  readonly store: AccessStore;
  readonly deps: ActDeps & SubmitDeps;
  submit(ask?: Partial<AccessAsk>, key?: string): ReturnType<typeof submitRequest>;
  /** {@link submit}, which must succeed. */
  asked(ask?: Partial<AccessAsk>): Promise<RequestId>;
  decide(request: RequestId, person: string, outcome?: Outcome): ReturnType<typeof decideRequest>;
  /** Submitted and approved by owen and sam. */
  approved(ask?: Partial<AccessAsk>): Promise<RequestId>;
  /** {@link approved}, activated and converged. */
  live(ask?: Partial<AccessAsk>): Promise<RequestId>;
  /** An approved child that asks for so much more. */
  extension(of: RequestId, duration: Millis): Promise<RequestId>;
  request(id: RequestId): Promise<AccessRequest>;
  revision(id: RequestId): Promise<number>;
  grant(request: RequestId, item?: number): Promise<Grant>;
  act(request: RequestId): Promise<void>;
  sweep(): Promise<void>;
  /** Sweeps each minute until then. */
  sweepUntil(moment: EpochMillis): Promise<void>;
  held(work: () => Promise<unknown>): Worker;
  wait(milliseconds: number): void;
};

const everyone: readonly (readonly [string, readonly string[]])[] = [
  ["ana", ["all-data", "finance-analysts"]],
  ["ben", ["all-data", "finance-analysts"]],
  ["fay", ["all-data", "finance-leads"]],
  ["owen", ["all-data", "orders-data-owners"]],
  ["olga", ["all-data", "orders-data-owners"]],
  ["sam", ["all-data", "security-engineers"]],
  ["sue", ["all-data", "security-engineers"]],
];

export async function requestWorld(documents: readonly GovernanceDocument[] = DOCUMENTS): Promise<RequestWorld> {
  const clock = virtualClock(START);
  const table = new SqliteTable(openStateFile(":memory:", { durability: "normal" }));
  const governance = new MemoryGovernance(table, catalogOf(documents));
  for (const [id, groups] of everyone) await governance.setPerson(id, groups);
  const store = accessStoreOn({ records: recordsOn(table, { clock, digest }), table, digest });
  const cloud = new ModelCloud(clock);
  const schedules = new NotedSchedules();
  const counter = counting();
  const ids = counting();
  const deps: ActDeps & SubmitDeps = {
    store: gated("store", store),
    cloud: gated("cloud", cloud),
    schedules: gated("schedules", schedules),
    governance: gated("governance", governance),
    clock,
    digest,
    random: () => 0.5,
    readStaleness: millis(0),
    ids: { next: (prefix) => `${prefix}-${ids()}` },
  };
  const world: RequestWorld = {
    clock,
    table,
    cloud,
    schedules,
    governance,
    store,
    deps,
    submit: (ask = {}, key = `key-${counter()}`) => {
      const whole = { ...ASK, ...ask };
      return submitRequest(
        { ask: whole, key, body: { justification: whole.justification, duration: whole.duration } },
        deps,
      );
    },
    async asked(ask) {
      const submitted = await world.submit(ask);
      if (!submitted.ok)
        throw new Error(
          `Cannot submit: ${JSON.stringify(submitted.error.kind === "refused" ? submitted.error.assessment.checks : submitted.error)}`,
        );
      return submitted.value.request.id;
    },
    decide: async (request, person, outcome = "approve") =>
      decideRequest(
        { request, person: personId(person), outcome, note: "fine", revision: await world.revision(request) },
        deps,
      ),
    async approved(ask) {
      const id = await world.asked(ask);
      for (const person of ["owen", "sam"]) {
        const decided = await world.decide(id, person);
        if (!decided.ok) throw new Error(`Cannot approve: ${JSON.stringify(decided.error)}`);
      }
      return id;
    },
    async live(ask) {
      const id = await world.approved(ask);
      await world.act(id);
      return id;
    },
    async extension(of, duration) {
      const child = await extendRequest(
        { request: of, person: personId("ana"), duration, key: `key-${counter()}` },
        deps,
      );
      if (!child.ok) throw new Error(`Cannot extend: ${child.error.kind}`);
      const { id } = child.value.request;
      for (const person of ["owen", "sam"]) await world.decide(id, person);
      return id;
    },
    request: async (id) => must(await store.request(id)).value,
    revision: async (id) => must(await store.request(id)).revision,
    grant: async (id, item = 0) => must(await store.grant(grantIdOf(id, item))).value,
    act: (id) => actOnRequest(id, deps),
    async sweep() {
      const { failed } = await sweep(deps, plus(clock.now(), hours(1)));
      if (failed[0] !== undefined) throw failed[0].fault;
    },
    async sweepUntil(moment) {
      while (clock.now() < moment) {
        await world.sweep();
        clock.set(Math.min(moment, plus(clock.now(), minutes(1))) as EpochMillis);
      }
      await world.sweep();
    },
    held: (work) => workerOf(beginTask("worker", work)),
    wait: (length) => clock.set(plus(clock.now(), millis(length))),
  };
  return world;
}

function counting(): () => number {
  let count = 0;
  return () => {
    count += 1;
    return count;
  };
}
