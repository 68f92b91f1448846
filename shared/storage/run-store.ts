import { type RunPage, StoredRunPage } from "#shared/contracts/stored/run-page.ts";
import { Contention } from "#shared/kernel/contention.ts";
import { everyItem } from "#shared/kernel/page.ts";
import { isoOf } from "#shared/kernel/time.ts";
import type { RunStore } from "#shared/runs/ports.ts";
import type { RunEvent } from "#shared/runs/run-event.ts";
import type { RecordKind, Stored } from "#shared/storage/record.ts";
import type { Change, Records } from "#shared/storage/records.ts";

/** What runs may take up: so many, and so many bytes of JSON. */
type Room = { readonly runs: number; readonly bytes: number };

/** Far below what one item holds (400 kB), however long the names and in whatever script. */
const PAGE: Room = { runs: 300, bytes: 256 * 1024 };

const idOf = ({ month, workload, page }: Pick<RunPage, "month" | "workload" | "page">): string =>
  `${month}/${workload}/${page}`;

/** Runs by month and workload, some at a time; a month is one list. */
export const runPageKind: RecordKind<RunPage> = {
  name: "run-page",
  version: 1,
  encode: (page) => page,
  decode: (body) => StoredRunPage.parse(body),
  indexes: (page) => ({
    list: { partition: `RUNS#${page.month}`, sort: `${page.workload}#${page.page.toString().padStart(6, "0")}` },
  }),
};

export function runStoreOn(records: Records): RunStore {
  return {
    async add(runs, by) {
      let added = 0;
      for (const [key, group] of Map.groupBy(runs, (run) => JSON.stringify([monthOf(run), run.workload]))) {
        const [month, workload] = JSON.parse(key) as [string, string];
        added += await addTo({ month, workload, runs: group, by }, records);
      }
      return added;
    },
    async endedIn(month) {
      const query = { index: "list", partition: `RUNS#${month}`, limit: 100 } as const;
      const pages = await everyItem((from) => records.list(runPageKind, { ...query, ...from }));
      return pages.flatMap(({ value }) => value.runs);
    },
  };
}

const monthOf = (run: RunEvent): string => isoOf(run.endedAt).slice(0, 7);

const nameOf = ({ job, runId }: RunEvent): string => JSON.stringify([job, runId]);

type Adding = {
  readonly month: string;
  readonly workload: string;
  readonly runs: readonly RunEvent[];
  readonly by: string;
};

/** Few enough for one transaction (4 MB), the page before them included. */
const AT_ONCE: Room = { runs: 6_000, bytes: 3 * 1024 * 1024 };

/** In turns that fit one transaction each; a turn is read again when another writer was faster. */
async function addTo(adding: Adding, records: Records): Promise<number> {
  let added = 0;
  for (const runs of grouped(adding.runs, AT_ONCE)) added += await addSome({ ...adding, runs }, records);
  return added;
}

async function addSome(adding: Adding, records: Records): Promise<number> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const pages = await pagesOf(adding, records);
    const known = new Set(pages.flatMap(({ value }) => value.runs.map(nameOf)));
    const told = new Map(adding.runs.map((run) => [nameOf(run), run]));
    const fresh = [...told].filter(([name]) => !known.has(name)).map(([, run]) => run);
    if ((await records.commit(changesFor({ ...adding, runs: fresh }, pages, records))).ok) return fresh.length;
  }
  throw new Contention(`Cannot keep the runs of "${adding.workload}": others keep writing them`);
}

/** Fills the last page, then begins new ones. */
function changesFor(adding: Adding, pages: readonly Stored<RunPage>[], records: Records): readonly Change[] {
  const { month, workload } = adding;
  const last = pages.at(-1);
  const [toLast = [], ...rest] = grouped(adding.runs, PAGE, last === undefined ? NO_ROOM : roomIn(last.value));
  const changes: Change[] = [];
  if (last !== undefined && toLast.length > 0) {
    const value = { ...last.value, runs: [...last.value.runs, ...toLast] };
    changes.push(records.change(runPageKind, idOf(value), { stored: last, value, event: told(adding, value) }));
  }
  for (const [index, runs] of rest.entries()) {
    const value = { month, workload, page: pages.length + index, runs };
    changes.push(records.create(runPageKind, idOf(value), { value, event: told(adding, value) }));
  }
  return changes;
}

const NO_ROOM: Room = { runs: 0, bytes: 0 };

const roomIn = ({ runs }: RunPage): Room => ({
  runs: PAGE.runs - runs.length,
  bytes: PAGE.bytes - runs.reduce((sum, run) => sum + bytesOf(run), 0),
});

/** Runs in their order, in groups that each fit `room`; the first, perhaps empty, fits `first`. */
function grouped(runs: readonly RunEvent[], room: Room, first = room): readonly (readonly RunEvent[])[] {
  const groups: RunEvent[][] = [[]];
  let left = first;
  for (const run of runs) {
    const bytes = bytesOf(run);
    if (left.runs < 1 || left.bytes < bytes) {
      groups.push([]);
      left = room;
    }
    groups.at(-1)?.push(run);
    left = { runs: left.runs - 1, bytes: left.bytes - bytes };
  }
  return groups;
}

const encoder = new TextEncoder();

const bytesOf = (run: RunEvent): number => encoder.encode(JSON.stringify(run)).length + 1;

const told = ({ by }: Adding, page: RunPage) => ({ type: "run-page.told", by, data: { runs: page.runs.length } });

async function pagesOf({ month, workload }: Adding, records: Records): Promise<readonly Stored<RunPage>[]> {
  const pages: Stored<RunPage>[] = [];
  for (;;) {
    const page = await records.find(runPageKind, idOf({ month, workload, page: pages.length }));
    if (page === undefined) return pages;
    pages.push(page);
  }
}
