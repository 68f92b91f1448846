import fc from "fast-check";
import { expect, test } from "vitest";
import { minutes, plus, seconds } from "#shared/kernel/time.ts";
import { sweptResource } from "#shared/policy/enforce/announce-resource.ts";
import { observeRecord } from "#shared/policy/enforce/observe-record.ts";
import { resumeDue } from "#shared/policy/enforce/resume-due.ts";
import { createdBucket } from "#test/support/created-bucket.ts";
import {
  actionsOf,
  CORE_TAGS,
  type Enforcement,
  elsewhere,
  enforcement,
  hintOf,
  openFindings,
  promoted,
} from "#test/support/enforcement.ts";
import { breaches } from "#test/support/enforcement-invariants.ts";
import { bucketOf, scriptedCloud } from "#test/support/scripted-cloud.ts";

class Killed extends Error {
  override readonly name = "Killed";
}

type Death = { readonly call: number; readonly when: "before" | "after" };

/** A process that dies at one of its calls from then on, before the call acts or before its answer comes. */
function mortal(deps: Enforcement): { readonly process: Enforcement; readonly dieAt: (death: Death) => void } {
  let death: Death | undefined;
  let [calls, dead] = [0, false];
  const gate = async <Value>(call: () => Promise<Value>): Promise<Value> => {
    calls += 1;
    if (dead) throw new Killed();
    if (calls !== death?.call) return call();
    dead = true;
    if (death.when === "after") await call();
    throw new Killed();
  };
  const { table, cloud } = deps;
  const process = elsewhere({
    ...deps,
    table: {
      get: (key) => gate(() => table.get(key)),
      query: (query) => gate(() => table.query(query)),
      transact: (writes) => gate(() => table.transact(writes)),
    },
    cloud: {
      ...cloud,
      read: (...call) => gate(() => cloud.read(...call)),
      write: (...call) => gate(() => cloud.write(...call)),
    },
  });
  return {
    process,
    dieAt(at) {
      death = at;
      calls = 0;
    },
  };
}

const BUCKETS = {
  wrong: bucketOf("orders"),
  right: bucketOf("orders", { tags: { Workload: "orders-etl" } }),
  late: bucketOf("orders"),
  gone: undefined,
};

const noFault = (what: string, fault: unknown): void => {
  throw new Error(`${what} failed`, { cause: fault });
};

/** Its message comes again once its first delivery was given up; then everything that waits has its time. */
async function afterwards(deps: Enforcement, event: ReturnType<typeof createdBucket>): Promise<void> {
  deps.clock.set(plus(deps.clock.now(), minutes(3)));
  await observeRecord(event, elsewhere(deps));
  for (let pass = 0; pass < 3; pass += 1) {
    deps.clock.set(plus(deps.clock.now(), minutes(10)));
    await resumeDue(elsewhere(deps), noFault);
  }
}

const dyings = fc.record({
  bucket: fc.constantFrom("wrong", "right", "late", "gone"),
  settle: fc.constantFrom(0, seconds(5)),
  isWarm: fc.boolean(),
  call: fc.integer({ min: 1, max: 24 }),
  when: fc.constantFrom("before", "after"),
});

test("an event whose process dies at any call is counted as announced once, and its bucket put right once", async () => {
  await fc.assert(
    fc.asyncProperty(dyings, async ({ bucket, settle, isWarm, ...death }) => {
      const made = BUCKETS[bucket];
      const deps = enforcement(scriptedCloud(bucketOf("first"), ...(made === undefined ? [] : [made])), { settle });
      await promoted(deps, CORE_TAGS);
      const { process, dieAt } = mortal(deps);
      if (isWarm) await observeRecord(createdBucket("first", deps.clock.now()), process);
      const { onRead } = deps.cloud;
      let looks = 0;
      deps.cloud.onRead = (ref, found) => {
        if (ref.arn === made?.arn) looks += 1;
        return bucket === "late" && ref.arn === made?.arn && looks === 1 ? { kind: "not-ready" } : onRead(ref, found);
      };
      dieAt(death);
      const event = createdBucket("orders", deps.clock.now());
      await observeRecord(event, process).catch((fault: unknown) => expect(fault).toBeInstanceOf(Killed));
      await afterwards(deps, event);

      for (const { ref } of [...deps.cloud.resources.values()].slice(1).map((each) => hintOf(each)))
        expect(await sweptResource(ref, deps.clock.now(), deps)).toBe("event");
      const { items } = await deps.stores.coverage.list();
      expect(items).toMatchObject([{ announced: isWarm ? 2 : 1, missed: 0 }]);
      expect(await breaches(deps)).toEqual([]);
      expect(await openFindings(deps)).toEqual([]);
      const ours = (await actionsOf(deps)).filter(({ resource }) => resource.arn === BUCKETS.wrong.arn);
      expect(ours.map(({ state }) => state)).toEqual(bucket === "wrong" || bucket === "late" ? ["DONE"] : []);
    }),
    { numRuns: 150 },
  );
});
