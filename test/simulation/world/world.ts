import { AsyncLocalStorage } from "node:async_hooks";
import type { DatabaseSync } from "node:sqlite";
import type { Context } from "aws-lambda";
import { BeyondCapabilities } from "#infra/local/acting.ts";
import { type Api, apiOf } from "#infra/local/api.ts";
import { type Deliveries, deliveriesOf } from "#infra/local/deliveries.ts";
import { FUNCTIONS } from "#infra/local/functions.ts";
import { gated } from "#infra/local/gates.ts";
import { type Host, hostOf } from "#infra/local/host.ts";
import type { LambdaHandler } from "#infra/local/local-function.ts";
import { type Plane, planeOn } from "#infra/local/plane.ts";
import { type PlanePorts, planePortsOf } from "#infra/local/plane-ports.ts";
import { countedIds, seededRandom } from "#infra/local/seeded-random.ts";
import { type Simulator, simulatorOf } from "#infra/local/simulator.ts";
import type { GrantCloud } from "#shared/access/cloud.ts";
import { type SettableClock, virtualClock } from "#shared/adapters/local/clocks.ts";
import type { CloudCall, Fault, Faults } from "#shared/adapters/local/sandbox/faults.ts";
import type { Sandbox } from "#shared/adapters/local/sandbox/sandbox.ts";
import { SqliteTable } from "#shared/adapters/local/sqlite-table.ts";
import { jsonLog } from "#shared/adapters/node/json-log.ts";
import { nodeDigest } from "#shared/adapters/node/node-ports.ts";
import type { BlobStore } from "#shared/cost/ports.ts";
import type { Message, MessageSink } from "#shared/findings/message-sink.ts";
import type { Random } from "#shared/kernel/ids.ts";
import { type EpochMillis, type Millis, millis } from "#shared/kernel/time.ts";
import { accessPorts } from "#shared/plane/access-ports.ts";
import { costPorts } from "#shared/plane/cost-ports.ts";
import { platformPorts } from "#shared/plane/platform-ports.ts";
import { policyPorts } from "#shared/plane/policy-ports.ts";
import type { ResourceCloud, ResourceRef } from "#shared/policy/cloud.ts";
import type { FunctionSpec } from "#shared/runtime/function.ts";
import type { Log } from "#shared/runtime/log.ts";
import { costImportStoreOn } from "#shared/storage/cost-import-store.ts";
import type { Table } from "#shared/storage/table.ts";
import { START } from "#test/simulation/world/company.ts";
import { READY_AFTER } from "#test/simulation/world/estate.ts";
import { companyOf, type Founder } from "#test/simulation/world/founders.ts";
import { type MemoryBills, memoryBills, memoryBlobs } from "#test/simulation/world/memory-files.ts";
import { type Company, openCompany } from "#test/simulation/world/template.ts";
import { type CloudWeather, climateOf, faultsFrom, STALENESS } from "#test/simulation/world/weather.ts";

/** What looks at every call to the account at the moment it is sent, before it acts. */
export type Watch = {
  readonly grantCall: Faults;
  /** What the weather makes of it. */
  readonly weather: (call: CloudCall, fault: Fault | undefined) => void;
  readonly resourceWrite: (...call: Parameters<ResourceCloud["write"]>) => void;
  /** Once it was answered. */
  readonly resourceWritten: (ref: ResourceRef) => void;
  readonly message: (message: Message) => void;
  /** What happens elsewhere between the check of an activation and its write. */
  readonly activating?: () => Promise<void>;
};

/** Makes some of a plane's ports, or its table, other than they are: how a fault is planted. */
export type Plant = {
  readonly ports?: (ports: PlanePorts) => PlanePorts;
  readonly table?: (table: Table) => Table;
};

export type Beginning = { readonly step: number; readonly at: EpochMillis };

export type World = {
  readonly seed: number;
  /** Whether its company asks for four different people: one in four does. */
  readonly strict: boolean;
  readonly founder: Founder;
  readonly database: DatabaseSync;
  readonly plane: Plane;
  readonly clock: SettableClock;
  readonly random: Random;
  readonly ports: PlanePorts;
  readonly sandbox: Sandbox;
  readonly bills: MemoryBills;
  readonly blobs: BlobStore;
  /** Of the sealed log. */
  readonly copies: BlobStore;
  readonly simulator: Simulator;
  readonly host: Host;
  readonly api: Api;
  readonly cloudWeather: CloudWeather;
  /** What the plane logged as a fault of its own, the last ones. */
  readonly faults: readonly string[];
  /** What functions asked for that their specs do not name. */
  readonly beyond: ReadonlySet<string>;
  /** Steps made so far: when something began, for what is told by it. */
  readonly steps: { count: number };
  /** When the delivery or act began in whose name the caller runs. */
  begunAt(): Beginning;
};

