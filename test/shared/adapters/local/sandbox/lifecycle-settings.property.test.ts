import fc from "fast-check";
import { expect, test } from "vitest";
import { rulesOf } from "#shared/adapters/local/sandbox/api/lifecycle.ts";
import { personId, arn as toArn } from "#shared/kernel/ids.ts";
import type { JsonObject } from "#shared/kernel/json.ts";
import type { ResourceState } from "#shared/policy/cloud.ts";
import { inverseOf } from "#shared/policy/enforce/action.ts";
import { plannedOf, valueIn } from "#shared/policy/enforce/sighting-of.ts";
import { facts, retention, verdicts } from "#test/shared/policy/governed.ts";
import { ACCOUNT, testSandbox } from "#test/support/sandbox.ts";

const PREFIXES = ["", "orders/", "orders/tmp/", "raw/"] as const;
const DAYS = [1, 7, 30, 90, 365, 800] as const;
const CONTROLS = ["s3.lifecycle.expiration", "s3.lifecycle.noncurrent", "s3.lifecycle.abortMultipart"] as const;

const optional = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });
const days = optional(fc.constantFrom(...DAYS));

/** Anything that S3 takes: rules of people, of tools, and what an earlier write of ours left. */
const configurations: fc.Arbitrary<readonly JsonObject[]> = fc
  .array(
    fc.record({
      status: fc.constantFrom("Enabled", "Enabled", "Disabled"),
      prefix: optional(fc.constantFrom(...PREFIXES)),
      tags: optional(fc.constant({ temporary: "true" })),
      expirationDays: days,
      noncurrentDays: days,
      newerNoncurrentVersions: optional(fc.constant(5)),
      abortMultipartDays: days,
      transition: fc.boolean(),
    }),
    { maxLength: 5 },
  )
  .map((rules) =>
    rules.map(({ transition, tags, abortMultipartDays, newerNoncurrentVersions, ...rule }, at): JsonObject => {
      const more = {
        tags: abortMultipartDays === undefined ? tags : undefined,
        abortMultipartDays,
        newerNoncurrentVersions: rule.noncurrentDays === undefined ? undefined : newerNoncurrentVersions,
        transitionDays: transition ? 10 : undefined,
        transitionClass: transition ? "GLACIER" : undefined,
      };
      const id = at === 0 ? "tollgate-s3.lifecycle.expiration" : `rule-${at}`;
      return JSON.parse(JSON.stringify({ id, ...rule, ...more }));
    }),
  )
  .map((rules) => rules.filter((rule) => Object.keys(rule).some((name) => /Days$/.test(name))));

const ranges = fc
  .record({ min: days, max: days })
  .filter(({ min, max }) => (min ?? 0) <= (max ?? 1_000) && (min !== undefined || max !== undefined));

const policySets = fc.array(
  fc.record({ control: fc.constantFrom(...CONTROLS), prefix: fc.constantFrom(...PREFIXES), range: ranges }),
  { minLength: 1, maxLength: 3 },
);

test("what a policy writes into a lifecycle is taken back to the letter, whatever else stands there", async () => {
  await fc.assert(
    fc.asyncProperty(configurations, policySets, async (rules, wanted) => {
      const { sandbox } = testSandbox();
      const region = "eu-central-1";
      sandbox.plant.resource({ type: "s3.bucket", account: ACCOUNT, id: "sales" });
      const input = { bucket: "sales", rules };
      if (rules.length > 0) {
        const put = sandbox.perform({ person: personId("eve") }, "s3:PutBucketLifecycleConfiguration", input);
        expect(put).toMatchObject({ kind: "done" });
      }
      const ref = { type: "s3.bucket", arn: toArn("arn:aws:s3:::sales"), account: ACCOUNT, region };
      const read = async (): Promise<ResourceState> => {
        const found = await sandbox.resources.read(ref);
        if (found.kind !== "read") throw new Error(found.kind);
        return found.state;
      };
      const before = await read();
      const policies = wanted.map(({ control, prefix, range: { min, max } }, at) =>
        retention({
          id: `policy-${at}`,
          rules: [
            {
              control,
              ...(prefix === "" ? {} : { prefix }),
              ...(min === undefined ? {} : { min }),
              ...(max === undefined ? {} : { max }),
            },
          ],
        }),
      );
      for (const verdict of verdicts({ policies, resource: before, facts: facts() })) {
        if (verdict.is !== "violating" || verdict.plannedChanges.length === 0) continue;
        const planned = plannedOf(verdict, before);
        const written = await sandbox.resources.write(ref, verdict.plannedChanges);
        expect(written).toMatchObject({ kind: "accepted" });
        const after = await read();
        // The read-back shows what was meant, and the before-image is what was there.
        for (const { change } of planned)
          expect(valueIn(after, change)).toBe(change.set === "retention" && change.days);
        await sandbox.resources.write(
          ref,
          planned.map((each) => inverseOf(each).change),
        );
        const restored = await read();
        expect(rulesOf(restored.attributes)).toEqual(rules);
        expect(restored.lifecycle).toEqual(before.lifecycle);
      }
    }),
    { numRuns: 200 },
  );
});
