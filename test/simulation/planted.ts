import type { PlanePorts } from "#infra/local/plane-ports.ts";
import type { Authors } from "#shared/catalog/rule-authors.ts";
import { accountOf } from "#shared/cost/billing-account.ts";
import { hours, millis } from "#shared/kernel/time.ts";
import type { Item, Table, Write } from "#shared/storage/table.ts";
import { OPERATOR } from "#test/simulation/world/founders.ts";
import type { Plant } from "#test/simulation/world/world.ts";

type Shot = Parameters<PlanePorts["platform"]["oneShots"]["create"]>[0];

/** The end of a grant is scheduled once its policy is there, not before (Elevator). */
const endLater = (ports: PlanePorts): PlanePorts => {
  const { cloud, schedules } = ports.access;
  let waiting: readonly Shot[] = [];
  const later = {
    create: async (shot: Shot) => {
      waiting = [...waiting, shot];
    },
    delete: (name: string) => schedules.delete(name),
  };
  const putFirst = new Proxy(cloud, {
    get(target, property) {
      if (property !== "putPolicy") return Reflect.get(target, property, target);
      return async (...call: Parameters<typeof cloud.putPolicy>) => {
        const reply = await cloud.putPolicy(...call);
        const due = waiting;
        waiting = [];
        for (const shot of due) await schedules.create(shot);
        return reply;
      };
    },
  });
  // Only the port of access is another; what the rest of the plane schedules is as it was.
  return { ...ports, access: { ...ports.access, cloud: putFirst, schedules: later as typeof schedules } };
};

export const endAfterPut: Plant = { ports: endLater };

/** A table that writes whatever the row has become meanwhile (ConsoleMe). */
const lax = (inner: Table): Table => {
  const asItIs = async (write: Write): Promise<Write> => {
    if (write.expect === "absent") return write;
    const found = await inner.get(write.op === "put" ? write.item : write.key);
    if (found === undefined) return write;
    const expect = { revision: found.revision };
    return { ...write, expect };
  };
  return {
    get: (key) => inner.get(key),
    query: (query) => inner.query(query),
    async transact(writes) {
      const forced: Write[] = [];
      for (const write of writes) forced.push(await asItIs(write));
      return inner.transact(forced.map((write) => withoutClash(write, forced)));
    },
  };
};

export const noRevisionCheck: Plant = { table: lax };

/** The event of a write that should have lost gets a place of its own, so that the write goes through. */
function withoutClash(write: Write, all: readonly Write[]): Write {
  if (write.op !== "put" || !write.item.sk.startsWith("EVENT#")) return write;
  const row = all.find((each) => each.op === "put" && each.item.pk === write.item.pk && each.item.sk === "ROW");
  const stale = row?.op === "put" && row.expect !== "absent" && row.expect.revision >= row.item.revision;
  return stale ? { ...write, item: { ...write.item, sk: `${write.item.sk}-lost` } } : write;
}

/** A read that is older than a write of ours is judged like any other (no waiting until the account must show it). */
export const noWaiting: Plant = {
  ports: (ports) => ({ ...ports, policy: { ...ports.policy, consistentAfter: millis(-hours(1)) } }),
};

/** The first yes puts a held change into force, whatever stages it has left. */
const hasty = (ports: PlanePorts): PlanePorts => {
  const { plans } = ports.catalog;
  const change: typeof plans.change = (stored, value, event) => {
    const held = value.held.map((each) =>
      each.state === "pending" && each.votes.length > 0 ? { ...each, state: "applied" as const } : each,
    );
    return plans.change(stored, { ...value, held }, event);
  };
  return { ...ports, catalog: { ...ports.catalog, plans: { ...plans, change } } };
};

export const firstYesApplies: Plant = { ports: hasty };

/** What a process has in mind is written by as if it were so still: no condition says so. */
const unvouched = (inner: Table): Table => ({
  get: (key) => inner.get(key),
  query: (query) => inner.query(query),
  transact: (writes) => inner.transact(writes.filter(({ op }) => op !== "check")),
});

export const noCondition: Plant = { table: unvouched };

/** Grants are made and end, and what their people hold is left as it was. */
const forgetful = (inner: Table): Table => ({
  get: (key) => inner.get(key),
  query: (query) => inner.query(query),
  transact: (writes) => inner.transact(writes.filter((write) => write.op !== "put" || !isOnHoldings(write.item))),
});

const isOnHoldings = ({ pk, sk, revision }: Item): boolean =>
  pk.startsWith("holdings#") && !(sk === "ROW" ? revision === 1 : sk.endsWith("#00000001"));

