import type { DatabaseSync } from "node:sqlite";
import { FUNCTIONS } from "#infra/local/functions.ts";
import { planeOn } from "#infra/local/plane.ts";
import { type PlanePorts, planePortsOf } from "#infra/local/plane-ports.ts";
import { countedIds } from "#infra/local/seeded-random.ts";
import { virtualClock } from "#shared/adapters/local/clocks.ts";
import { sqliteSandboxStore } from "#shared/adapters/local/sandbox/store.ts";
import { openStateFile } from "#shared/adapters/local/sqlite-file.ts";
import { silentLog } from "#shared/adapters/node/json-log.ts";
import { nodeDigest } from "#shared/adapters/node/node-ports.ts";
import { resolveApplied } from "#shared/catalog/resolve-applied.ts";
import { hours, millis, plus } from "#shared/kernel/time.ts";
import { planPolicy } from "#shared/policy/enforce/plan-policy.ts";
import { promotePolicy } from "#shared/policy/enforce/promote-policy.ts";
import { documentsOf, PEOPLE, START } from "#test/simulation/world/company.ts";
import { furnish } from "#test/simulation/world/estate.ts";
import { AUTHOR, type Founder, foundedBy } from "#test/simulation/world/founders.ts";

type Row = { readonly [column: string]: string | number | bigint | null | Uint8Array };
type Rows = { readonly table: string; readonly rows: readonly Row[] };

/** Whether requester, beneficiary, approver and author of the rule are four people, and who laid the documents. */
export type Company = { readonly strict: boolean; readonly founder: Founder };

const companies = new Map<string, readonly Rows[]>();

/** A state file in memory with the company in it: people, catalogue, estate, both policies promoted. */
export async function openCompany(company: Company): Promise<DatabaseSync> {
  const { by, author } = foundedBy(company);
  const name = `${company.strict} ${by} ${author}`;
  const rows = companies.get(name) ?? (await founded(company));
  companies.set(name, rows);
  const database = openStateFile(":memory:", { durability: "normal" });
  sqliteSandboxStore(database);
  database.exec("BEGIN");
  for (const { table, rows: all } of rows) lay(database, table, all);
  database.exec("COMMIT");
  return database;
}

function lay(database: DatabaseSync, table: string, all: readonly Row[]): void {
  const columns = Object.keys(all[0] ?? {});
  if (columns.length === 0) return;
  const places = columns.map(() => "?").join(", ");
  const insert = database.prepare(`INSERT OR REPLACE INTO ${table} (${columns.join(", ")}) VALUES (${places})`);
  for (const row of all) insert.run(...columns.map((column) => row[column] ?? null));
}

/** What the account holds at first has long been ready. */
const LONG_BEFORE = plus(START, millis(-hours(1)));

/** Founds the company once, by the same calls that a person would make, and remembers its rows. */
async function founded(company: Company): Promise<readonly Rows[]> {
  const database = openStateFile(":memory:", { durability: "normal" });
  const clock = virtualClock(LONG_BEFORE);
  const plane = planeOn({ database, clock, log: silentLog });
  const ports = planePortsOf({
    plane,
    specs: FUNCTIONS.map(({ spec }) => spec),
    ids: countedIds(),
    random: () => 0.5,
    digest: nodeDigest,
    genesis: START,
    version: "0.0.0",
    files: "/nowhere",
  });
  furnish(ports.platform.sandbox.plant);
  clock.set(START);
  await found(ports, company);
  // What was founded was told long ago: nothing of it waits in the stream.
  const tables = ["items", "sandbox"];
  const all = tables.map((table) => ({ table, rows: database.prepare(`SELECT * FROM ${table}`).all() as Row[] }));
  database.close();
  return all;
}

async function found({ platform, policy }: PlanePorts, company: Company): Promise<void> {
  const people = await platform.persons.save(PEOPLE, AUTHOR);
  const catalog = resolveApplied(documentsOf({ strict: company.strict, stricter: false }), {
    revision: 1,
    digest: nodeDigest,
  });
  const saved = await platform.catalogs.save(catalog, foundedBy(company));
  if (!people.ok || !saved.ok) throw new Error("Cannot found the company of a simulation");
  for (const { policy: id } of (await policy.governance.current()).forces()) {
    const planned = await planPolicy({ policy: id, by: "pat" }, policy);
    if (!planned.ok) throw new Error(`Cannot plan policy "${id}" of a simulation`);
    const { plan } = planned.value;
    const promotion = { policy: id, plan: plan.id, expect: plan.counts.change, by: "pat" };
    const promoted = await promotePolicy(promotion, policy);
    if (!promoted.ok) throw new Error(`Cannot promote policy "${id}" of a simulation: ${promoted.error.kind}`);
  }
}
