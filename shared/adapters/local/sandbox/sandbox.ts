import type { GrantCloud } from "#shared/access/cloud.ts";
import type { CallDeps } from "#shared/adapters/local/sandbox/api/perform-call.ts";
import { SandboxCreationTrail } from "#shared/adapters/local/sandbox/creation-trail.ts";
import { callerWith, type Presented } from "#shared/adapters/local/sandbox/credentials.ts";
import { type Faults, noFaults } from "#shared/adapters/local/sandbox/faults.ts";
import { SandboxGrantCloud } from "#shared/adapters/local/sandbox/grant-cloud.ts";
import { actingClock, openLine } from "#shared/adapters/local/sandbox/line.ts";
import {
  type Actor,
  type Outcome,
  performAs,
  type TryAnswer,
  tryAs,
  tryCaller,
} from "#shared/adapters/local/sandbox/people.ts";
import { openPlant, type Plant } from "#shared/adapters/local/sandbox/plant.ts";
import { SandboxResourceCloud } from "#shared/adapters/local/sandbox/resource-cloud.ts";
import { showResource } from "#shared/adapters/local/sandbox/show-resource.ts";
import { openState, type SandboxAccount } from "#shared/adapters/local/sandbox/state.ts";
import type { SandboxStore } from "#shared/adapters/local/sandbox/store.ts";
import type { Ids } from "#shared/kernel/ids.ts";
import type { Json, JsonObject } from "#shared/kernel/json.ts";
import type { Clock, Millis } from "#shared/kernel/time.ts";
import type { ResourceCloud, ResourceState } from "#shared/policy/cloud.ts";
import type { CreationTrail } from "#shared/policy/creation-trail.ts";

export type SandboxDeps = {
  readonly store: SandboxStore;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Gets the CloudTrail record of each state-changing call; how it travels on is the host's business. */
  readonly emit: (record: JsonObject) => void;
  readonly faults?: Faults;
  /** How long a new resource of a type is not described yet. */
  readonly readyAfter?: Readonly<Record<string, Millis>>;
  /** What a fence adds to a deadline, in milliseconds; 0, because nothing travels here. */
  readonly fenceMargin?: number;
  readonly pageSize?: number;
};

/** A governed cloud on a laptop. */
export type Sandbox = {
  readonly grants: GrantCloud;
  readonly resources: ResourceCloud;
  readonly trail: CreationTrail;
  /** Furnishes it, without calls and records. */
  readonly plant: Plant;
  accounts(): readonly SandboxAccount[];
  /** Does something for real, in a person's name, and emits its record. */
  perform(actor: Actor, action: string, input: Json): Outcome;
  /** Whether the person's Tollgate role may do this now; `s3:ListBucket` takes a prefix after the bucket's ARN. */
  try(actor: Actor, action: string, arn: string): TryAnswer;
  /** The same for whoever holds these credentials. */
  tryWith(credentials: Presented, action: string, arn: string): TryAnswer;
  /** Everything there is, in the order of its ARNs. */
  list(): readonly ResourceState[];
};

/** Opens the sandbox that the store holds; an empty store gives one without accounts. */
export function openSandbox(deps: SandboxDeps): Sandbox {
  const clock = actingClock(deps.clock);
  const state = openState({ store: deps.store, clock });
  const calls: CallDeps = { state, clock, ids: deps.ids, readyAfter: deps.readyAfter ?? {}, emit: deps.emit };
  const fenceMargin = deps.fenceMargin ?? 0;
  const line = openLine({ ...calls, clock, faults: deps.faults ?? noFaults, fenceMargin });
  return {
    grants: new SandboxGrantCloud({ ...calls, line, fenceMargin }),
    resources: new SandboxResourceCloud({ ...calls, line, pageSize: deps.pageSize ?? 100 }),
    trail: new SandboxCreationTrail({ state, line, clock }),
    plant: openPlant(calls),
    accounts: () => state.accounts.values(),
    perform(actor, action, input) {
      line.settle();
      return performAs(actor, { action, input }, calls);
    },
    try(actor, action, arn) {
      line.settle();
      return tryAs(actor, { action, resource: arn }, calls);
    },
    tryWith(credentials, action, arn) {
      line.settle();
      const caller = callerWith(credentials, calls);
      return caller.ok
        ? tryCaller(caller.value, { action, resource: arn }, calls)
        : { allowed: false, because: caller.error };
    },
    list() {
      line.settle();
      return state.resources
        .values()
        .map(showResource)
        .toSorted((left, right) => (left.arn < right.arn ? -1 : 1));
    },
  };
}