export const noHoldings: Plant = { table: forgetful };

/** What was heard of is kept, and its shard's count left as it was. */
const uncounted = (inner: Table): Table => ({
  get: (key) => inner.get(key),
  query: (query) => inner.query(query),
  transact: (writes) => inner.transact(writes.filter((write) => write.op !== "put" || !isOnCount(write.item))),
});

const isOnCount = ({ pk }: Item): boolean => pk.startsWith("coverage#");

export const noCount: Plant = { table: uncounted };

/** Who decides on changes of documents is looked up without what tightens it: a held change is never asked about anew. */
const asHeldFirst = (ports: PlanePorts): PlanePorts => {
  const { catalogs } = ports.catalog;
  const current: typeof catalogs.current = async () => {
    const catalog = await catalogs.current();
    const policies = [...catalog.accessPolicies].filter(([, { tightens }]) => tightens !== "changes");
    return { ...catalog, accessPolicies: new Map(policies) };
  };
  return { ...ports, catalog: { ...ports.catalog, catalogs: { ...catalogs, current } } };
};

export const neverAnew: Plant = { ports: asHeldFirst };

/** What people said of a change under looser rules goes on to count when it is asked about anew. */
const wordsKept = (ports: PlanePorts): PlanePorts => {
  const { plans } = ports.catalog;
  const change: typeof plans.change = (stored, value, event) => {
    if (event.type !== "catalog-plan.held-anew") return plans.change(stored, value, event);
    const held = value.held.map((each, place) => ({ ...each, votes: stored.value.held[place]?.votes ?? [] }));
    return plans.change(stored, { ...value, held }, event);
  };
  return { ...ports, catalog: { ...ports.catalog, plans: { ...plans, change } } };
};

export const votesKept: Plant = { ports: wordsKept };

/** Who wrote the rules, as somebody gets it wrong. */
const withAuthors = (told: (authors: Authors, latest: number) => Authors): Plant => ({
  ports: (ports) => {
    const { governance } = ports.access;
    const authors = async () => {
      const { revision } = await ports.platform.catalogs.current();
      return told(await governance.authors(), revision);
    };
    const wrong = { ...governance, authors };
    return {
      ...ports,
      access: { ...ports.access, governance: wrong },
      catalog: { ...ports.catalog, governance: wrong },
    };
  },
});

/** Of what no person wrote nobody knows who wrote it: what the plane brought then decides on nothing. */
export const bootstrapUnknown: Plant = withAuthors(
  (authors) => new Map([...authors].filter(([, author]) => author !== null)),
);

/** What has no author that is known is taken for what the plane brought, so that it keeps nobody from deciding. */
export const unknownIsNobody: Plant = withAuthors(
  (authors, latest) =>
    new Map(Array.from({ length: latest }, (_, before) => [before + 1, authors.get(before + 1) ?? null])),
);

/** Who lays the first documents as the bootstrap operator is taken for no person, whoever they are later. */
export const operatorIsNobody: Plant = withAuthors(
  (authors) => new Map([...authors].map(([revision, author]) => [revision, author === OPERATOR ? null : author])),
);

/** Who brings a billing account is looked up in the list of its bills, and nothing is written on condition of it. */
const unclaimed = (ports: PlanePorts): PlanePorts => {
  const { imports } = ports.cost;
  const listed: typeof imports = {
    ...imports,
    accounts: async (names) => {
      const periods = await imports.periods();
      return names.map((name) => ({ stored: undefined, value: accountOf(name, periods) }));
    },
    commit: (change) => imports.commit({ ...change, accounts: [] }),
  };
  return {
    ...ports,
    cost: { ...ports.cost, imports: listed, ingestDeps: { ...ports.cost.ingestDeps, imports: listed } },
  };
};

export const noAccountRow: Plant = { ports: unclaimed };

/** Findings do not say that a write of theirs is under way, so that another worker begins one too. */
const unsaid = (ports: PlanePorts): PlanePorts => {
  const { stores } = ports.policy;
  const bare = (stored: Awaited<ReturnType<typeof stores.findings.find>>) => {
    if (stored === undefined) return undefined;
    const { writing: _writing, ...value } = stored.value;
    return { ...stored, value };
  };
  const findings: typeof stores.findings = {
    ...stores.findings,
    find: async (id) => bare(await stores.findings.find(id)),
    ofResource: async (where) => (await stores.findings.ofResource(where)).flatMap((each) => bare(each) ?? []),
  };
  return { ...ports, policy: { ...ports.policy, stores: { ...stores, findings } } };
};

export const writingUnsaid: Plant = { ports: unsaid };
