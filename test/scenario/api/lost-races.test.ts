import { describe, expect, test } from "vitest";
import { EVERY_CONTRACT } from "#shared/contracts/http/every-contract.ts";
import { err } from "#shared/kernel/result.ts";
import type { Table } from "#shared/storage/table.ts";
import { openWorld, type World } from "#test/simulation/world/world.ts";
import { type Prepare, say, WRITING_CALLS } from "#test/support/api/writing-calls.ts";

/** Which commits of the call under test are refused, by their number from 1 on. */
type Refusing = (commit: number) => boolean;

type Race = { readonly status: number; readonly body: string; readonly commits: number; readonly world: World };

/** One call in a company of its own, in which others are always faster at the commits that `refusing` names. */
async function raced(prepare: Prepare, refusing: Refusing): Promise<Race> {
  let commits: number | undefined;
  const slower = (table: Table): Table => ({
    get: (key) => table.get(key),
    query: (query) => table.query(query),
    async transact(writes) {
      if (commits === undefined) return table.transact(writes);
      commits += 1;
      if (!refusing(commits)) return table.transact(writes);
      const keys = writes.map((write) => (write.op === "put" ? { pk: write.item.pk, sk: write.item.sk } : write.key));
      return err({ kind: "condition-failed", keys });
    },
  });
  const world = await openWorld(ORDINARY, { plant: { table: slower } });
  world.cloudWeather.faults = 0;
  const call = await prepare(world);
  commits = 0;
  const answer = await say(world, call);
  const made = { commits, world };
  commits = undefined;
  return { status: answer.statusCode ?? 500, body: `${answer.body} ${world.faults.at(-1) ?? ""}`, ...made };
}

const OPERATIONS = EVERY_CONTRACT.filter(({ method }) => method !== "GET").map(({ operation }) => operation);

test("every route that may write has a call here", () => {
  expect(Object.keys(WRITING_CALLS).toSorted()).toEqual(OPERATIONS.toSorted());
});

/** A company of basic segregation: who asks may ask for themselves. */
const ORDINARY = 2;

/** A preview says what would be, and credentials are the account's own to hand out. */
const READS_ONLY = ["previewAccess", "issueGrantCredentials"];

describe.each(Object.entries(WRITING_CALLS).map(([operation, prepare]) => ({ operation, prepare })))(
  "$operation",
  ({ operation, prepare }) => {
    test("goes through where nobody else writes, and ends in words, never in a 500, whichever commit is lost to others", async () => {
      const alone = await raced(prepare, () => false);
      expect(alone.status, alone.body).toBeLessThan(300);
      expect(alone.commits > 0).toBe(!READS_ONLY.includes(operation));
      for (let lost = 1; lost <= alone.commits; lost += 1) {
        const one = await raced(prepare, (commit) => commit === lost);
        expect([200, 201, 409, 503], `commit ${lost} lost: ${one.body}`).toContain(one.status);
        const all = await raced(prepare, (commit) => commit >= lost);
        expect([200, 201, 409, 503], `all from commit ${lost} on lost: ${all.body}`).toContain(all.status);
        // What was said to be done stands, and what was not can be tried again.
        await all.world.host.settle();
        expect((await all.world.api(HEALTH)).statusCode).toBe(200);
        expect((await all.world.api(POLICIES)).statusCode).toBe(200);
      }
    });
  },
);

const reading = (path: string) => ({
  method: "GET",
  url: new URL(`http://plane${path}`),
  headers: {},
  body: Buffer.from(""),
  requestId: "after",
  claims: { sub: "pat", auth_time: 1 },
});

const HEALTH = reading("/v1/health");
const POLICIES = reading("/v1/policies");
