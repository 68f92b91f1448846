import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { personId } from "#shared/kernel/ids.ts";
import { epochMillis, minutes, plus } from "#shared/kernel/time.ts";
import { governResource } from "#shared/policy/enforce/govern-resource.ts";
import { resumeDue } from "#shared/policy/enforce/resume-due.ts";
import { undoAction } from "#shared/policy/enforce/undo-action.ts";
import type { Table } from "#shared/storage/table.ts";
import {
  actionsOf,
  CORE_TAGS,
  type Enforcement,
  enforcement,
  hintOf,
  LOG_RETENTION,
  openFindings,
  promoted,
} from "#test/support/enforcement.ts";
import { breaches } from "#test/support/enforcement-invariants.ts";
import {
  bucketOf,
  logGroupOf,
  type ScriptedCloud,
  scriptedCloud,
  type WriteScript,
} from "#test/support/scripted-cloud.ts";

/** Chooses by a list of numbers who goes on next, at every call to a port. */
class Turns {
  readonly #choices: readonly number[];
  #used = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(choices: readonly number[]) {
    this.#choices = choices;
  }

  wait(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  async run(workers: readonly Promise<unknown>[]): Promise<void> {
    let live = workers.length;
    for (const worker of workers) {
      const over = () => {
        live -= 1;
      };
      worker.then(over, over);
    }
    while (live > 0) {
      await new Promise((resolve) => setImmediate(resolve));
      const choice = this.#choices[this.#used % Math.max(1, this.#choices.length)] ?? 0;
      this.#used += 1;
      const [next] = this.#waiting.splice(choice % Math.max(1, this.#waiting.length), 1);
      next?.();
    }
  }
}

const inTurns =
  (turns: Turns) =>
  (table: Table): Table => ({
    get: async (key) => {
      await turns.wait();
      return table.get(key);
    },
    query: async (query) => {
      await turns.wait();
      return table.query(query);
    },
    transact: async (writes) => {
      await turns.wait();
      return table.transact(writes);
    },
  });

const names = ["a", "b", "c", "d", "e"];
const choices = fc.array(fc.nat(7), { minLength: 1, maxLength: 60 });

/** Rows that let a policy write, made before turns begin to be taken. */
async function readied(
  cloud: ScriptedCloud,
  over: Parameters<typeof enforcement>[1],
  turns: Turns,
): Promise<Enforcement> {
  const deps = enforcement(cloud, over, inTurns(turns));
  const ready = promoted(deps, CORE_TAGS, LOG_RETENTION);
  await turns.run([ready]);
  await ready;
  return deps;
}

/** Looks with no turn to wait for. */
async function looked<Value>(turns: Turns, look: Promise<Value>): Promise<Value> {
  await turns.run([look]);
  return look;
}

