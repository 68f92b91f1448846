import { SANDBOX_TYPES } from "#shared/adapters/local/sandbox/types/table.ts";
import { readCloudRecord } from "#shared/contracts/events/cloudtrail.ts";
import { personId } from "#shared/kernel/ids.ts";
import type { JsonObject } from "#shared/kernel/json.ts";
import { days, isoOf, plus } from "#shared/kernel/time.ts";
import { classifyRecord } from "#shared/policy/classify-record.ts";
import type { MadeResource } from "#shared/policy/creation-trail.ts";
import type { CreationTrailUnderTest } from "#test/contract/creation-trail.ts";
import { ACCOUNT, testSandbox } from "#test/support/sandbox.ts";

export type TrailWorld = Omit<CreationTrailUnderTest, "trail"> &
  Pick<ReturnType<typeof testSandbox>, "sandbox" | "records" | "clock">;

/** People who make things in the sandbox's account, and the records of it. */
export function trailWorld(): TrailWorld {
  const world = testSandbox();
  const { sandbox, clock } = world;
  const typeOf = (key: string) => {
    const type = SANDBOX_TYPES.get(key);
    if (type === undefined) throw new Error(`the sandbox has no ${key}`);
    return type;
  };
  const performed = (by: string, action: string, input: JsonObject): JsonObject => {
    const done = sandbox.perform({ person: personId(by) }, action, input);
    if (done.kind !== "done" || done.record === undefined) throw new Error(JSON.stringify(done));
    return done.record;
  };
  return {
    ...world,
    make({ type: key, name, by }) {
      const { service, create, idField, idPrefix } = typeOf(key);
      const input = idPrefix === undefined ? { [idField]: name } : INPUTS[key];
      return madeIn(performed(by, `${service}:${create.action}`, input ?? {}));
    },
    remove({ ref, name }, by) {
      const { service, remove, idField } = typeOf(ref.type);
      performed(by, `${service}:${remove.action}`, { [idField]: name });
    },
    plant({ type, name }) {
      const arn = sandbox.plant.resource({ type, account: ACCOUNT, id: name });
      return { ref: { arn, type, account: ACCOUNT, region: "eu-central-1" }, name, createdAt: clock.now() };
    },
    later: (count) => clock.set(isoOf(plus(clock.now(), days(count)))),
  };
}

/** Of types whose ids AWS makes up. */
const INPUTS: Readonly<Record<string, JsonObject>> = { "ec2.volume": { gib: 8 } };

function madeIn(record: JsonObject): MadeResource {
  const parsed = readCloudRecord(record);
  const outcome = parsed.kind === "record" ? classifyRecord(parsed.record) : parsed;
  const made = outcome.kind === "judged" ? outcome.resources[0]?.resource : undefined;
  if (made?.createdAt === undefined) throw new Error(`no resource in ${JSON.stringify(record)}`);
  const { arn, type, account, region, name, createdAt } = made;
  return { ref: { arn, type, account, region }, name, createdAt };
}