/** What is to be so whatever the seed says. */
export type Ground = {
  readonly company?: Company;
  readonly cloud?: Partial<CloudWeather>;
  /** Whether policies let new resources settle: else they are judged at once. */
  readonly settles?: boolean;
};

export type WorldOptions = { readonly watch?: Watch; readonly plant?: Plant; readonly ground?: Ground };

/** So that the account may still be read as it was before the call before. */
const CALL_LASTS: Millis = millis(20);

const SPECS = FUNCTIONS.map(({ spec }) => spec);

/** A whole plane in memory, whose every chance comes from the seed. */
export async function openWorld(seed: number, { watch, plant, ground = {} }: WorldOptions = {}): Promise<World> {
  const { strict, founder } = ground.company ?? companyOf(seed);
  const database = await openCompany({ strict, founder });
  const clock = virtualClock(START);
  const random = seededRandom(seed);
  const drawn = climateOf(seed, random);
  const climate = { ...drawn, cloud: { ...drawn.cloud, ...ground.cloud } };
  const faults: string[] = [];
  const beyond = new Set<string>();
  const plane = planeOn({ database, clock, log: faultLog({ faults, beyond }, clock) });
  const weather = faultsFrom(random, climate.cloud, clock);
  const noted: Faults = (call) => {
    const fault = weather(call);
    watch?.weather(call, fault);
    return fault;
  };
  const made = planePortsOf({
    plane,
    specs: SPECS,
    ids: countedIds(5_001),
    random,
    digest: nodeDigest,
    genesis: START,
    version: "0.0.0",
    files: "/nowhere",
    faults: (call) => watch?.grantCall(call) ?? noted(call),
    readyAfter: READY_AFTER,
    ...(plant?.table === undefined ? {} : { table: plant.table(new SqliteTable(database)) }),
  });
  const bills = memoryBills();
  const [blobs, copies] = [memoryBlobs(), memoryBlobs()];
  const filed = withMemoryFiles(apart(made), { bills, blobs, copies });
  const watched = withActivating(withSink(withWatch(filed, watch), watch), watch?.activating);
  const ports = plant?.ports?.(watched) ?? watched;
  const steps = { count: 0 };
  const began = new AsyncLocalStorage<Beginning>();
  const here = (): Beginning => ({ step: steps.count, at: clock.now() });
  const handlerOf = handlersFrom(ports, ground.settles ?? seed % 4 !== 0);
  const deliveries = marked(deliveriesOf(plane, FUNCTIONS, handlerOf), (run) => began.run(here(), run));
  const parts = { clock, deliveries, random, weather: climate.messages, atOnce: 4, callLasts: CALL_LASTS };
  const simulator = simulatorOf(parts);
  return {
    seed,
    strict,
    founder,
    database,
    plane,
    clock,
    random,
    ports,
    sandbox: made.platform.sandbox,
    bills,
    blobs,
    copies,
    simulator: { ...simulator, begin: (name, work) => simulator.begin(name, () => began.run(here(), work)) },
    host: hostOf(plane, deliveries),
    api: apiOf(SPECS, handlerOf),
    cloudWeather: climate.cloud,
    faults,
    beyond,
    steps,
    begunAt: () => began.getStore() ?? { step: 0, at: START },
  };
}

/** Keeps what was logged as a fault, and nothing else: thousands of other lines are provoked. */
function faultLog({ faults, beyond }: { faults: string[]; beyond: Set<string> }, clock: SettableClock): Log {
  const { error } = jsonLog((line) => void faults.splice(0, faults.length, line), clock.now);
  return {
    info: () => undefined,
    warn: () => undefined,
    error(message, fields) {
      if (fields?.["fault"] === BeyondCapabilities.name) beyond.add(String(fields?.["message"]));
      error(message, fields);
    },
  };
}

const handlersFrom = (ports: PlanePorts, settles: boolean) => {
  const made = new Map<string, LambdaHandler>();
  return ({ name }: FunctionSpec): LambdaHandler => {
    const known = made.get(name);
    if (known !== undefined) return known;
    const own = ENFORCING.has(name) ? inOwnMemory(ports, settles) : ports;
    const handler = FUNCTIONS.find(({ spec }) => spec.name === name)?.makeHandler(own);
    if (handler === undefined) throw new Error(`Cannot run "${name}": there is no such function`);
    const timeless = withoutTimer(handler);
    made.set(name, timeless);
    return timeless;
  };
};

/** What judges and writes on rows that it has in mind: people halt policies and turn the switch in other processes. */
const ENFORCING: ReadonlySet<string> = new Set(["event-enforce", "enforcement-sweep"]);

