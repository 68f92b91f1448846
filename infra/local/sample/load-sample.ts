import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { nextRun } from "#functions/cost-report/next-run.ts";
import type { PlanePorts } from "#infra/local/plane-ports.ts";
import type { Ports } from "#infra/local/ports.ts";
import { sampleBills } from "#infra/local/sample/billing.ts";
import { sampleDocuments } from "#infra/local/sample/documents.ts";
import { furnish } from "#infra/local/sample/estate.ts";
import { SAMPLE_PEOPLE } from "#infra/local/sample/people.ts";
import { sampleRuns } from "#infra/local/sample/runs.ts";
import { isFatal, planCatalog } from "#shared/catalog/plan-catalog.ts";
import { resolveApplied } from "#shared/catalog/resolve-applied.ts";
import { BOOTSTRAP } from "#shared/catalog/rule-authors.ts";
import { problemLine } from "#shared/contracts/documents/format-problems.ts";
import { locateProblems } from "#shared/contracts/documents/locate-problems.ts";
import { readDocuments } from "#shared/contracts/documents/read-documents.ts";
import { SWEEP_QUEUE } from "#shared/contracts/messages/sweep-task.ts";
import { ingest } from "#shared/cost/ingest.ts";
import { makeDueReports } from "#shared/cost/report/make-due-reports.ts";
import type { CalendarDate } from "#shared/kernel/calendar.ts";
import { isoOf } from "#shared/kernel/time.ts";
import { planSweep } from "#shared/policy/enforce/sweep-plan.ts";

const LOADER = "function:sample";

/** Loads the sample company as of today, which is the answer, step by step; each step says what it did. */
export async function loadSample(
  { platform: ports, cost, policy }: PlanePorts,
  tell: (line: string) => void,
): Promise<Date> {
  const today = new Date(ports.clock.now());
  const people = await ports.persons.save(SAMPLE_PEOPLE, LOADER);
  if (!people.ok) throw new Error("Cannot load the sample people: someone else is writing");
  tell(`${SAMPLE_PEOPLE.length} people`);

  const documents = await loadDocuments(ports, today);
  tell(`${documents} governance documents`);

  furnish(ports.sandbox.plant, { now: ports.clock.now() });
  tell(`${ports.sandbox.list().length} resources in ${ports.sandbox.accounts().length} sandbox accounts`);

  const runs = await cost.runs.add(sampleRuns(today), LOADER);
  tell(`${runs} pipeline runs`);
  tell(`${await loadBills(cost, today)} rows of bills`);

  const { made } = await makeDueReports({ ...cost, nextRun });
  for (const { month, state } of made) tell(`the cost report of ${month}, ${state}`);

  const tasks = await planSweep(policy);
  for (const task of tasks) await ports.queues.send(SWEEP_QUEUE, { ...task });
  tell(`${tasks.length} sweeps, which judge every resource now`);
  return today;
}

/** Takes the bills in as a person would: files in a folder, one delivery a month. */
async function loadBills(cost: PlanePorts["cost"], today: Date): Promise<number> {
  const folder = join(cost.files, "sample-bills");
  mkdirSync(folder, { recursive: true });
  const deps = cost.ingestDeps;
  let rows = 0;
  for (const { name, text } of sampleBills(today)) {
    const path = resolve(folder, name);
    writeFileSync(path, text);
    const taken = await ingest({ names: [path], by: LOADER }, deps);
    if (!taken.ok) throw new Error(taken.error.message);
    rows += taken.value.import.rows;
  }
  return rows;
}

export async function loadDocuments(
  { catalogs, digest }: Pick<Ports, "catalogs" | "digest">,
  today: Date,
): Promise<number> {
  const read = readDocuments(sampleDocuments(today), {
    today: isoOf(today.getTime() as never).slice(0, 10) as CalendarDate,
  });
  const current = await catalogs.current();
  const plan = planCatalog(current, read.documents, { digest });
  const faults = [...read.problems, ...locateProblems(read, plan.problems.filter(isFatal))];
  if (faults.length > 0) throw new Error(`Cannot load the sample company: ${faults.map(problemLine).join("; ")}`);
  const next = resolveApplied(plan.documents, { revision: current.revision + 1, digest, pins: current.pins });
  const saved = await catalogs.save(next, { by: LOADER, author: BOOTSTRAP });
  if (!saved.ok) throw new Error("Cannot load the sample company: the catalogue moved meanwhile");
  return read.documents.length;
}