describe("whoever goes first, at every call to a port", () => {
  test("two workers on one resource write it once, and record it once", async () => {
    await fc.assert(
      fc.asyncProperty(choices, async (order) => {
        const turns = new Turns(order);
        const resource = bucketOf("a");
        const deps = await readied(scriptedCloud(resource), {}, turns);
        await turns.run([1, 2, 3].map(() => governResource(hintOf(resource), deps)));
        expect(deps.cloud.writes).toHaveLength(1);
        expect(await looked(turns, actionsOf(deps))).toMatchObject([{ state: "DONE" }]);
        expect(await looked(turns, openFindings(deps))).toEqual([]);
        expect(await looked(turns, breaches(deps))).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });

  test("the caps are never passed, whatever workers, events and sweeps do", async () => {
    await fc.assert(
      fc.asyncProperty(choices, fc.integer({ min: 0, max: 4 }), async (order, day) => {
        const turns = new Turns(order);
        const caps = { run: 9, day, scopeMillionths: 1_000_000 };
        const cloud = scriptedCloud(...names.map((name) => bucketOf(name)));
        const deps = await readied(cloud, { forces: [{ ...CORE_TAGS, caps }] }, turns);
        const work = names.map((name, index) =>
          governResource({ ...hintOf(bucketOf(name)), run: index % 2 === 0 ? "sweep-1" : "events-1" }, deps),
        );
        await turns.run(work);
        await Promise.all(work);
        // A write that was recorded before the halt and not made yet is not made any more: fewer, never more.
        expect(cloud.writes.length).toBeLessThanOrEqual(day);
        const state = (await looked(turns, deps.stores.policyStates.find("core-tags")))?.value;
        expect(state).toMatchObject({ count: { today: day }, halt: { cap: "day" } });
        expect((await looked(turns, openFindings(deps))).filter(({ rule }) => rule === "policy.halted")).toHaveLength(
          1,
        );
      }),
      { numRuns: 15 },
    );
  });
});

/** What a write may do to us: work, lie, refuse, get lost before or after it landed. */
const SCRIPTS: readonly WriteScript[] = [
  ({ apply }) => {
    apply();
    return { kind: "accepted", requestId: "r" };
  },
  () => ({ kind: "accepted", requestId: "r" }),
  () => ({ kind: "refused", code: "Throttling", message: "slow down", forGood: false }),
  () => ({ kind: "unknown", because: "timed out" }),
  ({ apply }) => {
    apply();
    return { kind: "unknown", because: "timed out" };
  },
];

const faults = fc.array(fc.nat(SCRIPTS.length - 1), { minLength: 1, maxLength: 10 });
const steps = fc.array(fc.constantFrom("event", "due", "time"), { minLength: 3, maxLength: 12 });

/** One bucket and one log group, news of them in any order, writes that go wrong as the list says. */
async function history(
  { script, journey }: { readonly script: readonly number[]; readonly journey: readonly string[] },
  deps: Enforcement,
): Promise<void> {
  let count = 0;
  deps.cloud.onWrite = (write) => {
    const chosen = SCRIPTS[script[count % script.length] ?? 0] ?? SCRIPTS[0];
    count += 1;
    return chosen === undefined ? { kind: "unknown", because: "no script" } : chosen(write);
  };
  for (const step of journey) {
    if (step === "time") deps.clock.set(plus(deps.clock.now(), minutes(7)));
    if (step === "due") await resumeDue(deps, () => undefined);
    if (step !== "event") continue;
    for (const resource of deps.cloud.resources.values()) await governResource(hintOf(resource), deps);
  }
}

const resources = () => [bucketOf("a"), logGroupOf("/a", 7)];

test("whatever writes do, nothing is resolved or done that is not so, and no write lacks its row", async () => {
  await fc.assert(
    fc.asyncProperty(faults, steps, async (script, journey) => {
      const deps = enforcement(scriptedCloud(...resources()));
      await promoted(deps, CORE_TAGS, LOG_RETENTION);
      await history({ script, journey }, deps);
      expect(await breaches(deps)).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test("the planted fault is caught: remediation without read-back resolves what is not so", async () => {
  const found = new Set<string>();
  for (let seed = 0; seed < 20 && found.size === 0; seed += 1) {
    const deps = enforcement(scriptedCloud(...resources()));
    await promoted(deps, CORE_TAGS, LOG_RETENTION);
    // The read-back does not look: it takes for there what was meant to be written.
    const meant = new Map(deps.cloud.resources);
    deps.cloud.onRead = (ref, real) => {
      const state = meant.get(ref.arn);
      return state === undefined ? real : { kind: "read", state };
    };
    const write = deps.cloud.write;
    const blind: Enforcement["cloud"]["write"] = async (ref, changes) => {
      for (const change of changes) {
        const state = meant.get(ref.arn);
        if (state === undefined) continue;
        const next =
          change.set === "tag"
            ? { ...state, tags: { ...state.tags, [change.key]: change.value ?? "" } }
            : { ...state, retention: { ...state.retention, [change.control]: change.days } };
        meant.set(ref.arn, next);
      }
      return write(ref, changes);
    };
    Object.assign(deps.cloud, { write: blind });
    await history({ script: [seed % SCRIPTS.length], journey: ["event", "due", "time", "due"] }, deps);
    for (const breach of await breaches(deps)) found.add(breach);
  }
  expect([...found].some((breach) => breach.endsWith("is resolved, and it is not so"))).toBe(true);
});

test("the same news, delivered any number of times, changes nothing more", async () => {
  await fc.assert(
    fc.asyncProperty(faults, fc.integer({ min: 1, max: 4 }), async (script, times) => {
      const deps = enforcement(scriptedCloud(...resources()));
      await promoted(deps, CORE_TAGS, LOG_RETENTION);
      await history({ script, journey: ["event", "event"] }, deps);
      const before = [await actionsOf(deps), await openFindings(deps), deps.cloud.writes.length];
      for (let time = 0; time < times; time += 1) await history({ script, journey: ["event"] }, deps);
      expect([await actionsOf(deps), await openFindings(deps), deps.cloud.writes.length]).toEqual(before);
    }),
    { numRuns: 40 },
  );
});

test("taking back what was enforced is as if nothing had been, when nobody else wrote", async () => {
  const tags = fc.dictionary(fc.stringMatching(/^[A-Z][a-z]{1,8}$/), fc.string({ maxLength: 8 }), { maxKeys: 8 });
  await fc.assert(
    fc.asyncProperty(tags, async (found) => {
      const { Workload: _never, ...others } = found;
      const resource = bucketOf("a", { tags: others });
      const deps = enforcement(scriptedCloud(resource));
      await promoted(deps, CORE_TAGS);
      await governResource(hintOf(resource), deps);
      const [action] = await actionsOf(deps);
      await undoAction({ id: action?.id ?? "", by: personId("sanna") }, deps);
      expect(deps.cloud.resources.get(resource.arn)).toEqual(resource);
      deps.clock.set(epochMillis(plus(deps.clock.now(), minutes(60))));
      await resumeDue(deps, () => undefined);
      expect(deps.cloud.resources.get(resource.arn)).toEqual(resource);
    }),
    { numRuns: 40 },
  );
});