/** As in a warm process that no other function runs in. In one company of four no policy lets anything settle. */
function inOwnMemory(ports: PlanePorts, settles: boolean): PlanePorts {
  const policy = policyPorts(platformPorts(ports.platform), ports.policy.cloud);
  const { current } = policy.governance;
  const governance = settles ? {} : { current: async () => ({ ...(await current()), settle: () => millis(0) }) };
  return { ...ports, policy: { ...ports.policy, ...policy, governance: { ...policy.governance, ...governance } } };
}

/**
 * The same handler without a timer of the real clock for its time-out. A seed holds handlers back for as long as
 * it likes, and kills them by holding them back for ever: a busy machine would end the one, by a chance that no
 * seed replays, and the other would keep the process alive until the longest time-out is over.
 */
const withoutTimer =
  (handler: LambdaHandler): LambdaHandler =>
  (event, context: Context, extra) => {
    const { getRemainingTimeInMillis: _timer, ...timeless } = context;
    return handler(event, timeless as never, extra);
  };

const marked = (deliveries: Deliveries, mark: (run: () => Promise<void>) => Promise<void>): Deliveries => ({
  ...deliveries,
  due: () => deliveries.due().map((work) => ({ ...work, run: () => mark(work.run) })),
});

/** Nobody's mail is sent, and what would be is looked at. */
function withSink(ports: PlanePorts, watch: Watch | undefined): PlanePorts {
  const sink: MessageSink = {
    async send(message) {
      watch?.message(message);
      return { kind: "delivered" };
    },
  };
  const looked = gated("sink", sink);
  // The type of a port is its interface; the sink of a host is only what a laptop has.
  return {
    ...ports,
    notify: { ...ports.notify, sink: looked },
    changeNotify: { ...ports.changeNotify, sink: looked },
    access: { ...ports.access, sink: looked as typeof ports.access.sink },
  };
}

/** Access and cost as in processes of their own: the rows that they have in mind are others' to change. */
function apart(ports: PlanePorts): PlanePorts {
  const { cloud, schedules, readStaleness } = ports.access;
  const { blobs, bills, ingestDeps } = ports.cost;
  const cost = costPorts(platformPorts(ports.platform), { blobs, bills, spend: ingestDeps.spend });
  return {
    ...ports,
    access: accessPorts(platformPorts(ports.platform), { cloud, schedules, readStaleness }),
    cost: { ...ports.cost, ...cost, blobs },
  };
}

type Files = Pick<World, "bills" | "blobs" | "copies">;

function withMemoryFiles(ports: PlanePorts, { bills, blobs: kept, copies: sealed }: Files): PlanePorts {
  const { audit, cost } = ports;
  const blobs = gated("blobs", kept);
  const imports = costImportStoreOn(cost.records, blobs);
  const ingestDeps = { ...cost.ingestDeps, spend: bills, blobs, imports };
  // The type of a port is its interface; the folder adapter is only what a laptop has.
  return {
    ...ports,
    audit: { ...audit, copies: gated("copies", sealed) as typeof audit.copies },
    cost: { ...cost, blobs: blobs as typeof cost.blobs, imports, ingestDeps },
  };
}

/** The account's two sides, looked at before each call acts; reads may be {@link STALENESS} old. */
function withWatch(ports: PlanePorts, watch: Watch | undefined): PlanePorts {
  const { grants, resources } = ports.platform.sandbox;
  const grantCloud = gated("grantCloud", withMargin(grants));
  const resourceCloud = gated("resourceCloud", {
    list: (...call: Parameters<ResourceCloud["list"]>) => resources.list(...call),
    read: (...call: Parameters<ResourceCloud["read"]>) => resources.read(...call),
    async write(...call: Parameters<ResourceCloud["write"]>) {
      watch?.resourceWrite(...call);
      const reply = await resources.write(...call);
      watch?.resourceWritten(call[0]);
      return reply;
    },
  });
  return {
    ...ports,
    access: { ...ports.access, cloud: grantCloud, readStaleness: STALENESS },
    policy: { ...ports.policy, cloud: resourceCloud },
  };
}

function withActivating(ports: PlanePorts, activating: Watch["activating"]): PlanePorts {
  if (activating === undefined) return ports;
  const { store } = ports.access;
  const activate: typeof store.activate = async (...call) => {
    await activating();
    return store.activate(...call);
  };
  return { ...ports, access: { ...ports.access, store: { ...store, activate } } };
}

/** Late calls of the sandbox act by their deadline; the margin is for how old the read after them may be. */
const withMargin = (grants: GrantCloud): GrantCloud =>
  new Proxy(grants, {
    get(target, property) {
      if (property === "fenceMargin") return STALENESS;
      const member: unknown = Reflect.get(target, property, target);
      return typeof member === "function" ? member.bind(target) : member;
    },
  });
