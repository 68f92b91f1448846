import { type Grant, isBegun } from "#shared/access/grant.ts";
import { artifactOf } from "#shared/access/grant-names.ts";
import type { Person } from "#shared/catalog/person.ts";
import { groupName, personId } from "#shared/kernel/ids.ts";
import type { JsonObject } from "#shared/kernel/json.ts";
import { setFreeze } from "#shared/storage/access-governance.ts";
import {
  ASKERS,
  DATASETS,
  decider,
  decides,
  extendsIt,
  inState,
  revisionOf,
} from "#test/simulation/acts/access-calls.ts";
import { CONTENTION_ACTS } from "#test/simulation/acts/contention-acts.ts";
import { refusedUnknown } from "#test/simulation/acts/refused-rightly.ts";
import {
  type Act,
  type Acts,
  type Answer,
  below,
  call,
  chance,
  pick,
  type Story,
} from "#test/simulation/acts/story.ts";
import { turnsPolicy } from "#test/simulation/acts/turns-policy.ts";
import { PEOPLE } from "#test/simulation/world/company.ts";

/** Where segregation is strict, nobody can ask for themselves. */
const forWhom = (story: Story): JsonObject =>
  chance(story, story.world.strict ? 0.9 : 0.1) ? { beneficiary: pick(story, ASKERS) ?? "ben" } : {};

export const ask: Act = (story) => {
  const as = pick(story, ASKERS) ?? "ana";
  const items = [{ dataset: pick(story, DATASETS) ?? "", template: "s3-prefix-read" }];
  if (chance(story, 0.35)) items.push({ dataset: "sales.stock", template: "s3-prefix-read" });
  const body: JsonObject = {
    items,
    duration: `${10 + below(story, 230)}m`,
    justification: "Looking into what went wrong here",
    ...forWhom(story),
  };
  const key = chance(story, 0.1) && story.keys.size > 0 ? [...story.keys.keys()].at(-1) : undefined;
  const fresh = key ?? `${as}-key-${story.count}`;
  story.keys.set(fresh, story.keys.get(fresh) ?? "");
  const asked = {
    as: fresh.split("-")[0] ?? as,
    path: "/v1/access/requests",
    body,
    headers: { "idempotency-key": fresh },
    answered: (answer: Answer) => {
      sameAnswer(story, fresh, answer);
      refusedUnknown(story, `access by ${fresh}`, answer.body ?? "");
    },
  };
  const name = call(story, asked);
  return chance(story, 0.25) ? `${name} and ${call(story, asked)}` : name;
};

/** 6: one key, one request. */
function sameAnswer(story: Story, key: string, answer: Answer): void {
  if (answer.statusCode !== 201 && answer.statusCode !== 200) return;
  const { id } = JSON.parse(answer.body ?? "{}") as { id: string };
  const before = story.keys.get(key);
  if (before === "" || before === undefined) story.keys.set(key, id);
  else if (before !== id) story.say(`6: key "${key}" made ${before} and ${id}`);
}

export const decide: Act = (story) => {
  const request = pick(story, inState(story, "PENDING"));
  if (request === undefined) return undefined;
  const stale = chance(story, 0.15) ? 1 : 0;
  const revision = revisionOf(story, request.id) - stale;
  const as = decider(story, request);
  const first = decides(story, { request, revision, as });
  if (chance(story, 0.5)) return first;
  // Two at once, on the same revision: of the two who look at it, one comes too late.
  return `${first} and ${decides(story, { request, revision, as: decider(story, request, as) })}`;
};

const on =
  (path: string, states: readonly string[], body: JsonObject = {}): Act =>
  (story) => {
    const request = pick(story, inState(story, ...states));
    if (request === undefined) return undefined;
    const as = chance(story, 0.85) ? request.requester : (pick(story, ASKERS) ?? "ana");
    return call(story, { as, path: `/v1/access/requests/${request.id}/${path}`, body });
  };

const extend: Act = (story) => {
  const request = pick(story, inState(story, "ACTIVE", "PARTIAL"));
  return request === undefined ? undefined : extendsIt(story, request);
};

const useIt: Act = (story) => {
  const grant = pick(story, story.rows.ofKind("grant") as readonly Grant[]);
  if (grant === undefined) return undefined;
  return call(story, { as: grant.role.person, path: `/v1/access/grants/${grant.id}/credentials`, body: {} });
};

/** Somebody leaves, comes back, or changes teams; the identity provider's word arrives whenever it does. */
const moves: Act = (story) => {
  const before = pick(story, PEOPLE);
  if (before === undefined) return undefined;
  const current = story.rows.get("person", before.id) as Person;
  const groups = chance(story, 0.5) ? before.groups : [groupName("all-data")];
  const next: Person = { ...before, groups, active: current.active ? chance(story, 0.5) : true };
  const name = `the directory says of ${before.id}: ${next.active ? next.groups.join(" ") : "left"}`;
  story.world.simulator.begin(name, () => story.world.ports.platform.persons.save([next], "function:directory"));
  return name;
};

export const catalogue: Act = (story) =>
  turnsPolicy(story, { id: "orders-own-rules", on: !story.isStricter(), rules: { stricter: true } });

const freeze: Act = (story) => {
  const frozen = chance(story, 0.3);
  const name = frozen ? "activation is frozen" : "activation is thawed";
  const { records } = story.world.ports.platform;
  story.world.simulator.begin(name, () => setFreeze({ frozen, because: "an audit" }, "pat", records));
  return name;
};

/** An administrator of the account deletes or spoils a policy of ours, or leaves one of their own. */
const tamper: Act = (story) => {
  const grant = pick(story, (story.rows.ofKind("grant") as readonly Grant[]).filter(isBegun));
  if (grant === undefined) return undefined;
  const { sandbox } = story.world;
  const actor = { person: personId("pat"), account: grant.role.account, as: "administrator" } as const;
  const artifact = pick(story, grant.artifacts);
  if (artifact === undefined) return undefined;
  const role = grant.role.roleName;
  const document: JsonObject = {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "s3:ListAllMyBuckets", Resource: "*" }],
  };
  const kind = below(story, 3);
  const policy = kind === 2 ? `tollgate-g-unknown${below(story, 3)}-1-1` : artifact.name;
  if (artifactOf(policy)?.grant.toLowerCase() === grant.id.toLowerCase()) story.tampered.add(grant.id);
  const action = kind === 0 ? "iam:DeleteRolePolicy" : "iam:PutRolePolicy";
  const input = kind === 0 ? { role, policy } : { role, policy, document };
  const outcome = sandbox.perform(actor, action, input);
  return `pat: ${action} ${policy} on ${role}: ${outcome.kind}`;
};

/** Everything people do about access, and how often. */
export const ACCESS_ACTS: Acts = [
  [14, ask],
  [26, decide],
  ...CONTENTION_ACTS,
  [5, extend],
  [2, on("cancellation", ["PENDING", "APPROVED", "SCHEDULED"])],
  [3, on("completion", ["ACTIVATING", "ACTIVE", "PARTIAL"])],
  [3, on("revocation", ["ACTIVATING", "ACTIVE", "PARTIAL"])],
  [2, useIt],
  [3, moves],
  [1, catalogue],
  [1, freeze],
  [2, tamper],
];
